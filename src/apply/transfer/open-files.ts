import { look, type Spot } from "../../system/dir.ts";
import { type User, usersOf } from "../../system/open-processes.ts";
import { eachName } from "../differences.ts";
import type { TransferWork } from "./work.ts";

/** Who could still write into an old tree. */
export interface Openness {
  /** Names that somebody has open for writing. */
  readonly written: readonly string[];
  /** Processes that stand in a folder of it or have one open, or have a file open of which the kernel tells us no more. */
  readonly users: readonly User[];
}

/** Asks the kernel: a read lease for each file is granted only while nobody has it open for writing. */
export function opennessOf(old: Spot, work: TransferWork): Openness {
  const ids = new Set<string>();
  const written: string[] = [];
  const root = look(old);
  if (root?.kind === "directory") ids.add(root.id);
  eachName(old, (path, fact, spot) => {
    if (fact.kind === "directory") ids.add(fact.id);
    if (fact.kind !== "file") return;
    const writers = work.native.writersOf(spot);
    if (writers === "some") written.push(path);
    if (writers === "unknown") ids.add(fact.id);
  });
  return { written, users: usersOf(ids) };
}
