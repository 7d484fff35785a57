import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** What a campaign's row says besides the date, the machine and the commit. */
export interface Row {
  readonly id: string;
  readonly promise: string;
  /** What is typed for it, where that is not `npm run faults`. */
  readonly command?: string;
  /** How much of the whole. */
  readonly done: number;
  readonly all: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: number;
  readonly seconds: number;
  readonly seed: number;
  readonly lacks: readonly string[];
}

const HEAD = `| date | machine | kernel | commit | units | counted | violations | seconds | seed | reached |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

/** Adds a dated row to the figure's page under `docs/evidence/`, making the page where it is missing; returns the row. */
export function addEvidence(row: Row): string {
  const file = join(ROOT, `docs/evidence/${row.id}.md`);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `# ${row.id}\n\n${row.promise}.\n\nMade with \`${row.command ?? `npm run faults -- ${row.id} --evidence`}\`.\n\n${HEAD}`,
    );
  }
  const line = rowText(row);
  appendFileSync(file, `${line}\n`);
  return line;
}

function rowText(row: Row): string {
  const counted = Object.entries(row.counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
  const cells = [
    new Date().toISOString().slice(0, 16).replace("T", " "),
    machine(),
    release(),
    commit(),
    `${row.done} of ${row.all}`,
    counted,
    row.violations,
    Math.round(row.seconds),
    row.seed,
    row.lacks.length === 0 && row.violations === 0 ? "yes" : `no: ${row.lacks.join("; ") || "violations"}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Cores and memory; no name of a host. */
export function machine(): string {
  return `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

/** The commit that is checked out, with a mark where the work tree differs from it. */
export function commit(): string {
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
  return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--", "src", "test") === "" ? "" : "+"}`;
}
