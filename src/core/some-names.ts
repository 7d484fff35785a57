import { displayName } from "./bytes.ts";

/**
 * Names as a sentence lists them: the first `most`, and how many more there are (`a, b and 3 more`). Each is shown as a terminal may show it, so that no name of a
 * file can pass for a line of ours.
 */
export function someNames(names: readonly string[], most: number, more = "more"): string {
  const shown = names.slice(0, most).map(displayName).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} ${more}` : shown;
}
