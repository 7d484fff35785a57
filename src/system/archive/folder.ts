/** A folder as a delivery: walked by descriptors, through no link; what lies in a `.git` is not looked at. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { ArrivalLimits, ArrivedEntry } from "../../core/arrival.ts";
import { archiveDamaged, beyondLimit } from "../../core/arrival-error.ts";
import type { AbsPath } from "../../core/path.ts";
import { at, closeDir, type Dir, look, namesIn, openChild, type Spot, withDir } from "../dir.ts";
import { factOf, type NodeFact, signatureOf } from "../facts.ts";
import type { Archive, Sink } from "./archive.ts";
import { checkedSink } from "./checked-sink.ts";
import { entryList } from "./entry-list.ts";

/** Deeper than any rule allows, and far from what descriptors a process may have. */
const DEEPEST = 80;
const PART = 256 * 1024;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const NANOSECONDS = 1_000_000_000n;

interface Found {
  readonly entry: ArrivedEntry;
  readonly spot: Spot;
}

/** Lists a folder; its root is opened anew for each pass. */
export function openFolder(path: AbsPath, limits: ArrivalLimits): Pick<Archive, "entries" | "readThrough"> {
  const entries = entryList({ source: path, limits });
  walk(path, ({ entry }) => {
    entries.add(entry);
    if (entries.length > limits.entries)
      throw beyondLimit({ source: path }, `it has more than ${limits.entries} files and folders`, "--max-entries");
  });
  return {
    entries,
    readThrough: (sinkOf) => {
      let index = 0;
      walk(path, ({ entry, spot }) => {
        const listed = entries.at(index);
        if (listed === undefined || !isAlike(listed, entry)) throw changed(path, entry);
        const sink = sinkOf(index++);
        if (sink !== null)
          readFile({ entry, spot }, path, checkedSink(sink, entry, { source: path, entry: entry.name }));
      });
      if (index !== entries.length) throw changed(path);
    },
  };
}

function isAlike(a: ArrivedEntry, b: ArrivedEntry): boolean {
  return a.name === b.name && a.kind === b.kind && a.size === b.size && a.mtime === b.mtime && a.target === b.target;
}

function walk(path: AbsPath, visit: (found: Found) => void): void {
  withDir(path, (dir) => {
    visitAll(dir, { prefix: "", depth: 1 }, visit);
  });
}

function visitAll(
  dir: Dir,
  where: { readonly prefix: string; readonly depth: number },
  visit: (found: Found) => void,
): void {
  for (const name of namesIn(dir)) {
    const spot: Spot = { dir, name };
    const fact = look(spot);
    if (fact === null) continue;
    const path = `${where.prefix}${name}`;
    visit({ entry: entryOf(path, fact), spot });
    if (fact.kind !== "directory" || name === ".git" || where.depth > DEEPEST) continue;
    const child = openChild(dir, name);
    try {
      visitAll(child, { prefix: `${path}/`, depth: where.depth + 1 }, visit);
    } finally {
      closeDir(child);
    }
  }
}

function entryOf(name: string, fact: NodeFact): ArrivedEntry {
  const common = { name, mode: fact.mode };
  const mtime = Number(fact.mtimeNs / NANOSECONDS);
  if (fact.kind === "file") return { ...common, kind: "file", size: fact.size, mtime };
  // What is done in a folder meanwhile is seen in its entries.
  if (fact.kind === "directory") return { ...common, kind: "directory", size: 0, mtime };
  if (fact.kind === "link") return { ...common, kind: "link", size: 0, mtime, target: fact.linkText ?? "" };
  return { ...common, kind: "other", size: 0, mtime, what: "a device, FIFO or socket" };
}

/** Reads to the end; a file that somebody writes to meanwhile is no delivery. */
function readFile({ spot, entry }: Found, path: AbsPath, sink: Sink): void {
  const fd = openSync(at(spot), READ);
  try {
    const before = factOf(fstatSync(fd, { bigint: true }));
    if (before.kind !== "file") throw changed(path, entry);
    const part = Buffer.allocUnsafe(Math.max(1, Math.min(PART, entry.size + 1)));
    for (
      let count = readSync(fd, part, 0, part.length, null);
      count > 0;
      count = readSync(fd, part, 0, part.length, null)
    )
      sink.write(part.subarray(0, count));
    if (signatureOf(factOf(fstatSync(fd, { bigint: true }))) !== signatureOf(before)) throw changed(path, entry);
    sink.end();
  } finally {
    closeSync(fd);
  }
}

function changed(source: AbsPath, entry?: ArrivedEntry): Error {
  return archiveDamaged(
    { source, ...(entry === undefined ? {} : { entry: entry.name }) },
    "it was changed while it was read",
  );
}
