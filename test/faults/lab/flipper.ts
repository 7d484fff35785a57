/** An attacker: swaps a folder and a link that leads out of the site, again and again, as fast as it can, until it is ended. */
import { openDir, type Spot } from "../../../src/system/dir.ts";
import { findNativeRename } from "../../../src/system/native-rename.ts";
import { abs, baseName, parentOf } from "../../../src/core/path.ts";

const [path = "", link = ""] = process.argv.slice(2);
const native = findNativeRename("koffi");
const spotOf = (whole: string): Spot => ({ dir: openDir(parentOf(abs(whole))), name: baseName(abs(whole)) });
const [a, b] = [spotOf(path), spotOf(link)];

process.stdout.write("flipping\n");
for (;;) {
  try {
    native.exchange(a, b);
  } catch {
    // One of the two is being made anew.
  }
}
