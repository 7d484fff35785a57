import { unreachable } from "../core/error.ts";
import type { Operation } from "../plan/operation.ts";
import { activate } from "./activate.ts";
import { adopt } from "./adopt.ts";
import { merge } from "./merge.ts";
import type { Outcome, Run } from "./run.ts";
import { transfer } from "./transfer/transfer.ts";
import { settle } from "./settle.ts";
import { exchangeTrees, moveTree, removeTree } from "./trees.ts";
import {
  makeDirectory,
  makeLinkStep,
  relink,
  setAside,
  writeOwnFile,
  writeRecord,
  writeShipped,
} from "./small-steps.ts";

/** Does one operation. Each looks at the disk first and finishes what an interrupted run began, so doing it again is harmless. */
export function execute(operation: Operation, run: Run): Outcome {
  switch (operation.kind) {
    case "make-directory":
      return makeDirectory(operation);
    case "adopt":
      return adopt(operation, run);
    case "merge":
      return merge(operation, run);
    case "transfer":
      return transfer(operation, run);
    case "settle":
      return settle(operation, run);
    case "make-link":
      return makeLinkStep(operation, run);
    case "relink":
      return relink(operation, run);
    case "set-aside":
      return setAside(operation, run);
    case "write-file":
      return writeOwnFile(operation, run);
    case "write-record":
      return writeRecord(operation, run);
    case "write-shipped":
      return writeShipped(operation, run);
    case "activate":
      return activate(operation, run);
    case "exchange-trees":
      return exchangeTrees(operation, run);
    case "move-tree":
      return moveTree(operation, run);
    case "remove-tree":
      return removeTree(operation, run);
    default:
      return unreachable(operation);
  }
}
