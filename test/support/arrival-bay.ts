/**
 * A small site to which deliveries are made, with somebody else's files around it. Each delivery is looked at as `release` does, and unpacked by the
 * executor's own step whatever the look said: what is refused must be refused by both, and nothing but a complete tree may ever stand there.
 */
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execute } from "../../src/apply/execute.ts";
import { closeState, closeWay, openState, openWay, type StateDirs } from "../../src/apply/state.ts";
import { type AcceptedListing, ARRIVAL_LIMITS, type ArrivalLimits, type Source } from "../../src/core/arrival.ts";
import { decodeName, encodeName } from "../../src/core/bytes.ts";
import { HoldfastError } from "../../src/core/error.ts";
import { abs } from "../../src/core/path.ts";
import { acceptListing } from "../../src/plan/arrival/listing.ts";
import type { Unpack } from "../../src/plan/operation.ts";
import { inventoryOf } from "../../src/system/archive/inventory.ts";
import { openSource } from "../../src/system/archive/open-source.ts";
import { writeTree } from "./files.ts";
import { OWNER, runOf } from "./lone-run.ts";

const TARGET = ".arriving";

/** What is said with a delivery. */
export interface Asked {
  readonly limits?: Partial<ArrivalLimits>;
  readonly root?: string;
}

/** A node of a tree: text of a file, null for a folder, a link's text. */
export type Node = string | null | { readonly link: string };

/** What became of a delivery. */
export interface Arrived {
  /** The refusal's code, message and hint; null where the look accepted it. */
  readonly refused: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly listing: AcceptedListing | null;
  /** What stands there afterwards. */
  readonly tree: Readonly<Record<string, Node>>;
  /** Permission bits by path. */
  readonly modes: Readonly<Record<string, number>>;
  /** How the laws were broken: something outside was touched, something half-made stands there, the two looks disagree. */
  readonly wrongs: readonly string[];
}

/** A site for deliveries. */
export interface Bay {
  /** A folder of somebody else's. */
  readonly outside: string;
  readonly deliver: (bytes: Buffer, asked?: Asked) => Arrived;
  readonly close: () => void;
}

/** Makes a site below `folder`. */
export function openBay(folder: string): Bay {
  const root = realpathSync(mkdtempSync(join(folder, "bay-")));
  writeTree(root, {
    "outside/kept": "somebody else's",
    "outside/folder/kept": "somebody else's",
    "site/releases/1/index.php": "<?php",
    "site/releases/kept": "not a release",
    "site/shared/uploads/cat.jpg": "a cat",
    "inbox/delivery": "",
  });
  symlinkSync("releases/1", join(root, "site/current"));
  const dirs = openState(openWay(abs(join(root, "site/shared")), OWNER), OWNER);
  let trial = 0;
  const before = printAround(root);
  return {
    outside: join(root, "outside"),
    deliver: (bytes, asked = {}) => deliver({ root, dirs, before, trial: ++trial }, bytes, asked),
    close: () => {
      closeState(dirs);
      closeWay(dirs);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface Trial {
  readonly root: string;
  readonly dirs: StateDirs;
  /** All that is somebody's, as it was in the beginning. */
  readonly before: ReadonlyMap<string, string>;
  readonly trial: number;
}

function deliver({ root, dirs, before, trial }: Trial, bytes: Buffer, asked: Asked): Arrived {
  const path = abs(join(root, "inbox/delivery"));
  const target = join(root, "site/releases", TARGET);
  writeFileSync(path, bytes);
  const limits = { ...ARRIVAL_LIMITS, ...asked.limits };
  const looked = attempt(() => look(path, limits, asked.root ?? null));
  const wrongs = changes(before, printAround(root)).map((line) => `the look changed something: ${line}`);
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) wrongs.push("the look made something");
  const unpacked = attempt(() => execute(unpackOf(root, { path, limits, looked, asked }), runOf(dirs, trial)));
  wrongs.push(...changes(before, printAround(root)).map((line) => `outside of the new tree: ${line}`));
  const stands = lstatSync(target, { throwIfNoEntry: false }) !== undefined;
  const { tree, modes } = stands ? treeAt(target) : { tree: {}, modes: {} };
  // Which folder is meant is the one thing that the step was told and the look had to find.
  const asStep = "refused" in looked && stands ? attempt(() => look(path, limits, asked.root ?? ".")) : looked;
  wrongs.push(...disagreements(asStep, unpacked, stands));
  if (stands && "value" in asStep) wrongs.push(...differences(asStep.value.listing, target));
  const listing = "value" in looked ? looked.value.listing : null;
  rmSync(target, { recursive: true, force: true });
  const journal = join(root, "site/shared/.holdfast/journal");
  const notes = readdirSync(journal);
  if ("refused" in unpacked && notes.length > 0) wrongs.push(`the journal still speaks of it: ${notes.join(", ")}`);
  for (const name of notes) rmSync(join(journal, name));
  return { refused: "refused" in looked ? looked.refused : null, listing, tree, modes, wrongs };
}

interface Looked {
  readonly source: Source;
  readonly listing: AcceptedListing;
}

/** As the command does before it writes anything. */
function look(path: ReturnType<typeof abs>, limits: ArrivalLimits, root: string | null): Looked {
  const archive = openSource(path, limits);
  try {
    const { kind, identity, size, entries } = archive;
    const listing = acceptListing({ source: path, kind, size, entries }, { limits, root });
    inventoryOf(archive, listing, { wants: () => 1, reads: [], root: abs("/nowhere"), along: () => null });
    return { source: { path, kind, identity, size }, listing };
  } finally {
    archive.close();
  }
}

type Attempt<T> = { readonly value: T } | { readonly refused: NonNullable<Arrived["refused"]> };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return { refused: { code: error.code, message: error.message, hint: error.hint ?? "" } };
  }
}

