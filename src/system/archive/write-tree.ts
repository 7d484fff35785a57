/**
 * Makes the tree of an accepted delivery in a new folder: folders first, then the files as the delivery hands them out, copies, and links last, so that
 * nothing is ever written through one. Each node is made where nothing is, below folders held open; its mode and time come from the listing and
 * nothing else of the delivery's, so no mark of privilege, no owner and no attribute arrives.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import type { AcceptedListing, AcceptedNode } from "../../core/arrival.ts";
import { HoldfastError } from "../../core/error.ts";
import { baseName, parentOf } from "../../core/path.ts";
import { at, type Dir, makeDir, makeLink, type Spot, syncDir } from "../dir.ts";
import { setDirOwner, setLinkOwner } from "../dir-owner.ts";
import { lookAtSelf } from "../dir.ts";
import { naming } from "../named-error.ts";
import type { Archive, Sink } from "./archive.ts";
import { type DirChain, dirChain } from "./dir-chain.ts";

/** How it is made. */
export interface Making {
  /** Who gets what is made; null: whoever makes it, as only root may give. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** False where the caller makes the whole file system durable afterwards. */
  readonly durable: boolean;
}

const PRIVATE = 0o700;
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const PART = 256 * 1024;
const DAY = 86_400;
/** Before it no ZIP can name a time; what claims an earlier one has none. */
const YEAR_1980 = 315_532_800;

/** Fills an empty folder that only its maker may enter. With `durable` every file and folder below it is durable on return; the folder itself and its mode are the caller's. */
export function writeTree(
  root: Dir,
  archive: Archive,
  { listing, how }: { readonly listing: AcceptedListing; readonly how: Making },
): void {
  const chain = dirChain(root);
  try {
    const spotOf = (path: AcceptedNode["path"]): Spot => ({ dir: chain.at(parentOf(path)), name: baseName(path) });
    for (const node of listing.nodes) if (node.kind === "directory") makeDir(spotOf(node.path), PRIVATE);
    writeFiles(archive, listing, { spotOf, how });
    for (const node of listing.nodes) if (node.copyOf !== undefined) writeCopy(spotOf, node, how);
    for (const { path, kind, text } of listing.nodes) if (kind === "link") putLink(spotOf(path), text ?? "", how);
    finishFolders(chain, listing, how);
  } finally {
    chain.close();
  }
}

interface Hand {
  readonly spotOf: (path: AcceptedNode["path"]) => Spot;
  readonly how: Making;
}

function writeFiles(archive: Archive, { nodes }: AcceptedListing, { spotOf, how }: Hand): void {
  const files = new Map<number, AcceptedNode>();
  for (const node of nodes)
    if (node.kind === "file" && node.copyOf === undefined && node.index !== null) files.set(node.index, node);
  let open: OpenSink | null = null;
  try {
    archive.readThrough((index) => {
      const node = files.get(index);
      if (node === undefined) return null;
      open = fileSink(spotOf(node.path), node, how);
      files.delete(index);
      return open;
    });
  } finally {
    (open as OpenSink | null)?.close();
  }
  if (files.size > 0) throw new Error("A file of the delivery was not handed out");
}

function writeCopy(spotOf: Hand["spotOf"], node: AcceptedNode, how: Making): void {
  const from = openSync(at(spotOf(node.copyOf ?? node.path)), READ);
  try {
    const sink = fileSink(spotOf(node.path), node, how);
    try {
      const part = Buffer.allocUnsafe(PART);
      for (let count = readSync(from, part, 0, PART, null); count > 0; count = readSync(from, part, 0, PART, null))
        sink.write(part.subarray(0, count));
      sink.end();
    } finally {
      sink.close();
    }
  } finally {
    closeSync(from);
  }
}

interface OpenSink extends Sink {
  /** Harmless after the end. */
  readonly close: () => void;
}

/** A new file; it has its mode only when its content is complete. */
function fileSink(spot: Spot, node: AcceptedNode, how: Making): OpenSink {
  const path = `${spot.dir.path}/${spot.name}`;
  let fd = naming(path, () => openSync(at(spot), CREATE, 0o600));
  const close = (): void => {
    if (fd >= 0) closeSync(fd);
    fd = -1;
  };
  return {
    write: (part) => {
      naming(path, () => {
        for (let done = 0; done < part.length; ) done += writeSync(fd, part, done, part.length - done);
      });
    },
    end: () => {
      naming(path, () => {
        if (fstatSync(fd).size !== node.size) throw shortWrite(path);
        if (how.owner !== null) fchownSync(fd, how.owner.uid, how.owner.gid);
        fchmodSync(fd, node.mode);
        setTime(fd, node);
        if (how.durable) fsyncSync(fd);
      });
      close();
    },
    close,
  };
}

function putLink(spot: Spot, text: string, { owner }: Making): void {
  makeLink(spot, text);
  if (owner !== null) setLinkOwner(spot, owner);
}

/** From the deepest up: what is made in a folder changes its time, and its mode may shut it. */
function finishFolders(chain: DirChain, { nodes }: AcceptedListing, how: Making): void {
  for (const node of [...nodes].reverse()) {
    if (node.kind !== "directory") continue;
    const dir = chain.at(node.path);
    const self = lookAtSelf(dir);
    setDirOwner(dir, { ...(how.owner ?? { uid: self.uid, gid: self.gid }), mode: node.mode });
    setTime(dir.fd, node);
    if (how.durable) syncDir(dir);
  }
}

/** A folder that no entry names has no time of its own. A time in the future would make every later look at "newer than" wrong. */
function setTime(fd: number, { index, mtime }: AcceptedNode): void {
  if (index === null) return;
  const latest = Math.floor(Date.now() / 1000) + DAY;
  const seconds = Math.min(Math.max(mtime, YEAR_1980), latest);
  futimesSync(fd, seconds, seconds);
}

function shortWrite(path: string): HoldfastError {
  return new HoldfastError({
    code: "short-write",
    message: `"${path}" came out shorter than what was written`,
    hint: "Look whether the disk or your quota is full, then run the command again",
    exit: "problems",
  });
}
