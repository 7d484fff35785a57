/** What a copy of the code holds otherwise than its baseline says: the one way in which the running site's own files among the code are found. */
import { isDenied } from "./path-error.ts";
import { type Baseline, type BaselineNode, compareNode } from "../core/baseline.ts";
import { type RelPath } from "../core/path.ts";
import type { Dir, Spot } from "./dir.ts";
import { isOfRelease } from "./baseline-lines.ts";
import type { NodeFact } from "./facts.ts";
import { blobAt, digestAt } from "./file-digest.ts";
import { type Settled, settledFolders } from "./settled-folders.ts";
import { walkTree } from "./tree-walk.ts";

/** A name that is not as the baseline has it. */
export interface Difference {
  readonly path: RelPath;
  /** Null where the baseline does not have it. */
  readonly known: BaselineNode | null;
  /** Null where it is gone. */
  readonly found: NodeFact | null;
  /** What differs: `mode` alone is a change of the permission bits. */
  readonly how: "made" | "changed" | "mode" | "deleted";
}

/** All differences of a tree, and what could not be looked at. */
export interface Differences {
  /** Parents before children; what lies in a folder that was deleted is not listed again. */
  readonly found: readonly Difference[];
  /** Folders and files that this user may not read, with the system's word. */
  readonly unread: readonly { readonly path: RelPath; readonly code: string }[];
  /** How many files had to be read. */
  readonly read: number;
}

/** Paths that are not compared: entries that live in shared. What lies below one is not entered. */
export type Skips = (path: RelPath) => boolean;

/** Compares the tree below an open folder with its baseline; reads only what cannot be told otherwise. */
export function differencesFrom(baseline: Baseline, root: Dir, skips: Skips): Differences {
  const { only, rest } = settledFolders(baseline, root, skips);
  const found: Difference[] = [];
  const unread: { path: RelPath; code: string }[] = [];
  const seen = new Set<RelPath>();
  let read = 0;
  walkTree(root, {
    only,
    name: (path, fact, spot) => {
      if (!isOfRelease(path) || skips(path)) return false;
      seen.add(path);
      const known = baseline.nodes.get(path) ?? null;
      const how =
        known === null ? "made" : compared(known, { fact, spot }, { from: baseline.from, onRead: () => read++ });
      if (how !== null) found.push({ path, known, found: fact, how });
      return true;
    },
    unread: (path, code) => unread.push({ path, code }),
  });
  const closed = [...unread, ...found.filter(isNoFolderNow)].map(({ path }) => path);
  return { found: [...found, ...deletedFrom(rest, seen, { skips, closed })], unread, read };
}

function compared(
  known: BaselineNode,
  now: { readonly fact: NodeFact; readonly spot: Spot },
  about: { readonly from: Baseline["from"]; readonly onRead: () => void },
): "changed" | "mode" | null {
  const { content, mode } = compareNode(known, seenNode(now.fact), about.from);
  const other = mode === "changed" ? "mode" : null;
  if (content !== "read") return content === "changed" ? "changed" : other;
  about.onRead();
  return isContent(known, now.spot) ? other : "changed";
}

function seenNode(fact: NodeFact): Parameters<typeof compareNode>[1] {
  const { kind, mode, mtimeNs, ctimeNs, linkText } = fact;
  const size = kind === "file" ? fact.size : 0;
  return { kind, mode, size, mtimeNs, ctimeNs, ...(linkText === undefined ? {} : { text: linkText }) };
}

/** True where a file holds what the baseline knows; false where nobody could read it then, or cannot now. */
export function isContent({ digest }: Pick<BaselineNode, "digest">, spot: Spot): boolean {
  if (digest === null) return false;
  try {
    return digest.startsWith("git:")
      ? blobAt(spot, digest.length - "git:".length) === digest.slice("git:".length)
      : digestAt(spot) === digest;
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

/** What lay in it is gone with it. */
function isNoFolderNow({ known, found }: Difference): boolean {
  return known?.kind === "directory" && found?.kind !== "directory";
}

function deletedFrom(
  nodes: Settled["rest"],
  seen: ReadonlySet<RelPath>,
  about: { readonly skips: Skips; readonly closed: readonly RelPath[] },
): Difference[] {
  const hidden = new Set<string>(about.closed);
  const deleted: Difference[] = [];
  for (const [path, known] of nodes) {
    if (seen.has(path)) continue;
    const isTold = hidden.has(path.slice(0, Math.max(0, path.lastIndexOf("/")))) || about.skips(path);
    if (!isTold) deleted.push({ path, known, found: null, how: "deleted" });
    hidden.add(path);
  }
  return deleted;
}
