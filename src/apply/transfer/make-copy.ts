/** Steps 1 to 3 of a transfer: a copy in the stage that is whole and durable, or a refusal by which nothing was changed. */
import { look, type Spot } from "../../system/dir.ts";
import { createFile, readHead } from "../../system/durable-file.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import { needOf, roomAt } from "../../system/space.ts";
import { abs } from "../../core/path.ts";
import { eachName } from "../differences.ts";
import type { Outcome } from "../run.ts";
import type { Hooks } from "./hooks.ts";
import { left } from "./messages.ts";
import { copyInPasses, copyPass, finishFolders, type Trees } from "./passes.ts";
import type { Known } from "./transfer.ts";
import { stageSpot, type TransferWork } from "./work.ts";

/** What making a copy needs. */
export interface Making {
  readonly known: Known;
  readonly work: TransferWork;
  readonly hooks: Hooks;
}

/** Null when the copy is there. */
export function makeCopy(trees: Trees, { known, work, hooks }: Making): Outcome | null {
  const { operation } = known;
  removeOwnTree(trees.copy);
  const unfit = noRoom(trees.old, known) ?? noLeases(known, work);
  if (unfit !== null) return unfit;
  if (!copyInPasses(trees, work)) return left(operation.path, TOO_BUSY(operation.path));
  if (operation.quiesce === null) {
    if (work.databases.size > 0) return left(operation.path, databases(operation.path, work.databases));
  } else {
    const failed = hooks.quiesce();
    if (failed !== null) return { ...left(operation.path, { code: "", message: "", hint: "" }), diagnostics: [failed] };
  }
  copyPass(trees, work);
  const open = unsettledDatabases(trees.old, work);
  if (open.length > 0) return left(operation.path, inUse(operation.path, open));
  finishFolders(trees, work);
  work.native.syncFileSystem(work.run.dirs.stage);
  return null;
}

function noRoom(old: Spot, { operation, run }: Known): Outcome | null {
  const need = needOf(abs(`${old.dir.path}/${old.name}`));
  const room = roomAt(run.dirs.shared.path);
  const [bytes, inodes] = [Math.ceil(need.bytes * 1.1), Math.ceil(need.inodes * 1.1)];
  if (bytes <= room.bytes && inodes <= room.inodes) return null;
  return left(operation.path, {
    code: "no-room-across",
    message: `Copying "${operation.path}" takes ${bytes} bytes and ${inodes} inodes, and the file system of "${run.dirs.shared.path}" has ${room.bytes} and ${room.inodes}; nothing was changed`,
    hint: "Free some space there, then run the command again",
  });
}

/** Without leases nobody can say whether a copy is being written to, so the application has to be stopped. */
function noLeases({ operation, run }: Known, work: TransferWork): Outcome | null {
  if (operation.quiesce !== null) return null;
  const probe = stageSpot(work, "copy");
  removeOwnTree(probe);
  createFile(probe, run.dirs.stage, { bytes: Buffer.from("probe"), mode: 0o600 });
  const isGranted = work.native.whileNobodyWrites(probe, () => true) === true;
  removeOwnTree(probe);
  if (isGranted) return null;
  return left(operation.path, {
    code: "no-leases",
    message: `The file system of "${run.dirs.shared.path}" cannot say whether somebody is writing to a file (it gives no leases), so "${operation.path}" cannot be copied there while the site runs`,
    hint: 'Say how to stop the application for a moment: --quiesce "COMMAND" --resume "COMMAND"',
  });
}

const TOO_BUSY = (path: string): { readonly code: string; readonly message: string; readonly hint: string } => ({
  code: "too-busy-to-copy",
  message: `"${path}" is written to faster than it can be copied; nothing was changed, and the application goes on using its own`,
  hint: 'Try again in a quieter moment, or stop the application for it: --quiesce "COMMAND" --resume "COMMAND"',
});

function databases(
  path: string,
  found: ReadonlySet<string>,
): { readonly code: string; readonly message: string; readonly hint: string } {
  return {
    code: "database-across",
    message: `"${path}" holds a database (${[...found].slice(0, 3).join(", ") || path}); a copy of it is only whole while nobody writes to it. Nothing was changed`,
    hint: 'Say how to stop the application for a moment: --quiesce "COMMAND" --resume "COMMAND"',
  };
}

function inUse(
  path: string,
  open: readonly string[],
): { readonly code: string; readonly message: string; readonly hint: string } {
  return {
    code: "database-in-use",
    message: `In "${path}" the database ${open.slice(0, 3).join(", ") || path} is still open, or was not closed whole (its -wal or -journal holds something), although the application was to be stopped; nothing was changed`,
    hint: "Stop what uses it, or open and close it once (sqlite3 FILE 'pragma wal_checkpoint(truncate)'), then run the command again",
  };
}

/** Databases that somebody has open for writing, or beside which a log waits to be worked in. */
function unsettledDatabases(old: Spot, work: TransferWork): string[] {
  const open: string[] = [];
  if (work.databases.size === 0) return open;
  eachName(old, (path, _fact, spot) => {
    if (!work.databases.has(path)) return;
    const beside = ["-wal", "-journal"].map((ending): Spot => ({ dir: spot.dir, name: `${spot.name}${ending}` }));
    const isWhole = beside.every((log) => look(log) === null || isSpent(log));
    if (!isWhole || work.native.writersOf(spot) === "some") open.push(path);
  });
  return open;
}

/** Empty, or with its header zeroed. */
function isSpent(log: Spot): boolean {
  const head = readHead(log, 1);
  return head === null || head.length === 0 || head[0] === 0;
}
