import type { Choice } from "../classify/decisions-edit.ts";
import { faultInPattern, trimPattern } from "../classify/decisions.ts";
import { isGlob } from "../classify/pattern.ts";
import { kindAt, kindByName } from "../classify/sources.ts";
import { CLASSES, HANDLINGS } from "../core/entry.ts";
import { HoldfastError } from "../core/error.ts";
import type { Inventory } from "../core/inventory.ts";
import { nearest } from "../core/nearest.ts";
import { parseRel, type RelPath } from "../core/path.ts";

/** What is decided about. */
export interface DecidedApp {
  readonly inventory: Inventory;
  readonly webRoot: RelPath | "";
}

/** Reads `PATH=CLASS[:HANDLING]`; PATH may be a pattern, and may be spelled from the root of the disk. Throws `usage` with what is wrong. */
export function parseChoice(text: string, app: DecidedApp): Choice {
  const equals = text.lastIndexOf("=");
  const [word = "", handlingWord, ...more] = text.slice(equals + 1).split(":");
  if (equals < 1 || more.length > 0) throw misused(`"${text}" is not PATH=CLASS or PATH=CLASS:HANDLING`);
  const found = oneOf(word, CLASSES, `class in "${text}"`);
  const handling = handlingWord === undefined ? undefined : oneOf(handlingWord, HANDLINGS, `handling in "${text}"`);
  return choiceOf(
    { spelled: text.slice(0, equals), class: found, ...(handling === undefined ? {} : { handling }) },
    app,
  );
}

/** A choice about a path as somebody spelled it; a path that stands nowhere and is named like a file says so. */
export function choiceOf(
  said: Pick<Choice, "class" | "handling"> & { readonly spelled: string },
  { inventory, webRoot }: DecidedApp,
): Choice {
  const { spelled, ...rest } = said;
  const pattern = trimPattern(
    spelled.startsWith(`${inventory.root}/`) ? spelled.slice(inventory.root.length + 1) : spelled,
  );
  const fault = faultInPattern(pattern);
  if (fault !== undefined) throw misused(fault);
  if (pattern === webRoot)
    throw misused(
      `"${pattern}" is the web root: it holds code and data, so no one class fits it`,
      `Decide about what lies in it, for example: --set ${pattern}/uploads=user`,
    );
  const path = isGlob(pattern) ? undefined : parseRel(pattern);
  const isNewFile = path !== undefined && kindAt(path, inventory) === undefined && kindByName(path) === "file";
  return { pattern, ...rest, ...(isNewFile ? { kind: "file" } : {}) };
}

function oneOf<T extends string>(word: string, known: readonly T[], what: string): T {
  const found = known.find((value) => value === word);
  if (found !== undefined) return found;
  const near = nearest(word, known);
  throw misused(`The ${what} is none of ${known.join(", ")}${near === null ? "" : `; did you mean ${near}?`}`);
}

function misused(
  message: string,
  hint = 'Write it as --set public/logos=user, or --set "public/themes/*/custom=user:merge"',
): HoldfastError {
  return new HoldfastError({ code: "not-a-decision", message, hint, exit: "usage" });
}
