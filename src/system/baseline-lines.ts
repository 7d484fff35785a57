/** Reads a copy of the code as its baseline: every name, every content, nothing through a link. */
import { isDenied } from "./path-error.ts";
import { type BaselineNode, isSettledTime } from "../core/baseline.ts";
import { baseName, type RelPath } from "../core/path.ts";
import type { Dir, Spot } from "./dir.ts";
import type { NodeFact } from "./facts.ts";
import { digestedAt } from "./file-digest.ts";
import { walkTree } from "./tree-walk.ts";

/** Takes a baseline as it is read. */
export interface BaselineSink {
  readonly folder: (folder: RelPath | "") => void;
  readonly name: (name: string, node: BaselineNode) => void;
}

/** How often a file that changes while it is read is read again. */
const READINGS = 3;
const MILLION = 1_000_000n;

/** Hands out a tree; git's own folders and what a run of ours has not finished making are left out, with what is in them. */
export function readAsBaseline(root: Dir, sink: BaselineSink): void {
  walkTree(root, {
    folder: sink.folder,
    name: (path, fact, spot) => {
      if (!isOfRelease(path)) return false;
      sink.name(baseName(path), fact.kind === "file" ? fileNode(spot, fact) : nodeOf(fact, null));
      return true;
    },
    // Only the folder's name is known, and whatever is found in it later counts as made here, which keeps it.
    unread: () => undefined,
  });
}

/** False for names that no baseline holds and no comparison looks at: git's own folder, and our temporary ones. */
export function isOfRelease(path: RelPath): boolean {
  return isReleaseName(baseName(path));
}

/** The same for a name alone. */
export function isReleaseName(name: string): boolean {
  return name !== ".git" && !name.startsWith(".holdfast-");
}

function fileNode(spot: Spot, fact: NodeFact): BaselineNode {
  for (let reading = 1; ; reading++) {
    const found = readOrNull(spot);
    // Not readable, or gone since: only its name is known, and whatever it holds later counts as changed.
    if (found === null) return { ...nodeOf(fact, null), ctimeNs: 0n };
    const { digest, before, after } = found;
    const isStill = before.ctimeNs === after.ctimeNs && before.size === after.size;
    if (isStill && isSettledTime(after.ctimeNs, BigInt(Date.now()) * MILLION)) return nodeOf(after, digest);
    if (isStill || reading === READINGS) return { ...nodeOf(after, digest), ctimeNs: 0n };
  }
}

function readOrNull(spot: Spot): ReturnType<typeof digestedAt> {
  try {
    return digestedAt(spot);
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}

function nodeOf({ kind, mode, size, mtimeNs, ctimeNs, linkText }: NodeFact, digest: string | null): BaselineNode {
  const text = linkText === undefined ? {} : { text: linkText };
  return { kind, mode, size: kind === "file" ? size : 0, mtimeNs, ctimeNs, digest, ...text };
}
