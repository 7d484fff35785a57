import type { Inventory } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import { parseRel } from "../core/path.ts";
import { readCode } from "./code-world.ts";
import { evaluate } from "./expression.ts";
import { endOfValue } from "./brackets.ts";
import type { SourceFile } from "./stretch.ts";

const SETTINGS = "config/filesystems.php";

/** A disk whose root the settings compute, so that nobody but the running application knows it. */
export interface ComputedRoot {
  readonly path: RelPath;
  readonly line: number;
  /** How far the path is known: the folder that it begins with; null where not even that is. */
  readonly below: RelPath | null;
}

/** The roots of local disks in a Laravel application's settings that their text does not tell. */
export function computedRoots(inventory: Inventory, webRoot: RelPath | ""): ComputedRoot[] {
  const code = readCode(inventory, webRoot);
  const file = code.files.find(({ path }) => path === SETTINGS);
  if (file === undefined) return [];
  return file.tokens.flatMap((token, index): ComputedRoot[] => {
    if (token.kind !== "text" || token.value !== "root" || file.tokens[index + 1]?.value !== "=>") return [];
    if (!isLocal(file, index)) return [];
    const value = evaluate({ file, from: index + 2, to: endOfValue(file.tokens, index + 2) }, code.world);
    if (value !== undefined && !value.open) return [];
    const known = value?.anchored === true ? parseRel(value.text.slice(0, value.text.lastIndexOf("/") + 1)) : undefined;
    return [{ path: file.path, line: token.line, below: known ?? null }];
  });
}

/** Only a disk of the driver `local` lies in the file system. */
function isLocal({ tokens }: SourceFile, at: number): boolean {
  const [from, to] = [edgeFrom(tokens, at, -1), edgeFrom(tokens, at, 1)];
  for (let index = from; index < to; index++)
    if (tokens[index]?.value === "driver" && tokens[index + 2]?.kind === "text")
      return tokens[index + 2]?.value === "local";
  return true;
}

const OPENING = "[(";
const CLOSING = "])";

/** The index of the bracket around a token, to its left or its right. */
function edgeFrom(tokens: SourceFile["tokens"], at: number, step: -1 | 1): number {
  const [inner, outer] = step < 0 ? [CLOSING, OPENING] : [OPENING, CLOSING];
  let depth = 0;
  for (let index = at; index >= 0 && index < tokens.length; index += step) {
    const token = tokens[index];
    if (token?.kind !== "mark") continue;
    if (inner.includes(token.value)) depth++;
    else if (outer.includes(token.value) && depth-- === 0) return index;
  }
  return step < 0 ? 0 : tokens.length;
}
