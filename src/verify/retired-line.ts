import { displayName } from "../core/bytes.ts";
import { abs } from "../core/path.ts";
import type { Retired } from "../plan/survey.ts";
import { filesBelow } from "../system/listing.ts";
import type { CheckLine } from "./check-line.ts";

/** A retired folder or file that waits to be compared once more, with its size. */
export function retiredLine({ path, at }: Retired): CheckLine {
  const place = abs(`${at.directory}/${at.name}`);
  const { files, bytes } = filesBelow(place);
  const size = `${files} ${files === 1 ? "file" : "files"}, ${bytes} bytes`;
  return {
    status: "note",
    text: `Kept from before it was linked, until nobody has it open: ${displayName(path)} (${size}, in ${displayName(place)}); the next persist or recover looks again`,
  };
}
