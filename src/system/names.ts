import { readdirSync } from "node:fs";
import { decodeName } from "../core/bytes.ts";
import type { AbsPath } from "../core/path.ts";
import { bytes } from "./bytes-path.ts";

/** The names in a folder; none where it does not exist or may not be read. */
export function namesAt(folder: AbsPath): string[] {
  try {
    return readdirSync(bytes(folder), { encoding: "buffer" }).map((name) => decodeName(name));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
