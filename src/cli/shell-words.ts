import { quoteShort } from "../core/shell.ts";

/** A command line that a person can paste. */
export function commandLine(...words: readonly string[]): string {
  return words.map((word, index) => (index > 0 && PLAIN.test(word) ? word : quoteShort(word))).join(" ");
}

/** A flag, or `path=word`: what no shell reads otherwise behind the name of a command. */
const PLAIN = /^(--[a-z-]+|[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+:,./=-]*)$/;
