import { quoteShort } from "../script/shell.ts";

/** A command line that a person can paste. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoteShort).join(" ");
}
