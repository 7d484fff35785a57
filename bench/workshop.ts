/** What rows are given: work sets, folders, and how much of it all. */
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { program } from "../test/support/program.ts";
import type { Options } from "./options.ts";
import type { Bench } from "./row.ts";
import { FULL, QUICK, workSets } from "./trees/work-sets.ts";

/** Everything a run works with; `clear` empties the folders that rows have worked in. */
export function workshop(
  { quick, rounds, work, deployer }: Options,
  say: (text: string) => void,
): { readonly bench: Bench; readonly clear: () => void } {
  const [sets, scratch] = ["sets", "scratch"].map((name) => join(work, name)) as [string, string];
  mkdirSync(sets, { recursive: true });
  const clear = (): void => {
    if (!existsSync(scratch)) return;
    for (const name of readdirSync(scratch)) rmSync(join(scratch, name), { recursive: true, force: true });
  };
  clear();
  const bench: Bench = {
    quick,
    rounds,
    deployer,
    say,
    program: program(),
    set: workSets(sets, quick ? QUICK : FULL, say),
    scratch: (name) => {
      const folder = join(scratch, name);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      return folder;
    },
  };
  return { bench, clear };
}
