import { type Dirent, readdirSync } from "node:fs";
import { decodeName } from "../core/bytes.ts";
import type { NodeKind } from "../core/inventory.ts";
import { at, type Dir, isVanished, look, namesIn } from "./dir.ts";
import { naming } from "./named-error.ts";

/** A name in an open folder, and what stands there by the folder's own word. */
interface NamedKind {
  readonly name: string;
  readonly kind: NodeKind;
}

/** The names in an open directory with their kinds, sorted by their code units; nothing is asked about the names one by one. */
export function kindsIn(dir: Dir): NamedKind[] {
  try {
    return naming(dir.path, () => readdirSync(at({ dir, name: "." }), { withFileTypes: true, encoding: "buffer" }))
      .map((entry) => ({ name: decodeName(entry.name), kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    // Where folders do not say what is in them, Node looks at each name itself, and fails where one has vanished.
    if (!isVanished(error)) throw error;
    return namesIn(dir).flatMap((name) => kindByLook(dir, name));
  }
}

function kindByLook(dir: Dir, name: string): NamedKind[] {
  const fact = look({ dir, name });
  return fact === null ? [] : [{ name, kind: fact.kind }];
}

function kindOf(entry: Dirent<Buffer>): NodeKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}
