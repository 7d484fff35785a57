import type { Bench } from "../row.ts";
import { outputOf } from "../timing/process.ts";

/** True where a command has that flag: rows that ask for a flag also run on builds that do not have it yet, and say so. */
export function knowsFlag({ program }: Bench, command: string, flag: string): boolean {
  return outputOf({ argv: [process.execPath, program, command, "--help"] }).includes(` ${flag}`);
}
