import { readFileSync, writeFileSync } from "node:fs";
import { HoldfastError } from "../core/error.ts";
import { bytes } from "./bytes-path.ts";

/** Reads a file that the user named. Throws a {@link HoldfastError} `unreadable` with the reason. */
export function readTextFile(cwd: string, path: string): string {
  try {
    return readFileSync(bytes(path.startsWith("/") ? path : `${cwd}/${path}`), "utf8");
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

/** Writes a file that the user named, over an earlier one of the same name. Throws a {@link HoldfastError} `unwritable` with the reason. */
export function writeNewFile(cwd: string, path: string, text: string): void {
  try {
    writeFileSync(bytes(path.startsWith("/") ? path : `${cwd}/${path}`), text, { mode: 0o600 });
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
