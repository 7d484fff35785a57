import type { Operation } from "../plan/operation.ts";
import { adopt } from "./adopt.ts";
import { merge } from "./merge.ts";
import type { Outcome, Run } from "./run.ts";
import { transfer } from "./transfer/transfer.ts";
import { settle } from "./settle.ts";
import { unpack } from "./unpack.ts";
import {
  makeDirectory,
  makeLinkStep,
  relink,
  setAside,
  writeOwnFile,
  writeRecord,
  writeShipped,
} from "./small-steps.ts";

/** How each kind is done. */
const DOING: {
  readonly [K in Operation["kind"]]: (operation: Extract<Operation, { readonly kind: K }>, run: Run) => Outcome;
} = {
  "make-directory": makeDirectory,
  adopt,
  merge,
  transfer,
  settle,
  "make-link": makeLinkStep,
  relink,
  "set-aside": setAside,
  "write-file": writeOwnFile,
  "write-record": writeRecord,
  "write-shipped": writeShipped,
  unpack,
};

/** Does one operation. Each looks at the disk first and finishes what an interrupted run began, so doing it again is harmless. */
export function execute(operation: Operation, run: Run): Outcome {
  return (DOING[operation.kind] as (operation: Operation, run: Run) => Outcome)(operation, run);
}
