import { HoldfastError } from "../core/error.ts";
import { OWN_MARK } from "../plan/own-file.ts";
import { isFileThere, readTextFile, writeNewFile } from "../system/text-file.ts";

/** Writes a file that we generate and the user named; only an earlier one of ours is replaced: `--script .env`, mistyped, must not cost anybody their settings. */
export function writeOwnText(cwd: string, path: string, text: string): void {
  if (isFileThere(cwd, path) && !readTextFile(cwd, path).slice(0, HEAD).includes(OWN_MARK))
    throw new HoldfastError({
      code: "not-over-other-file",
      message: `"${path}" is there already and was not made by Holdfast`,
      hint: "Name a new file, or an earlier one that may be replaced",
    });
  writeNewFile(cwd, path, text);
}

/** The mark stands in the first lines. */
const HEAD = 2000;
