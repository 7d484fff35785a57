/**
 * Reads a tree into an {@link Inventory}: breadth first, through no link but those the caller names, no changing call.
 *
 * A site may hold millions of uploads below a few thousand files of code, so a directory is read only up to a budget
 * and what was left out is said in the limits. Only regular files are opened, with O_NONBLOCK, so that a FIFO in an
 * upload folder cannot hold us up.
 */
import { lstatSync, opendirSync, readlinkSync, realpathSync, statSync, type Dirent } from "node:fs";
import { decodeName } from "../core/bytes.ts";
import { isRetiredFolder } from "../core/layout.ts";
import type { Inventory, InventoryNode, NodeKind, ScanLimit } from "../core/inventory.ts";
import { type AbsPath, isInside, join, type RelPath, segmentsOf } from "../core/path.ts";
import { readDates } from "./file-dates.ts";
import { readGit } from "./git-files.ts";
import { bytesBelow } from "./bytes-path.ts";
import { attempt, isAboutThePath } from "./path-error.ts";
import { readTexts } from "./scan-texts.ts";

/** What to read, and how much of it. */
export interface ScanOptions {
  /** How soon a file's text is wanted: 0 never, 1 before 2 and so on. Asked with size 0 before the size is known. */
  readonly wants: (path: RelPath, size: number) => number;
  /** Exact paths read in any case, also inside skipped folders (`vendor/composer/installed.json`). */
  readonly reads?: readonly RelPath[];
  /** Names in the root that may be links to a folder elsewhere of the same owner (`public -> ../public_html`) and are read through. */
  readonly through?: readonly string[];
  /** A folder that is never read through such a link: shared. */
  readonly except?: AbsPath;
  /** Whose dates to ask for beside those of files that are read; without it no dates are kept. */
  readonly dates?: (path: RelPath) => boolean;
  readonly maxEntries?: number;
  readonly maxPerDirectory?: number;
  readonly maxPerBranch?: number;
  /** Milliseconds since some moment, for the time that reading may take; the process's own clock where none is given. */
  readonly clock?: () => number;
}

/** How much of a tree is read. */
export const SCAN_LIMITS = {
  entries: 200_000,
  perDirectory: 3_000,
  perTopDirectory: 20_000,
  perBranch: 5_000,
};
/** Above this depth a folder may be an upload folder itself, and is read further. */
export const TOP_DEPTH = 2;
/** Folders that hold code of others or build output wherever they stand. */
export const SKIPPED = new Set(
  "vendor node_modules bower_components .git .svn .hg .next .nuxt .output .svelte-kit .astro .turbo .parcel-cache .yarn .pnpm-store .venv __pycache__".split(
    " ",
  ),
);

interface Walk {
  readonly root: AbsPath;
  readonly options: ScanOptions;
  readonly nodes: Map<RelPath, InventoryNode>;
  readonly limits: ScanLimit[];
  readonly candidates: { readonly path: RelPath; readonly soon: number }[];
  readonly dated: RelPath[];
  /** How many folders were read below each path of two names. */
  readonly branches: Map<RelPath, number>;
}

/** Scans the folder `root`. What may not be read becomes a limit; throws where `root` itself cannot be listed, and where the disk fails. */
export function scan(root: AbsPath, options: ScanOptions): Inventory {
  const walk: Walk = {
    root,
    options,
    nodes: new Map(),
    limits: [],
    candidates: [],
    dated: [],
    branches: new Map(),
  };
  opendirSync(root).closeSync();
  let level: (RelPath | "")[] = [""];
  for (let depth = 0; level.length > 0; depth++) {
    const next: RelPath[] = [];
    for (const directory of level)
      if (isAffordable(walk, directory)) next.push(...listDirectory(walk, directory, depth));
    level = next;
  }
  const { texts, written } = readTexts(walk);
  const { git, limit } = readGit(root);
  if (limit !== undefined) walk.limits.push(limit);
  const dates = readAllDates(walk, written);
  return {
    root,
    nodes: walk.nodes,
    texts,
    limits: walk.limits,
    ...(git === undefined ? {} : { git }),
    ...(dates === undefined ? {} : { dates }),
  };
}

function readAllDates(
  { root, options, dated, limits }: Walk,
  written: ReadonlyMap<RelPath, number>,
): Map<RelPath, number> | undefined {
  if (options.dates === undefined) return undefined;
  const { dates, complete } = readDates(root, dated);
  if (!complete) limits.push({ path: "", reason: "too many dates" });
  return new Map([...written, ...dates]);
}

/** Uploads spread over very many folders must not use up what the code's folders need: each branch of two names has its own budget of folders. */
function isAffordable({ branches, limits, options }: Walk, directory: RelPath | ""): boolean {
  const branch = segmentsOf(directory).slice(0, 2).join("/") as RelPath;
  const count = (branches.get(branch) ?? 0) + 1;
  const most = options.maxPerBranch ?? SCAN_LIMITS.perBranch;
  branches.set(branch, count);
  if (count === most + 1) limits.push({ path: branch, reason: "too many entries" });
  return count <= most;
}

