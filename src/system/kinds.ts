import { isDenied } from "./path-error.ts";
import { type Dirent, readdirSync } from "node:fs";
import { decodeName } from "../core/bytes.ts";
import type { NodeKind } from "../core/inventory.ts";
import { at, closeDir, type Dir, isVanished, look, namesIn, openChildIfThere, type Spot } from "./dir.ts";
import { naming } from "./named-error.ts";

/** A name in an open folder, and what stands there by the folder's own word. */
interface NamedKind {
  readonly name: string;
  readonly kind: NodeKind;
}

/** The names in an open directory with their kinds, sorted by their code units; nothing is asked about the names one by one. */
function kindsIn(dir: Dir): NamedKind[] {
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

/** A name that a walk comes to: `path` is relative to where it began. */
interface Passed extends Pick<NamedKind, "kind"> {
  readonly path: string;
  readonly spot: Spot;
}

/** What a walk does after a name: go into the folder that it is, go on behind it, or end. */
type Next = "into" | "past" | "end";

/** Told what a walk by kinds meets. */
interface KindsVisitor {
  readonly name: (passed: Passed) => Next;
  /** A folder that this user may not read. Each caller says what that means for it. */
  readonly unread: (path: string) => Exclude<Next, "into">;
}

/**
 * Goes through everything below an open directory, parents first, names in order, through no link; a folder that vanishes meanwhile is empty. False where
 * the visitor ended it. Throws the system's error where the disk fails, and where the directory itself may not be read.
 */
export function walkKinds(dir: Dir, visitor: KindsVisitor): boolean {
  return walkNamed({ dir, names: kindsIn(dir) }, visitor, "");
}

function walkNamed(
  { dir, names }: { readonly dir: Dir; readonly names: readonly NamedKind[] },
  visitor: KindsVisitor,
  prefix: string,
): boolean {
  for (const { name, kind } of names) {
    const spot = { dir, name };
    const path = `${prefix}${name}`;
    const next = visitor.name({ path, kind, spot });
    if (next === "end") return false;
    if (next === "into" && kind === "directory" && !walkInto(spot, visitor, path)) return false;
  }
  return true;
}

function walkInto(spot: Spot, visitor: KindsVisitor, path: string): boolean {
  const dir = orClosed(() => openChildIfThere(spot));
  if (dir === null) return true;
  if (dir === "closed") return visitor.unread(path) !== "end";
  try {
    // One that may be opened and not entered (0444) keeps its names to itself.
    const names = orClosed(() => kindsIn(dir));
    return names === "closed" ? visitor.unread(path) !== "end" : walkNamed({ dir, names }, visitor, `${path}/`);
  } finally {
    closeDir(dir);
  }
}

function orClosed<T>(read: () => T): T | "closed" {
  try {
    return read();
  } catch (error) {
    if (isDenied(error)) return "closed";
    throw error;
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
