import type { Diagnostic } from "../../core/diagnostic.ts";
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";

const LEFT: readonly string[] = ["link-left-alone", "dangling-link"];

/**
 * Throws `live-led-elsewhere` where a path of people's data is a link of the owner's in what is live: to another disk, say. A new release would have
 * ours there, and the site would be without that data.
 */
export function refuseLedElsewhere(diagnostics: readonly Diagnostic[], shared: AbsPath): void {
  for (const { code, path, message } of diagnostics) {
    if (path === undefined || !LEFT.includes(code)) continue;
    throw new HoldfastError({
      code: "live-led-elsewhere",
      message: `${message.replace("; it is left as it is", "")}: a new release leads to shared there, and the site would be without what lies behind that link`,
      hint: `To keep it where it is: remove the link, make one with the same end at "${shared}/${path}", and run: holdfast persist. To have it in shared: remove the link, move what lies behind it to where it stood, and run the same`,
    });
  }
}
