import { accessSync, constants } from "node:fs";
import type { Denial, Observation } from "../core/observation.ts";
import { type AbsPath, abs, parentOf } from "../core/path.ts";
import { bytes } from "./bytes-path.ts";
import { lookAt } from "./facts.ts";

const CHANGE_NAMES = constants.W_OK | constants.X_OK;

/**
 * Why what stands at a place cannot be moved to another folder, as far as asking tells; null where nothing speaks against it. The folder that
 * holds it must be writable, and a folder itself too, because its `..` changes (rename(2)). An immutable one answers EPERM even to
 * root; an append-only one does not show here.
 */
export function denialOf(seen: Observation): Denial | null {
  if (seen.kind === "absent") return null;
  const parent = denied(seen.directory, CHANGE_NAMES);
  if (parent !== null) return { code: parent, path: seen.directory };
  const path = abs(`${seen.directory}/${seen.name}`);
  const itself = seen.kind === "link" ? null : denied(path, constants.W_OK);
  // A file need not be writable to be moved, but an immutable one cannot be.
  return itself === null || (seen.kind !== "directory" && itself !== "EPERM") ? null : { code: itself, path };
}

/** Why nothing can be made in a folder, or in the nearest one above it that exists; null where nothing speaks against it. */
export function denialIn(folder: AbsPath): Denial | null {
  let nearest = folder;
  while (nearest !== "/" && lookAt(bytes(nearest)) === null) nearest = parentOf(nearest);
  const code = denied(nearest, CHANGE_NAMES);
  return code === null ? null : { code, path: nearest };
}

function denied(path: AbsPath, mode: number): Denial["code"] | null {
  try {
    accessSync(bytes(path), mode);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "EACCES" || code === "EPERM" || code === "EROFS" ? code : null;
  }
}