interface Planned {
  readonly path: ReturnType<typeof abs>;
  readonly limits: ArrivalLimits;
  readonly looked: Attempt<Looked>;
  readonly asked: Asked;
}

/** The step; where the look refused, what a plan would hold that somebody made without looking. */
function unpackOf(root: string, { path, limits, looked, asked }: Planned): Unpack {
  const { dev, ino, size } = lstatSync(path, { bigint: true });
  const [zip, tar] = [readFileSync(path).subarray(0, 2).toString("latin1"), readFileSync(path).subarray(257, 262)];
  const kind = zip === "PK" ? "zip" : tar.toString("latin1") === "ustar" ? "tar" : "tar-gz";
  const unseen: Source = { path, kind, identity: `${dev}:${ino}`, size: Number(size) };
  const source = "value" in looked ? looked.value.source : unseen;
  return {
    kind: "unpack",
    path: TARGET,
    reason: "the trial",
    at: { directory: abs(join(root, "site/releases")), name: TARGET },
    source: { ...source, digest: null },
    root: "value" in looked ? looked.value.listing.root : ((asked.root ?? "") as Unpack["root"]),
    limits,
    owner: OWNER,
  };
}

function disagreements(looked: Attempt<Looked>, unpacked: Attempt<unknown>, stands: boolean): string[] {
  if ("refused" in unpacked) {
    const half = stands ? ["something half-made stands there"] : [];
    return "refused" in looked ? half : [...half, `accepted, and not unpacked: ${unpacked.refused.message}`];
  }
  if ("refused" in looked) return [`refused (${looked.refused.message}), and unpacked all the same`];
  return stands ? [] : ["unpacked, and nothing stands there"];
}

/** The tree on disk against the listing, node by node; and no link that leads out. */
function differences({ nodes }: AcceptedListing, target: string): string[] {
  const listed = new Set(nodes.map(({ path }) => path as string));
  const strangers = namesBelow(target).filter((path) => !listed.has(path));
  return [
    ...strangers.map((path) => `"${path}" stands there and is not listed`),
    ...nodes.flatMap((node) => faultsOf(node, target).map((fault) => `"${node.path}" ${fault}`)),
  ];
}

function faultsOf(node: AcceptedListing["nodes"][number], target: string): string[] {
  const path = bytesOf(target, node.path);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return ["is missing"];
  const kind = kindOf(stat);
  if (kind !== node.kind) return [`is ${kind} and not ${node.kind}`];
  if (kind === "link") return leadsOut(path, target) ? ["leads out"] : [];
  const mode = stat.mode & 0o7777;
  return [
    ...(mode === node.mode ? [] : [`has the mode ${mode.toString(8)}`]),
    ...(kind === "directory" || (stat.size === node.size && stat.nlink === 1)
      ? []
      : [`has ${stat.size} bytes and ${stat.nlink} names`]),
  ];
}

function kindOf(stat: ReturnType<typeof lstatSync> & object): string {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "directory";
  return stat.isSymbolicLink() ? "link" : "other";
}

function bytesOf(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), encodeName(path)]);
}

function leadsOut(path: Buffer, target: string): boolean {
  if (readlinkSync(path, "buffer")[0] === SLASH) return true;
  try {
    const end = realpathSync(path, "buffer").toString("latin1");
    const inside = Buffer.from(target).toString("latin1");
    return end !== inside && !end.startsWith(`${inside}/`);
  } catch {
    return false;
  }
}

const SLASH = 0x2f;

/** Every path below a folder, as `decodeName` spells it. */
function namesBelow(folder: string, prefix = ""): string[] {
  return readdirSync(bytesOf(folder, prefix), { encoding: "buffer" }).flatMap((bytes) => {
    const path = `${prefix}${decodeName(bytes)}`;
    return lstatSync(bytesOf(folder, path)).isDirectory() ? [path, ...namesBelow(folder, `${path}/`)] : [path];
  });
}

/** A tree with its texts, and its modes. */
function treeAt(folder: string): Pick<Arrived, "tree" | "modes"> {
  const tree: Record<string, Node> = {};
  const modes: Record<string, number> = {};
  for (const path of namesBelow(folder)) {
    const whole = bytesOf(folder, path);
    const stat = lstatSync(whole);
    if (stat.isSymbolicLink()) tree[path] = { link: decodeName(readlinkSync(whole, "buffer")) };
    else tree[path] = stat.isDirectory() ? null : textOf(whole, stat.size);
    if (!stat.isSymbolicLink()) modes[path] = stat.mode & 0o7777;
  }
  return { tree, modes };
}

const SHORT = 10_000;

function textOf(path: Buffer, size: number): string {
  const bytes = readFileSync(path);
  return size <= SHORT ? bytes.toString("latin1") : `sha256 ${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Everything but the delivery, the new tree, our own state, and the time of the folder in which the new tree is made. */
function printAround(root: string): Map<string, string> {
  const print = new Map<string, string>();
  const visit = (path: string, name: string): void => {
    const stat = lstatSync(path);
    const whole = `${stat.ino} ${stat.mode} ${stat.size}`;
    print.set(path, name === "releases" ? `${stat.ino} ${stat.mode}` : `${whole} ${stat.ctimeMs}`);
    if (stat.isDirectory())
      for (const child of readdirSync(path)) if (!OURS.has(child)) visit(`${path}/${child}`, child);
  };
  visit(root, "");
  return print;
}

const OURS = new Set([TARGET, ".holdfast", "delivery"]);

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}
