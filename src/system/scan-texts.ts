/** The texts of a scanned tree: which files are read, how much of them, and through which link. */
import { lstatSync, realpathSync } from "node:fs";
import type { InventoryNode, ScanLimit } from "../core/inventory.ts";
import { type AbsPath, ancestorsOf, type RelPath } from "../core/path.ts";
import { decodeText } from "../core/text.ts";
import { bytesBelow } from "./bytes-path.ts";
import { attempt } from "./path-error.ts";
import { readSmallFile } from "./small-file.ts";

/** How much of its texts is read. */
export const TEXT_LIMITS = {
  fileBytes: 512 * 1024,
  manifestBytes: 8 * 1024 * 1024,
  files: 3_000,
  textBytes: 24 * 1024 * 1024,
  /** A disk behind a network may take seconds for what a local one gives in milliseconds. */
  milliseconds: 30_000,
};

/** What reading needs of a walk; the limits are added to. */
export interface TextWalk {
  readonly root: AbsPath;
  readonly options: {
    readonly wants: (path: RelPath, size: number) => number;
    readonly reads?: readonly RelPath[];
    readonly except?: AbsPath;
    /** Milliseconds since some moment; the process's own clock where none is given. */
    readonly clock?: () => number;
  };
  readonly nodes: ReadonlyMap<RelPath, InventoryNode>;
  readonly limits: ScanLimit[];
  readonly candidates: readonly { readonly path: RelPath; readonly soon: number }[];
}

/** What was read, and when those files that say where the app writes had been written. */
export interface Texts {
  readonly texts: Map<RelPath, string>;
  readonly written: Map<RelPath, number>;
}

/**
 * Reads the texts that were asked for: the named ones in any case, the others in the order in which they are wanted, as far as the budget reaches. What
 * was left out is added to the limits.
 */
export function readTexts(walk: TextWalk): Texts {
  const written = new Map<RelPath, number>();
  const texts = new Map<RelPath, string>();
  for (const path of walk.options.reads ?? []) {
    if (!hasRealParents(walk.root, path)) continue;
    const text = readText({ ...walk, written }, path, TEXT_LIMITS.manifestBytes);
    if (text !== undefined) texts.set(path, text);
  }
  const clock = walk.options.clock ?? (() => performance.now());
  const until = clock() + TEXT_LIMITS.milliseconds;
  let bytes = 0;
  const candidates = walk.candidates.filter(({ path }) => !leadsElsewhere(walk, path));
  for (const candidate of candidates.sort((a, b) => a.soon - b.soon)) {
    if (texts.has(candidate.path)) continue;
    if (texts.size >= TEXT_LIMITS.files || bytes >= TEXT_LIMITS.textBytes) {
      walk.limits.push({ path: "", reason: "too much text" });
      break;
    }
    if (clock() > until) {
      walk.limits.push({ path: "", reason: "too slow to read" });
      break;
    }
    const text = readText({ ...walk, written }, candidate.path, TEXT_LIMITS.fileBytes);
    if (text === undefined) continue;
    texts.set(candidate.path, text);
    bytes += text.length;
  }
  return { texts, written };
}

/** Where a file is that is an entry itself: our link leads to the same path in shared. No other link is followed. */
function inShared({ root, options, nodes }: TextWalk, path: RelPath): Buffer | undefined {
  if (options.except === undefined || nodes.get(path)?.kind !== "link") return undefined;
  const real = attempt(() => realpathSync.native(bytesBelow(root, path), { encoding: "buffer" }));
  const ours = bytesBelow(options.except, path);
  return real?.equals(ours) === true ? ours : undefined;
}

function leadsElsewhere(walk: TextWalk, path: RelPath): boolean {
  return walk.nodes.get(path)?.kind === "link" && inShared(walk, path) === undefined;
}

/** The text of a regular file; undefined where it is none, is too large, is not wanted at its size, is no text, or cannot be read. */
function readText(walk: TextWalk & Pick<Texts, "written">, path: RelPath, most: number): string | undefined {
  const isManifest = most !== TEXT_LIMITS.fileBytes;
  const entry = inShared(walk, path);
  const file = readSmallFile(entry ?? bytesBelow(walk.root, path), {
    most,
    wants: (size) => isManifest || walk.options.wants(path, size) > 0,
  });
  if (file.kind === "none") return undefined;
  if (file.kind === "not readable") walk.limits.push({ path, reason: "not readable", detail: file.code });
  else if (file.kind === "too large") walk.limits.push({ path, reason: "file too large" });
  if (file.kind !== "read") return undefined;
  // What a manifest says must be understood or refused by who reads it, never passed over.
  const text = decodeText(file.bytes) ?? (isManifest ? file.bytes.toString("utf8") : undefined);
  if (text === undefined) walk.limits.push({ path, reason: "not text" });
  // When an entry was written says nothing about the code around it.
  else if (entry === undefined && walk.options.wants(path, file.bytes.length) > 0) walk.written.set(path, file.seconds);
  return text;
}

/** A link among the parents would lead the read out of the tree. */
function hasRealParents(root: AbsPath, path: RelPath): boolean {
  return ancestorsOf(path).every((parent) => attempt(() => lstatSync(bytesBelow(root, parent)).isDirectory()) === true);
}
