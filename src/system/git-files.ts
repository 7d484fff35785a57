/** What git keeps about a tree. Only files are read; git itself is never run, since a repository's settings can make it run programs. */
import { lstatSync } from "node:fs";
import { type Baseline, type BaselineNode } from "../core/baseline.ts";
import { type GitBlob, readGitBlobs, readGitIndex } from "../core/git-index.ts";
import type { GitTree, ScanLimit } from "../core/inventory.ts";
import { type AbsPath, ancestorsOf, rel, type RelPath, resolveText, under } from "../core/path.ts";
import { bytes } from "./bytes-path.ts";
import { isAboutThePath } from "./path-error.ts";
import { readSmallFile } from "./small-file.ts";

const MOST_INDEX = 32 * 1024 * 1024;
const MOST_TEXT = 512 * 1024;
const GIT = rel(".git");
const INDEX = rel(".git/index");

/** The git side of a folder, or the limit that says why there is none; neither where it is no work tree or has no index yet. */
export function readGit(root: AbsPath): { readonly git?: GitTree; readonly limit?: ScanLimit } {
  const folder = gitFolder(root);
  if (folder === undefined) return {};
  const unusable = (detail: string): { readonly limit: ScanLimit } => ({
    limit: { path: INDEX, reason: "git index not usable", detail },
  });
  const index = readSmallFile(bytes(under(folder, rel("index"))), { most: MOST_INDEX });
  if (index.kind === "none") return {};
  if (index.kind === "too large") return unusable("it is too large");
  if (index.kind === "not readable") return unusable(`it may not be read (${index.code})`);
  const names = readGitIndex(index.bytes);
  if ("fault" in names) return unusable(names.fault);
  return { git: { ...names, exclude: textAt(under(commonFolder(folder), rel("info/exclude"))) } };
}

/**
 * What the commit holds that a work tree was made from, as a baseline; why there is none, where git cannot tell; null where it is no work tree. What a filter
 * of git's changed on the way to the disk (line ends, large files kept elsewhere) counts as changed by the site.
 */
export function gitBaseline(root: AbsPath): Baseline | { readonly fault: string } | null {
  const folder = gitFolder(root);
  if (folder === undefined) return null;
  const index = readSmallFile(bytes(under(folder, rel("index"))), { most: MOST_INDEX });
  if (index.kind !== "read") return index.kind === "none" ? null : { fault: `git's index is ${index.kind}` };
  const names = readGitIndex(index.bytes);
  if (!("fault" in names) && names.elsewhere.size > 0)
    return { fault: "parts of it are in other repositories (submodules)" };
  const blobs = readGitBlobs(index.bytes);
  if (!(blobs instanceof Map)) return { fault: (blobs as { readonly fault: string }).fault };
  return { release: "", tree: "", born: "", from: "git", nodes: nodesOf(blobs as ReadonlyMap<RelPath, GitBlob>) };
}

/** Git knows folders by what is in them only. The text of a link is not in the index, so links are left out: they count as the site's. */
function nodesOf(blobs: ReadonlyMap<RelPath, GitBlob>): Map<RelPath, BaselineNode> {
  const nodes = new Map<RelPath, BaselineNode>();
  const node = { mode: 0, size: -1, mtimeNs: 0n, ctimeNs: 0n };
  for (const [path, { kind, id }] of blobs) {
    for (const above of ancestorsOf(path)) nodes.set(above, { ...node, kind: "directory", digest: null });
    if (kind === "file") nodes.set(path, { ...node, kind, digest: `git:${id}` });
  }
  return nodes;
}

/** `.git`, or what a `.git` file of a worktree or a submodule names; a folder of somebody else's is none. */
function gitFolder(root: AbsPath): AbsPath | undefined {
  const own = kindAndOwner(under(root, GIT));
  if (own?.kind === "directory") return under(root, GIT);
  if (own?.kind !== "file") return undefined;
  const named = /^gitdir: (.+?)[\r\n]*$/.exec(textAt(under(root, GIT)))?.[1];
  const folder = named === undefined || named.includes("\0") ? undefined : resolveText(root, named);
  const found = folder === undefined ? undefined : kindAndOwner(folder);
  return found?.kind === "directory" && found.owner === own.owner ? folder : undefined;
}

/** A worktree shares `info/exclude` with the repository that it belongs to. */
function commonFolder(folder: AbsPath): AbsPath {
  const named = textAt(under(folder, "commondir" as RelPath)).trim();
  return named === "" || named.includes("\0") ? folder : resolveText(folder, named);
}

function kindAndOwner(
  path: AbsPath,
): { readonly kind: "directory" | "file" | "other"; readonly owner: number } | undefined {
  try {
    const stats = lstatSync(bytes(path));
    return { kind: stats.isDirectory() ? "directory" : stats.isFile() ? "file" : "other", owner: stats.uid };
  } catch (error) {
    if (isAboutThePath(error)) return undefined;
    throw error;
  }
}

function textAt(path: AbsPath): string {
  const file = readSmallFile(bytes(path), { most: MOST_TEXT });
  return file.kind === "read" ? file.bytes.toString("utf8") : "";
}
