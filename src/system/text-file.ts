import { readFileSync, statSync, writeFileSync } from "node:fs";
import { HoldfastError } from "../core/error.ts";
import { bytes } from "./bytes-path.ts";

/** Reads a file that the user named. Throws a {@link HoldfastError} `unreadable` with the reason. */
export function readTextFile(cwd: string, path: string): string {
  try {
    return readFileSync(bytes(wholePath(cwd, path)), "utf8");
  } catch (error) {
    throw new HoldfastError({
      code: "unreadable",
      message: `"${path}" cannot be read: ${(error as Error).message}`,
      hint: "Look whether the file is there and yours to read",
      exit: "usage",
      cause: error,
    });
  }
}

/** True when the user named a regular file that is there. */
export function isFileThere(cwd: string, path: string): boolean {
  return statSync(bytes(wholePath(cwd, path)), { throwIfNoEntry: false })?.isFile() === true;
}

/** Writes a file that the user named, over an earlier one of the same name. Throws a {@link HoldfastError} `unwritable` with the reason. */
export function writeNewFile(cwd: string, path: string, text: string): void {
  try {
    writeFileSync(bytes(wholePath(cwd, path)), text, { mode: 0o600 });
  } catch (error) {
    throw new HoldfastError({
      code: "unwritable",
      message: `"${path}" cannot be written: ${(error as Error).message}`,
      hint: "Name a file in a folder that exists and is yours",
      exit: "usage",
      cause: error,
    });
  }
}

function wholePath(cwd: string, path: string): string {
  return path.startsWith("/") ? path : `${cwd}/${path}`;
}