function listDirectory(walk: Walk, directory: RelPath | "", depth: number): RelPath[] {
  const entries = readEntries(walk, directory, depth);
  const down: RelPath[] = [];
  for (const { name, entry } of entries) {
    if (walk.nodes.size >= (walk.options.maxEntries ?? SCAN_LIMITS.entries)) {
      walk.limits.push({ path: directory, reason: "too many entries" });
      break;
    }
    if (isRetiredFolder(name)) continue;
    const path = join(directory, name);
    const node = nodeOf(walk, path, entry);
    walk.nodes.set(path, node);
    if (node.kind === "directory" && SKIPPED.has(name)) walk.limits.push({ path, reason: "skipped" });
    else if (node.kind === "directory" || isPassage(walk, node)) down.push(path);
    else if (node.kind === "file") noteFile(walk, path);
    else if (node.leadsTo === "file") noteEntry(walk, path);
  }
  return down;
}

function noteFile({ options, candidates, dated }: Walk, path: RelPath): void {
  const soon = options.wants(path, 0);
  if (soon > 0) candidates.push({ path, soon });
  if (options.dates?.(path) === true) dated.push(path);
}

/** A file that is an entry itself says the same as when it stood here; `scan-texts.ts` reads it where our link leads to it, and no other. */
function noteEntry({ options, candidates }: Walk, path: RelPath): void {
  const soon = options.except === undefined ? 0 : options.wants(path, 0);
  if (soon > 0) candidates.push({ path, soon });
}

interface NamedEntry {
  readonly name: string;
  readonly entry: Dirent;
}

/** The entries of a directory up to its budget, sorted; the disk's own order differs from host to host. */
function readEntries(walk: Walk, directory: RelPath | "", depth: number): NamedEntry[] {
  const usual = depth <= TOP_DEPTH ? SCAN_LIMITS.perTopDirectory : SCAN_LIMITS.perDirectory;
  try {
    const found = listSome(bytesBelow(walk.root, directory), walk.options.maxPerDirectory ?? usual);
    if (found.more) walk.limits.push({ path: directory, reason: "too many entries" });
    return found.entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    walk.limits.push({ path: directory, reason: "not readable", detail: error.code ?? "" });
    return [];
  }
}

/** Names that one call of the system's brings; Node asks for 32 if it is not told. */
const NAMES_AT_ONCE = 512;

function listSome(directory: Buffer, most: number): { readonly entries: NamedEntry[]; readonly more: boolean } {
  // The types know no "buffer" here; Node does, and hands out names as bytes.
  const handle = opendirSync(directory, { encoding: "buffer" as BufferEncoding, bufferSize: NAMES_AT_ONCE });
  const entries: NamedEntry[] = [];
  try {
    for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) {
      if (entries.length >= most) return { entries, more: true };
      entries.push({ name: decodeName(entry.name as unknown as Buffer), entry });
    }
    return { entries, more: false };
  } finally {
    handle.closeSync();
  }
}

function nodeOf(walk: Walk, path: RelPath, entry: Dirent): InventoryNode {
  const kind = kindOf(entry) ?? attempt(() => kindOf(lstatSync(bytesBelow(walk.root, path)))) ?? "other";
  if (kind !== "link") return { path, kind };
  const at = bytesBelow(walk.root, path);
  const linkText = attempt(() => decodeName(readlinkSync(at, { encoding: "buffer" }))) ?? "";
  const leadsTo = attempt(() => kindOf(statSync(at))) ?? "absent";
  return { path, kind, linkText, leadsTo };
}

/** A linked folder that is part of the app all the same; one of somebody else's, or that holds the app or shared, is not. */
function isPassage({ root, options }: Walk, { path, leadsTo }: InventoryNode): boolean {
  if (leadsTo !== "directory" || options.through?.includes(path) !== true) return false;
  const at = bytesBelow(root, path);
  const real = attempt(() => decodeName(realpathSync.native(at, { encoding: "buffer" })));
  if (real === undefined || isInside(real, root) || isInside(root, real)) return false;
  if (options.except !== undefined && (isInside(real, options.except) || isInside(options.except, real))) return false;
  const owner = attempt(() => lstatSync(at).uid);
  return owner === 0 || owner === lstatSync(root).uid;
}

/** Undefined where the file system tells no type (some network file systems). */
function kindOf(
  entry: Pick<
    Dirent,
    "isDirectory" | "isFile" | "isSymbolicLink" | "isFIFO" | "isSocket" | "isBlockDevice" | "isCharacterDevice"
  >,
): NodeKind | undefined {
  if (entry.isDirectory()) return "directory";
  if (entry.isFile()) return "file";
  if (entry.isSymbolicLink()) return "link";
  return entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice() ? "other" : undefined;
}
