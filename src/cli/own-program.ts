import { fileURLToPath } from "node:url";
import { HoldfastError } from "../core/error.ts";
import { readTextFile } from "../system/text-file.ts";

/** The text of the one-file program that is running. Throws where it runs from its sources. */
export function ownProgram(): string {
  const path = fileURLToPath(import.meta.url);
  if (!path.endsWith(".mjs")) {
    throw new HoldfastError({
      code: "not-bundled",
      message: "Holdfast runs from its sources here, so there is no one-file program to copy",
      hint: "Build it (npm run build) and run dist/holdfast.mjs init",
    });
  }
  return readTextFile("/", path);
}
