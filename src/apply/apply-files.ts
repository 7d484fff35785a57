/**
 * Applying a plan that only makes new files in an application (`init`). Each file appears whole or not at all and never over another,
 * and none depends on the other, so there is nothing that a journal could finish: a second run makes what is missing. There may be no
 * shared folder at all yet, in which a journal could stand.
 */
import { unreachable } from "../core/error.ts";
import type { Operation } from "../plan/operation.ts";
import { temporaryOf } from "../plan/init.ts";
import { createFile } from "../system/durable-file.ts";
import { look } from "../system/dir.ts";
import { withSpot } from "./run.ts";
import { makeDirectoryAt } from "./make-folder.ts";

/** Makes folders and new files, durably. Any other operation is a defect. */
export function applyNewFiles(operations: readonly Operation[], options: { readonly asRoot: boolean }): void {
  for (const operation of operations) {
    if (operation.kind === "make-directory") {
      withSpot(operation.at, (spot) => {
        if (look(spot) === null) makeDirectoryAt(spot.dir, spot.name, operation.owner);
      });
    } else if (operation.kind === "write-file" && operation.exclusive) {
      const owner = options.asRoot ? { owner: operation.owner } : {};
      const temporary = temporaryOf(operation.at.name);
      const bytes = Buffer.from(operation.content);
      withSpot(operation.at, (spot) =>
        createFile(spot, spot.dir, { bytes, mode: operation.mode, temporary, ...owner }),
      );
    } else unreachable(operation as never);
  }
}
