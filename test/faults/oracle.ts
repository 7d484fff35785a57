/**
 * The one oracle of the laboratory. Whatever a run did and however it ended, everything that was somebody's before is somewhere
 * below the site afterwards, with its bytes and its attributes; every path of the live application still resolves; and the end of an
 * interrupted and repeated run is the end of an undisturbed one.
 *
 * It looks through the same few calls as the program, so that it sees the model of a disk where the program runs on one.
 */
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";

/** What was somebody's: for each node that must survive, a print of all that must survive of it, and its own name. */
export interface Belongings {
  readonly nodes: readonly { readonly path: string; readonly name: string; readonly print: string }[];
  /** Paths below the live folder that resolve, with what they resolve to. */
  readonly live: ReadonlyMap<string, "directory" | "file">;
}

/** Files directly in shared that are Holdfast's own; they are written anew when they differ. */
const OWN_FILES = [
  ".persistence-config",
  ".deployment-history",
  "health-check.sh",
  "emergency-recovery.sh",
  "DEPLOYMENT-SUMMARY.md",
  "MANUAL-SETUP-GUIDE.md",
  "SHARED-HOSTING-SETUP.md",
];

/** How the oracle reads: extended attributes are read by `getfattr`, which knows real disks only. */
export interface Looking {
  readonly xattrs: boolean;
  /** Paths whose contents the command is asked to change; that they are whole at every instant shows in the run that follows, which reads them. */
  readonly edits?: readonly string[] | undefined;
  /** Paths that the command is asked to remove: code of a delivery that nobody has changed. */
  readonly removes?: RegExp | undefined;
}

/** What is somebody's below a site, and what resolves below its live folder. */
export function belongingsOf(root: string, live: string | null, looking: Looking): Belongings {
  const nodes = nodesBelow(root, looking)
    .filter(
      ({ path, kind, text }) =>
        !isOwn(path) && !(kind === "link" && (isOurLink(text) || isCurrent(path, text) || isBackLink(path, text))),
    )
    .filter(({ path }) => looking.edits?.includes(path) !== true && looking.removes?.test(path) !== true)
    .map(({ path, name, print }) => ({ path, name, print }));
  return { nodes, live: live === null ? new Map() : resolvingBelow(`${root}/${live}`) };
}

/** What of it stands nowhere below the site any more with the same bytes, owner, mode, time and attributes: paths, for a message. */
export function losses(before: Belongings, root: string, looking: Looking): string[] {
  const there = new Map<string, string[]>();
  for (const { name, print } of nodesBelow(root, looking)) there.set(print, [...(there.get(print) ?? []), name]);
  return before.nodes
    .filter(({ name, print }) => !(there.get(print) ?? []).some((found) => isSameName(found, name)))
    .map(({ path, print }) => `${path} (${print})`);
}

/** Paths of the live application that no longer resolve to what they did. */
export function unreachable(before: Belongings): string[] {
  return [...before.live].filter(([path, kind]) => kindAt(path) !== kind).map(([path]) => path);
}

/**
 * The site's shape apart from our own folder and files: equal for every way to the same end. What lies in the folders of `inPlace` entries does
 * not count: where a call that moves them was refused for good, they stand in the app, shared leads to them, and that is another good end.
 */
export function shapeOf(root: string, inPlace: readonly string[] = inPlaceOf(root)): string[] {
  const elsewhere = new RegExp(`^(app|shared)/(${inPlace.join("|") || "\\0"})(/|$)`);
  return nodesBelow(root, { xattrs: false })
    .filter(({ path }) => !isOwn(path) && !elsewhere.test(path))
    .map(
      ({ path, kind, mode, owner, text, digest }) =>
        `${path} ${kind} ${mode} ${owner} ${text}${VARYING.test(path) ? "" : digest}`,
    )
    .map((line) => line.replaceAll(RELEASE_TIME, "TIME"))
    .concat(leftovers(root))
    .sort();
}

/** The entries that the record says were left standing in the app. */
export function inPlaceOf(root: string): string[] {
  const path = `${root}/shared/.persistence-config`;
  if (kindAt(path) !== "file") return [];
  const record = JSON.parse(readFileSync(path, "utf8")) as { entries?: { path: string; inPlace?: true }[] };
  return (record.entries ?? []).filter((entry) => entry.inPlace).map((entry) => entry.path);
}

/**
 * Files that are not the same twice though the site is: a saved plan names inodes, a database's log has a salt of its own, the launcher and
 * the carried program name the version, which the program run from its sources does not have.
 */
const VARYING = /^plan\.json$|-(wal|shm)$|\/scripts\/(ultimate-persistence\.sh|holdfast\.mjs)$/;

/** What a release is called depends on when it came. */
const RELEASE_TIME = /\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d+)?/g;

/**
 * Names of ours that only stand for a moment: none may be left when a run has come to its end. A temporary file of the journal's may be: a run
 * that was killed after it had marked itself as done leaves it to the next one that has something to do.
 */
function leftovers(root: string): string[] {
  return nodesBelow(root, { xattrs: false })
    .filter(
      ({ path }) =>
        /\/\.holdfast\/stage\/(?!\.tmp-)/.test(path) ||
        /(^|\/)(\.holdfast-(tx|incoming-)|holdfast-probe-|\.?holdfast-try(\/|$))/.test(path),
    )
    .map(({ path }) => `left over: ${path}`);
}

