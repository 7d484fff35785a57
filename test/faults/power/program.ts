import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { oneFileProgram } from "../../support/program.ts";

/** How a run of the program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly text: string;
}

/** A copy of the built program below a folder, so that a campaign of hours runs one and the same whatever happens to the sources; its path. */
export function keptProgram(work: string): string {
  const built = oneFileProgram();
  const digest = createHash("sha256").update(readFileSync(built)).digest("hex").slice(0, 12);
  const folder = join(work, `program-${digest}`);
  const copy = join(folder, "holdfast.mjs");
  if (existsSync(copy)) return copy;
  mkdirSync(folder, { recursive: true });
  // The optional package for renameat2 is looked for beside the program.
  symlinkSync(join(dirname(built), "../node_modules"), join(folder, "node_modules"));
  copyFileSync(built, copy);
  return copy;
}

/** Runs the program to its end. */
export function runProgram(kept: string, cwd: string, argv: readonly string[]): ProgramEnd {
  const run = spawnSync(process.execPath, [kept, ...argv], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  return { code: run.status, text: `${run.stdout}${run.stderr}` };
}
