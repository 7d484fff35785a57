/** All of shared's data into the data folder of a snapshot, folder by folder through descriptors, nothing followed; what it finds becomes the manifest's nodes. */
import { HoldfastError } from "../../core/error.ts";
import type { SnapshotHead, SnapshotNode } from "../../core/snapshot.ts";
import {
  closeDir,
  type Dir,
  dropOwnName,
  isVanished,
  look,
  makeDir,
  makeLink,
  namesIn,
  openChild,
  openChildIfThere,
  type Spot,
  syncDir,
} from "../../system/dir.ts";
import type { NodeFact } from "../../system/facts.ts";
import { isBeside, takeDatabase } from "./take-database.ts";
import { knownBy, type TakenFile, takeFile, type Taking } from "./take-file.ts";

/** What came of it. */
export type CopiedShared = Pick<SnapshotHead, "files" | "bytes" | "unchanged" | "leftOut" | "moving" | "databases"> & {
  readonly nodes: readonly SnapshotNode[];
};

interface Collected {
  readonly nodes: SnapshotNode[];
  readonly leftOut: string[];
  readonly moving: string[];
  readonly databases: string[];
  files: number;
  bytes: number;
  unchanged: number;
}

const PRIVATE = 0o700;

/** Copies everything but the names in `skip`, which stand directly in shared. With `durable` each file and folder is durable on return. */
export function copyShared(
  from: Dir,
  to: Dir,
  how: { readonly taking: Taking; readonly skip: ReadonlySet<string> },
): CopiedShared {
  const collected: Collected = { nodes: [], leftOut: [], moving: [], databases: [], files: 0, bytes: 0, unchanged: 0 };
  copyFolder({ from, to, prefix: "" }, how, collected);
  return collected;
}

interface Folder {
  readonly from: Dir;
  readonly to: Dir;
  readonly prefix: string;
}

type How = Parameters<typeof copyShared>[2];

function copyFolder({ from, to, prefix }: Folder, how: How, collected: Collected): void {
  const databases = new Set<string>();
  for (const name of readable(from, () => namesIn(from))) {
    if (prefix === "" && how.skip.has(name)) continue;
    if (isBeside(name, databases)) continue;
    const path = `${prefix}${name}`;
    const spots = { from: { dir: from, name }, to: { dir: to, name }, path };
    const fact = look(spots.from);
    if (fact === null) continue;
    if (fact.kind === "directory") takeFolder(spots, fact, { how, collected });
    else if (fact.kind === "link") takeLink(spots, fact, collected);
    else if (fact.kind === "other") collected.leftOut.push(path);
    else if (takeOneFile(spots, fact, { how, collected }) === "database") databases.add(name);
  }
  if (how.taking.durable) syncDir(to);
}

interface Spots {
  readonly from: Spot;
  readonly to: Spot;
  readonly path: string;
}

interface Work {
  readonly how: How;
  readonly collected: Collected;
}

function takeFolder({ from, to, path }: Spots, fact: NodeFact, { how, collected }: Work): void {
  const source = readable(from.dir, () => openChildIfThere(from), from.name);
  if (source === null) return;
  try {
    collected.nodes.push({ ...commonOf(path, fact, how.taking.native.attributesOf(from)), kind: "directory" });
    makeDir(to, PRIVATE);
    const target = openChild(to.dir, to.name);
    try {
      copyFolder({ from: source, to: target, prefix: `${path}/` }, how, collected);
    } finally {
      closeDir(target);
    }
  } finally {
    closeDir(source);
  }
}

function takeLink({ to, path }: Spots, fact: NodeFact, collected: Collected): void {
  const text = fact.linkText ?? "";
  makeLink(to, text);
  collected.nodes.push({ ...commonOf(path, fact, new Map()), kind: "link", text });
}

function takeOneFile(spots: Spots, fact: NodeFact, work: Work): "file" | "database" {
  const { from, to, path } = spots;
  const { taking } = work.how;
  const first = fact.links > 1 ? taking.firsts.get(fact.id) : undefined;
  if (first !== undefined) {
    noteSecondName(spots, first, work);
    return "file";
  }
  const taken = readable(from.dir, () => takeFile(from, to, { path, fact, taking }), from.name);
  if (taken === null) return "file";
  if (taken.database || (taken.before !== null && taking.databasesBefore.has(path))) {
    dropOwnName(to);
    for (const part of takeDatabase(from, to, { path, taking })) {
      const own = `${path}${part.name.slice(to.name.length)}`;
      noteFile({ ...spots, from: { ...from, name: part.name }, path: own }, part.taken, work);
    }
    work.collected.databases.push(path);
    return "database";
  }
  const node = noteFile(spots, taken, work);
  if (fact.links > 1) taking.firsts.set(fact.id, node);
  return "file";
}

function noteFile({ from, path }: Spots, taken: TakenFile, { how, collected }: Work): SnapshotNode {
  const node = taken.before ?? newNode({ from, path }, taken, how.taking);
  collected.nodes.push(node);
  collected.files++;
  collected.bytes += taken.size;
  if (taken.before !== null) collected.unchanged++;
  if (taken.moving) collected.moving.push(path);
  return node;
}

function newNode({ from, path }: Pick<Spots, "from" | "path">, taken: TakenFile, taking: Taking): SnapshotNode {
  return {
    ...commonOf(path, taken.fact, attributesOf(from, taking)),
    kind: "file",
    size: taken.size,
    sha256: taken.sha256,
    ...(taken.moving ? {} : knownBy(taken.fact, taking)),
  };
}

/** A further name of a file that is in the snapshot already: only the manifest knows of it. */
function noteSecondName({ path }: Spots, first: SnapshotNode, { collected }: Work): void {
  collected.nodes.push({ ...first, path, sameAs: first.path });
  collected.files++;
}

function attributesOf(spot: Spot, taking: Taking): ReadonlyMap<string, Buffer> {
  try {
    return taking.native.attributesOf(spot);
  } catch (error) {
    // Gone since it was copied.
    if (isVanished(error)) return new Map();
    throw error;
  }
}

function commonOf(path: string, fact: NodeFact, attributes: ReadonlyMap<string, Buffer>): Omit<SnapshotNode, "kind"> {
  const known = [...attributes].map(([name, value]) => [name, value.toString("base64")] as const);
  return {
    path,
    mode: fact.mode,
    uid: fact.uid,
    gid: fact.gid,
    mtime: String(fact.mtimeNs),
    ...(known.length === 0 ? {} : { attributes: Object.fromEntries(known) }),
  };
}

/** What may not be read would be missing in the snapshot without anybody knowing. */
function readable<T>(dir: Dir, read: () => T, name?: string): T {
  try {
    return read();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "EPERM"].includes(code)) throw error;
    throw new HoldfastError({
      code: "unreadable",
      message: `"${name === undefined ? dir.path : `${dir.path}/${name}`}" cannot be read by this user (${code}), so it would be missing; no snapshot was taken`,
      hint: "Run the command as the user that owns the site, or as root",
      exit: "problems",
      cause: error,
    });
  }
}
