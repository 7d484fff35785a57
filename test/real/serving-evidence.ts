/** The table of ways and servers, as measured: a page of its own below docs/evidence, and the part of docs/hosting.md between its marks. */
import { readFileSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { commit, machine } from "../faults/evidence.ts";

/** What was measured of one way behind one server. */
export type Measured = { readonly way: string; readonly server: string } & (
  | {
      readonly requests: number;
      readonly failures: number;
      /** Pages that were made by code of two versions. */
      readonly mixed: number;
      /** Whether PHP answered with the new release at once, without having been told of it. */
      readonly isFresh: boolean;
    }
  /** The status with which an upload was refused. */
  | { readonly refused: number }
);

const ROOT = join(import.meta.dirname, "../..");
const EVIDENCE = join(ROOT, "docs/evidence/serving.md");
const HOSTING = join(ROOT, "docs/hosting.md");
const [BEGIN, END] = ["<!-- measured: begin -->", "<!-- measured: end -->"] as const;

/** Writes both. Throws where docs/hosting.md has no marks. */
export function writeServingEvidence(results: readonly Measured[]): void {
  const table = tableOf(results);
  const day = new Date().toISOString().slice(0, 16).replace("T", " ");
  const made = `Made with \`npm run evidence:serving\`; the same table is in [../hosting.md](../hosting.md#ways-to-serve).

| date | machine | kernel | commit |
| --- | --- | --- | --- |
| ${day} | ${machine()} | ${release()} | ${commit()} |`;
  writeFileSync(EVIDENCE, `${HEAD}\n${made}\n\n${table}\n`);
  const page = readFileSync(HOSTING, "utf8");
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${HOSTING} has no place between ${BEGIN} and ${END}`);
  writeFileSync(HOSTING, `${page.slice(0, from)}${BEGIN}\n\n${table}\n\n${page.slice(to)}`);
}

const HEAD = `# serving

Each way to serve behind each server: a release and a rollback, while two clients for each server ask without a pause for a page, a style sheet and two uploads,
which must be there at every instant, and for \`.env\`, which must never be. Through each server a file is uploaded before, during and after the release;
all of them are asked of every server at the end. "Failed": an answer other than the right one of either release. "Of both": a page that files of both releases
made (its front file and a text that it reads, with 300 files between them that change too). "At once": PHP answered with the new release to the first request
after it, without a reload.
`;

function tableOf(results: readonly Measured[]): string {
  const ways = [...new Set(results.map(({ way }) => way))];
  const servers = [...new Set(results.map(({ server }) => server))];
  const cell = (way: string, server: string): string => {
    const found = results.find((one) => one.way === way && one.server === server);
    if (found === undefined) throw new Error(`${way} was not tried behind ${server}`);
    if ("refused" in found) return `uploads refused (${found.refused})`;
    const mixed = found.mixed === 0 ? "" : `, ${found.mixed} of both`;
    return `${found.failures} of ${found.requests} failed${mixed}; PHP ${found.isFresh ? "at once" : "later"}`;
  };
  return [
    `| server | ${ways.map((way) => `\`${way}\``).join(" | ")} |`,
    `| --- | ${ways.map(() => "---").join(" | ")} |`,
    ...servers.map((server) => `| ${server} | ${ways.map((way) => cell(way, server)).join(" | ")} |`),
  ].join("\n");
}
