/** What rows are given: work sets, folders, and how much of it all. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unmountBelow } from "../test/support/mounts.ts";
import { program } from "../test/support/program.ts";
import type { Options } from "./options.ts";
import { type Room, roomAt, roomFor } from "./room.ts";
import type { Bench, Row } from "./row.ts";
import { FULL, isMade, QUICK, type SetName, workSets } from "./trees/work-sets.ts";

/**
 * Everything a run works with. `clear` unmounts and empties the folders that rows have worked in, `leave` lets the next run have the work folder. Throws where
 * another run is at work in it.
 */
export function workshop(
  { quick, rounds, work, deployer }: Options,
  say: (text: string) => void,
): { readonly bench: Bench; readonly clear: () => void; readonly leave: () => void } {
  const [sets, scratch] = ["sets", "scratch"].map((name) => join(work, name)) as [string, string];
  mkdirSync(sets, { recursive: true });
  const leave = takeFolder(work);
  const clear = (): void => {
    if (!existsSync(scratch)) return;
    unmountBelow(scratch);
    for (const name of readdirSync(scratch))
      rmSync(join(scratch, name), { recursive: true, force: true, maxRetries: 10 });
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
  return { bench, clear, leave };
}

/** One run at a time clears what rows have left. The number of a process that is gone counts for nothing. */
function takeFolder(work: string): () => void {
  const note = join(work, "running");
  const other = existsSync(note) ? Number(readFileSync(note, "utf8")) : 0;
  if (other > 0 && existsSync(`/proc/${other}`))
    throw new Error(
      `Another bench (process ${other}) is at work in "${work}": wait for it, or name another folder with --work`,
    );
  writeFileSync(note, String(process.pid));
  return () => rmSync(note, { force: true });
}

/** Throws where the work folder's disk has no room for what the rows make; else says how much that is. */
export function roomText({ quick, work }: Options, rows: readonly Row[]): string {
  const plans = quick ? QUICK : FULL;
  const needed = roomFor(rows, plans, (name: SetName) => isMade(join(work, "sets"), name, plans[name]));
  const free = roomAt(work);
  const text = `${inWords(needed)} in "${work}"`;
  if (needed.bytes < free.bytes && needed.nodes < free.nodes) return text;
  throw new Error(
    `The trees of these rows need ${text}, and there are ${inWords(free)}. Name another folder: --work DIR; or fewer rows: --rows 1,2`,
  );
}

function inWords({ bytes, nodes }: Room): string {
  return `${(bytes / 1e9).toFixed(1)} GB and ${nodes} files`;
}
