/**
 * Applying a plan that only makes new files in an application, or changes one that its owner edits too (`init`, `decide`). Each file
 * appears whole or not at all, never over another and never over words that the plan did not know, and none depends on the other, so
 * there is nothing that a journal could finish: a second run makes what is missing. There may be no shared folder at all yet, in
 * which a journal could stand.
 */
import { HoldfastError, unreachable } from "../core/error.ts";
import type { Operation, WriteFile } from "../plan/operation.ts";
import { temporaryOf } from "../plan/init.ts";
import { createFile, type FileContent, replaceKnown } from "../system/durable-file.ts";
import { look } from "../system/dir.ts";
import { withSpot } from "./run.ts";
import { makeDirectoryAt } from "./make-folder.ts";

/**
 * Makes folders and files, durably. Hands back the new files that were not made because something stood there already; throws
 * `changed-meanwhile` where a file no longer holds what the plan replaces. Any other operation is a defect.
 */
export function applyFiles(operations: readonly Operation[], options: { readonly asRoot: boolean }): readonly string[] {
  const left: string[] = [];
  for (const operation of operations) {
    if (operation.kind === "make-directory") {
      withSpot(operation.at, (spot) => {
        if (look(spot) === null) makeDirectoryAt(spot.dir, spot.name, operation.owner);
      });
    } else if (operation.kind === "write-file" && (operation.exclusive || operation.replaces !== undefined))
      left.push(...(writeFile(operation, options) ? [] : [operation.path]));
    else unreachable(operation as never);
  }
  return left;
}

function writeFile(operation: WriteFile, { asRoot }: { readonly asRoot: boolean }): boolean {
  const content: FileContent = {
    bytes: Buffer.from(operation.content),
    mode: operation.mode,
    temporary: temporaryOf(operation.at.name),
    ...(asRoot ? { owner: operation.owner } : {}),
  };
  const { replaces } = operation;
  return withSpot(operation.at, (spot) => {
    if (replaces === undefined) return createFile(spot, spot.dir, content);
    if (!replaceKnown(spot, Buffer.from(replaces), content)) throw changedMeanwhile(operation);
    return true;
  });
}

/** The error for a file that is not what it was when the plan was made. */
export function changedMeanwhile({ at }: Pick<WriteFile, "at">): HoldfastError {
  return new HoldfastError({
    code: "changed-meanwhile",
    message: `"${at.directory}/${at.name}" was changed by somebody else while this command ran; it is left as it is`,
    hint: "Run the command again; it reads the file anew",
  });
}