interface Node {
  readonly path: string;
  readonly name: string;
  readonly kind: "directory" | "file" | "link" | "other";
  readonly mode: string;
  readonly owner: string;
  readonly text: string;
  readonly digest: string;
  readonly print: string;
}

function nodesBelow(root: string, looking: Looking): Node[] {
  const found: Node[] = [];
  const xattrs = looking.xattrs ? xattrsBelow(root) : new Map<string, string>();
  walk(Buffer.from(root), (path, name) => {
    const shown = path.toString("latin1").slice(root.length + 1);
    found.push(nodeAt(path, { shown, name: name.toString("latin1"), xattrs: xattrs.get(shown) ?? "" }));
  });
  return found;
}

function walk(folder: Buffer, visit: (path: Buffer, name: Buffer) => void): void {
  for (const name of readdirSync(folder, { encoding: "buffer" })) {
    const path = Buffer.concat([folder, Buffer.from("/"), name]);
    visit(path, name);
    if (lstatSync(path).isDirectory()) walk(path, visit);
  }
}

function nodeAt(path: Buffer, known: { readonly shown: string; readonly name: string; readonly xattrs: string }): Node {
  const stats = lstatSync(path, { bigint: true });
  const mode = (stats.mode & 0o7777n).toString(8);
  const owner = `${stats.uid}:${stats.gid}`;
  const common = `${mode} ${owner} ${known.xattrs}`;
  const base = { path: known.shown, name: known.name, mode, owner, text: "", digest: "" };
  // A folder's time changes with the names in it, so only what a folder is counts.
  if (stats.isDirectory()) return { ...base, kind: "directory", print: `directory ${common}` };
  if (stats.isSymbolicLink()) {
    const text = readlinkSync(path, { encoding: "buffer" }).toString("latin1");
    return { ...base, kind: "link", text, print: `link ${text}` };
  }
  if (!stats.isFile()) return { ...base, kind: "other", print: `other ${common}` };
  const digest = digestOf(path);
  return { ...base, kind: "file", digest, print: `file ${common} ${stats.size} ${stats.mtimeNs} ${digest}` };
}

function digestOf(path: Buffer): string {
  const hash = createHash("sha256");
  const part = Buffer.alloc(1 << 16);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  for (let count = readSync(fd, part, 0, part.length, null); count > 0; ) {
    hash.update(part.subarray(0, count));
    count = readSync(fd, part, 0, part.length, null);
  }
  closeSync(fd);
  return hash.digest("hex");
}

/** Extended attributes (ACLs are some) of everything below a folder, by path. */
function xattrsBelow(root: string): Map<string, string> {
  const run = spawnSync("getfattr", ["-R", "-P", "-h", "-d", "-e", "hex", "-m", "-", "."], { cwd: root });
  const found = new Map<string, string>();
  for (const block of run.stdout.toString("latin1").split("\n\n")) {
    const [head = "", ...lines] = block.split("\n");
    if (head.startsWith("# file: ")) found.set(head.slice("# file: ".length), lines.sort().join(" "));
  }
  return found;
}

/** Everything that resolves below a folder, through links, a few levels of links deep. */
function resolvingBelow(folder: string, found = new Map<string, "directory" | "file">()): typeof found {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    const kind = kindAt(path);
    if (kind === null) continue;
    found.set(path, kind);
    if (kind === "directory") resolvingBelow(path, found);
  }
  return found;
}

function kindAt(path: string): "directory" | "file" | null {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch {
    // A name that leads nowhere does not resolve, whatever the reason.
    return null;
  }
}

function isOwn(path: string): boolean {
  if (/(^|\/)\.holdfast(\/|$)/.test(path) || /(^|\/)shared$/.test(path)) return true;
  // The folder of code that is kept beside a flat app; what is in it counts.
  if (/^\.app-[^/]+$/.test(path)) return true;
  // So is the place of the document root, and the names of loaders, which are generated; what else is in it counts.
  if (path === "public_html") return true;
  return OWN_FILES.some((name) => path === `shared/${name}`);
}

/** What is live is Holdfast's to say. */
function isCurrent(path: string, text: string): boolean {
  return path === "current" && text.startsWith("releases/");
}

/** A link that leads into shared is Holdfast's to make and to correct. */
function isOurLink(text: string): boolean {
  return /^(\.\.\/)+shared\//.test(text) || /^(\.\.\/)*storage\/app\/public$/.test(text);
}

/** So is a link in shared that leads to the same path in the application: what an undo leaves there. */
function isBackLink(path: string, text: string): boolean {
  const below = path.startsWith("shared/") ? path.slice("shared/".length) : null;
  return below !== null && /^(\.\.\/)+(app|releases\/[^/]+)\//.test(text) && text.endsWith(`/${below}`);
}

/** A second thing of the same name in the rescue folder gets a number. */
function isSameName(found: string, name: string): boolean {
  return found === name || (found.startsWith(`${name}.`) && /^\d+$/.test(found.slice(name.length + 1)));
}
