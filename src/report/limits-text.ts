import { someNames } from "../core/some-names.ts";
import { displayName } from "../core/bytes.ts";
import type { ScanLimit } from "../core/inventory.ts";

/** What each limit means for the verdicts, after the names that it hit. */
const MEANINGS: Readonly<Record<Exclude<ScanLimit["reason"], "skipped">, string>> = {
  "too many entries": "holds more names than are looked at; the rest is taken to be like what was seen",
  "file too large": "is too large for a file of code, so what it writes is not known",
  "too much text": "has more code than is read; views and texts were left out first",
  "too slow to read":
    "lies on a disk so slow that its code was not read to the end; views and texts were left out first",
  "too many dates": "has more folders than are asked for dates; the deepest were left out",
  "not readable": "may not be read by this user",
  "not text": "is no text in UTF-8 or UTF-16, so what it writes is not known",
  "git index not usable": "is of no use, so nothing is known of what git tracks",
};

const SHOWN = 3;

/** What was not looked at, one line for each kind of limit; nothing where everything was. */
export function limitLines(limits: readonly ScanLimit[]): string[] {
  const kinds = Object.entries(MEANINGS).flatMap(([reason, meaning]) => {
    const hit = limits.filter((limit) => limit.reason === reason);
    return hit.length === 0 ? [] : [`   ${namesOf(hit)} ${meaning}${detailOf(hit)}`];
  });
  return kinds.length === 0 ? [] : ["ℹ️  Not everything was looked at:", ...kinds];
}

function namesOf(hit: readonly ScanLimit[]): string {
  return someNames([...new Set(hit.map(({ path }) => (path === "" ? "the application" : path)))], SHOWN);
}

function detailOf(hit: readonly ScanLimit[]): string {
  const details = [...new Set(hit.flatMap(({ detail }) => detail ?? []))];
  return details.length === 0 ? "" : ` (${details.map(displayName).join(", ")})`;
}
