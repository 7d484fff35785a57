/**
 * A visitor of a site while `current` is switched: looks, opens, reads and lists through it as fast as the machine lets it, until the file `stop`
 * is there. Prints what it met; nothing may have gone wrong.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";

/** Bytes of the page, in both releases. */
const SIZE = 4;

const [site = "", deadline = "0"] = process.argv.slice(2);
const errors: Record<string, number> = {};
let visits = 0;
let changes = 0;
let last = "";

process.stdout.write("ready\n");
while (!existsSync(`${site}/stop`) && Date.now() < Number(deadline)) {
  visits++;
  attempt("readlink", () => {
    must(/^releases\/(one|two)$/.test(readlinkSync(`${site}/current`)));
  });
  attempt("stat", () => {
    must(statSync(`${site}/current/public`).isDirectory());
  });
  attempt("open", () => {
    const fd = openSync(`${site}/current/public/page`, "r");
    must(fstatSync(fd).size === SIZE);
    closeSync(fd);
  });
  attempt("read", () => {
    const page = readFileSync(`${site}/current/public/page`, "utf8");
    must(/^(one|two)\n$/.test(page));
    if (page !== last) changes++;
    last = page;
  });
  attempt("upload", () => {
    must(readFileSync(`${site}/current/uploads/photo`, "utf8") === "photo");
  });
  attempt("list", () => {
    must(readdirSync(`${site}/current/`).join() === "public,uploads");
  });
}
process.stdout.write(`${JSON.stringify({ errors, visits, changes })}\n`);

function must(isRight: boolean): void {
  if (!isRight) throw Object.assign(new Error("not what either release has"), { code: "WRONG" });
}

function attempt(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const name = `${what} ${(error as NodeJS.ErrnoException).code}`;
    errors[name] = (errors[name] ?? 0) + 1;
  }
}
