import { spawnSync } from "node:child_process";
import { program } from "../../support/program.ts";

/** How a run of the program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly text: string;
}

/** Runs the built program to its end. */
export function runProgram(cwd: string, argv: readonly string[]): ProgramEnd {
  const run = spawnSync(process.execPath, [program(), ...argv], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  return { code: run.status, text: `${run.stdout}${run.stderr}` };
}
