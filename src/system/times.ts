import { futimesSync } from "node:fs";
import type { Dir } from "./dir.ts";
import type { NodeFact } from "./facts.ts";

/** Gives a folder that we made the modification time of the one it stands for. Node passes seconds as a double, so some 0.5 µs are lost. */
export function setTimes(dir: Dir, fact: NodeFact): void {
  const seconds = Number(fact.mtimeNs) / 1e9;
  futimesSync(dir.fd, seconds, seconds);
}
