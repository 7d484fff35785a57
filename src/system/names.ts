import { readdirSync } from "node:fs";
import { decodeName } from "../core/bytes.ts";
import type { AbsPath } from "../core/path.ts";
import { bytes } from "./bytes-path.ts";

/** The names in a folder; none where it does not exist or may not be read: for what is only told or counted. */
export function namesAt(folder: AbsPath): string[] {
  return namesUnless(folder, ["ENOENT", "ENOTDIR", "EACCES"]);
}

/** The names in a folder, none where it does not exist: for decisions, which must not take what may not be read for empty. Throws EACCES then. */
export function everyNameAt(folder: AbsPath): string[] {
  return namesUnless(folder, ["ENOENT", "ENOTDIR"]);
}

function namesUnless(folder: AbsPath, answers: readonly string[]): string[] {
  try {
    return readdirSync(bytes(folder), { encoding: "buffer" }).map((name) => decodeName(name));
  } catch (error) {
    if (answers.includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
