/**
 * A visitor of a site while its folders are taken over: looks at, reads and writes in one folder after the other, staying at each until it has
 * become a link. Prints what went wrong when it is asked to stop; nothing may.
 */
import { lstatSync, openSync, readFileSync, closeSync, renameSync, statSync, writeFileSync } from "node:fs";

const [app = "", count = "0", deadline = "0"] = process.argv.slice(2);
const errors: Record<string, number> = {};
let visits = 0;
let acknowledged = 0;

const inodes = Array.from({ length: Number(count) }, (_, index) => statSync(`${app}/d${index}`).ino);

process.stdout.write("ready\n");
for (let index = 0; index < Number(count); index++) {
  const folder = `${app}/d${index}`;
  const inode = inodes[index] ?? 0;
  // Some visits more after it became a link: by both ways the same folder must be there.
  const after = { visits: 0 };
  while (after.visits < 3 && Date.now() < Number(deadline)) {
    visit(folder, inode);
    attempt("lstat", () => {
      if (lstatSync(folder).isSymbolicLink()) after.visits++;
    });
  }
}
process.stdout.write(`${JSON.stringify({ errors, visits, acknowledged })}\n`);

function visit(folder: string, inode: number): void {
  visits++;
  attempt("stat", () => {
    if (statSync(folder).ino !== inode) throw Object.assign(new Error("another folder"), { code: "WRONG" });
  });
  attempt("read", () => {
    closeSync(openSync(`${folder}/f`, "r"));
    if (readFileSync(`${folder}/f`, "utf8") !== "kept")
      throw Object.assign(new Error("other bytes"), { code: "WRONG" });
  });
  attempt("write", () => {
    writeFileSync(`${folder}/new`, "n");
    renameSync(`${folder}/new`, `${folder}/written`);
    acknowledged++;
  });
}

function attempt(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const name = `${what} ${(error as NodeJS.ErrnoException).code}`;
    errors[name] = (errors[name] ?? 0) + 1;
  }
}
