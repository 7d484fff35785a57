import { fileURLToPath } from "node:url";
import { HoldfastError } from "../core/error.ts";
import { readTextFile } from "../system/text-file.ts";

/** Where the program in one file is, seen from the running one; null where that is it. Set by the build. */
declare const __HOLDFAST_ONE_FILE__: string | null | undefined;

/** The text of the program in one file that belongs to the running one. Throws where it runs from its sources. */
export function ownProgram(): string {
  if (typeof __HOLDFAST_ONE_FILE__ === "undefined") {
    throw new HoldfastError({
      code: "not-bundled",
      message: "Holdfast runs from its sources here, so there is no one-file program to copy",
      hint: "Build it (npm run build) and run dist/holdfast.mjs init",
    });
  }
  const own = __HOLDFAST_ONE_FILE__ === null ? import.meta.url : new URL(__HOLDFAST_ONE_FILE__, import.meta.url);
  return readTextFile("/", fileURLToPath(own));
}
