import type { Operation } from "../plan/operation.ts";
import { activate } from "./activate.ts";
import { appendLines } from "./append-lines.ts";
import { adopt } from "./adopt.ts";
import { bring } from "./bring.ts";
import { dropCanary, putCanary } from "./canary.ts";
import { keepRescued } from "./keep-rescued.ts";
import { setRights } from "./set-rights.ts";
import { merge } from "./merge.ts";
import { putBack } from "./put-back.ts";
import type { Outcome, Run } from "./run.ts";
import { transfer } from "./transfer/transfer.ts";
import { restore } from "./snapshot/restore.ts";
import { takeSnapshot } from "./snapshot/take-snapshot.ts";
import { putLinkTest, dropLinkTest, tryCallsStep } from "./host/try-host.ts";
import { settle } from "./settle.ts";
import { standIn } from "./stand-in.ts";
import { swapIn } from "./swap-in.ts";
import { exchangeTrees, moveTree, removeTree } from "./trees.ts";
import { unshare } from "./unshare.ts";
import { unpack } from "./unpack.ts";
import { writeBaseline } from "./write-baseline.ts";
import {
  makeDirectory,
  makeLinkStep,
  relink,
  setAside,
  writeHistoryLine,
  writeOwnFile,
  writeRecord,
  writeShipped,
} from "./small-steps.ts";

type Doing = {
  readonly [K in Operation["kind"]]: (operation: Extract<Operation, { readonly kind: K }>, run: Run) => Outcome;
};

/** How each kind is done. */
const DOING: Doing = {
  "make-directory": makeDirectory,
  adopt,
  merge,
  transfer,
  unshare,
  settle,
  "make-link": makeLinkStep,
  relink,
  "set-aside": setAside,
  "write-file": writeOwnFile,
  "write-record": writeRecord,
  "write-shipped": writeShipped,
  activate,
  "exchange-trees": exchangeTrees,
  "move-tree": moveTree,
  "remove-tree": removeTree,
  unpack,
  "write-baseline": writeBaseline,
  bring,
  "keep-rescued": keepRescued,
  "set-rights": setRights,
  "write-history": writeHistoryLine,
  "append-lines": appendLines,
  "put-back": putBack,
  "stand-in": standIn,
  "swap-in": swapIn,
  restore,
  "take-snapshot": takeSnapshot,
  "try-calls": tryCallsStep,
  "put-link-test": putLinkTest,
  "drop-link-test": dropLinkTest,
  "put-canary": putCanary,
  "drop-canary": dropCanary,
};

/** Does one operation. Each looks at the disk first and finishes what an interrupted run began, so doing it again is harmless. */
export function execute(operation: Operation, run: Run): Outcome {
  const does = DOING[operation.kind] as (operation: Operation, run: Run) => Outcome;
  return does(operation, run);
}
