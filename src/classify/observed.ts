/** What the running site did: which folders hold files that the code did not bring. */
import type { EntryClass } from "../core/entry.ts";
import type { Strength } from "../core/evidence.ts";
import { ancestorsOf, baseName, isInside, parentOf, type RelPath, segmentsOf } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { contentsOf, isPlaceholder, mostlyCode } from "./contents.ts";
import { isCodeName, isDataName, isRuntimeName, isUserName } from "./names.ts";
import type { Ground } from "./sources.ts";
import { isBelowOne, type Witness, witnessesOf } from "./witnesses.ts";

/** So many files of the site's own are a habit; fewer in a folder of the code's are a question. */
const ENOUGH_MADE = 3;
/** Dates say less than a list of names: more files, on more days, and never an upload among shipped files for certain. */
const ENOUGH_DATED = 5;
const ENOUGH_DAYS = 4;
/** Where so many came with the code and nothing else is there, the folder is the code's. */
const ENOUGH_DELIVERED = 8;
/** Made anew at any time, or installed on the server with its pictures: no witness tells whose files these are. */
const NOT_ASKED =
  /^(\..*|caches?|tmp|temp|compiled|lang|languages?|locales?|plugins|modules|themes|addons|extensions|node_modules|vendor|tests?|docs?)$/i;

/** What is known of one folder by one witness. */
interface Tally {
  readonly delivered: number;
  readonly made: number;
  readonly unknown: number;
  readonly days: ReadonlySet<number>;
  /** The site's own files directly in it, by path. */
  readonly direct: readonly RelPath[];
}

interface Testimony {
  readonly witness: Witness;
  readonly folders: ReadonlyMap<RelPath, Tally>;
}

const heard = new WeakMap<Ground, readonly Testimony[]>();

/** The claims of every witness on one path. */
export function claimsByObservation(path: RelPath, ground: Ground): Claim[] {
  return testimonies(ground).flatMap((testimony) => {
    const tally = testimony.folders.get(path);
    if (tally !== undefined) return claimOnFolder(path, { tally, witness: testimony.witness, ground }) ?? [];
    return claimOnFile(path, testimony.witness, ground) ?? [];
  });
}

/** The folders that deserve a verdict for what the site did in them, outermost first where all below it is the site's own. */
export function observedPaths(ground: Ground): RelPath[] {
  const found: RelPath[] = [];
  for (const { witness, folders } of testimonies(ground)) {
    const whole = new Set<RelPath>();
    for (const [path, tally] of [...folders].sort(([a], [b]) => a.length - b.length)) {
      if (isInside(ground.webRoot, path) || ancestorsOf(path).some((above) => whole.has(above))) continue;
      if (isAllMade(tally, witness)) whole.add(path);
      if (isAllMade(tally, witness) || (isMixed(tally, witness) && witness.kind !== "dates")) found.push(path);
    }
  }
  return found;
}

function testimonies(ground: Ground): readonly Testimony[] {
  const known = heard.get(ground);
  if (known !== undefined) return known;
  const all = witnessesOf(ground.inventory, ground.baseline).map((witness) => ({
    witness,
    folders: tallies(witness, ground),
  }));
  heard.set(ground, all);
  return all;
}

type Counting = { -readonly [Field in keyof Omit<Tally, "days" | "direct">]: number } & {
  readonly days: Set<number>;
  readonly direct: RelPath[];
};

function tallies(witness: Witness, { inventory, codeFolders }: Ground): Map<RelPath, Tally> {
  const folders = new Map<RelPath, Counting>();
  for (const node of inventory.nodes.values()) {
    if (node.kind !== "file" || isPlaceholder(baseName(node.path))) continue;
    const above = ancestorsOf(node.path);
    if (above.some((folder) => isNotAsked(baseName(folder))) || isBelowOne(node.path, codeFolders)) continue;
    const origin = witness.originOf(node.path);
    if (origin === "silent") continue;
    // What lies in a folder of data says nothing about the folder around it.
    const home = above.findIndex((folder) => isDataName(baseName(folder)));
    for (const folder of above.slice(Math.max(home, 0))) {
      const tally = folders.get(folder) ?? { delivered: 0, made: 0, unknown: 0, days: new Set(), direct: [] };
      folders.set(folder, tally);
      tally[origin]++;
      if (origin !== "made") continue;
      if (witness.dayOf !== undefined) tally.days.add(witness.dayOf(node.path));
      if (parentOf(node.path) === folder) tally.direct.push(node.path);
    }
  }
  return folders;
}

function isNotAsked(name: string): boolean {
  return NOT_ASKED.test(name) || isCodeName(name);
}

/** Nothing in it came with the code, and what did not is mostly no program of somebody's. */
function isAllMade({ delivered, made, unknown, days }: Tally, witness: Witness): boolean {
  if (witness.kind === "dates") return made >= ENOUGH_DATED && days.size >= ENOUGH_DAYS && delivered === 0;
  return made >= ENOUGH_MADE && delivered === 0 && made >= unknown;
}

/** The site's own files stand among the code's. */
function isMixed({ direct, days }: Tally, witness: Witness): boolean {
  if (witness.kind === "dates") return direct.length >= ENOUGH_DATED && days.size >= ENOUGH_DAYS;
  return direct.length >= ENOUGH_MADE;
}

interface Heard {
  readonly tally: Tally;
  readonly witness: Witness;
  readonly ground: Ground;
}

function claimOnFolder(path: RelPath, heardOf: Heard): Claim | undefined {
  const { tally, witness, ground } = heardOf;
  const made = isRuntimeName(baseName(path)) ? "runtime" : "user";
  if (isAllMade(tally, witness)) return claimOf(path, made, { witness, fact: factOfMade(tally, witness) });
  if (!isMixed(tally, witness)) return witness.kind === "dates" ? undefined : claimOnQuiet(path, heardOf);
  const mixed = { witness, fact: factOfMixed(tally, witness) };
  if (namesData(path)) return claimOf(path, made, mixed);
  const isCertain = witness.kind !== "dates" && !mostlyCode(contentsOf(ground.inventory, path));
  return isCertain ? { ...claimOf(path, made, mixed), handling: "merge" } : claimOf(path, null, mixed);
}

/** A folder in which the site made little or nothing. */
function claimOnQuiet(path: RelPath, { tally, witness, ground }: Heard): Claim | undefined {
  if (tally.direct.length > 0) {
    const few = { witness, fact: factOfMixed(tally, witness) };
    if (namesData(path)) return claimOf(path, isRuntimeName(baseName(path)) ? "runtime" : "user", few);
    return ground.webRoot === "" || isInside(path, ground.webRoot) ? claimOf(path, null, few) : undefined;
  }
  if (tally.delivered < ENOUGH_DELIVERED || tally.made + tally.unknown > 0) return undefined;
  const all = { witness, fact: factOfDelivered(tally, witness) };
  return claimOf(path, "asset", namesData(path) ? { ...all, strength: "content" } : all);
}

function claimOf(
  path: RelPath,
  found: EntryClass | null,
  seen: { readonly witness: Witness; readonly fact: string; readonly strength?: Strength },
): Claim {
  const { witness, fact, strength = "observed" } = seen;
  return { path, kind: "directory", class: found, evidence: { fact, where: witness.where, strength } };
}

function namesData(path: RelPath): boolean {
  return segmentsOf(path).some(isDataName) || isUserName(baseName(path)) || isRuntimeName(baseName(path));
}

/** A single file that the site made; one that was delivered may be a default that people replace, so that says nothing. */
function claimOnFile(path: RelPath, witness: Witness, { inventory }: Ground): Claim | undefined {
  if (witness.kind === "dates" || inventory.nodes.get(path)?.kind !== "file") return undefined;
  if (ancestorsOf(path).some((folder) => isNotAsked(baseName(folder))) || witness.originOf(path) !== "made")
    return undefined;
  const fact = witness.kind === "git" ? "Git does not track it" : "It did not come with the release";
  const found = isRuntimeName(baseName(parentOf(path))) ? "runtime" : "user";
  return { path, kind: "file", class: found, evidence: { fact, where: witness.where, strength: "observed" } };
}

function factOfMade({ made, days }: Tally, { kind }: Witness): string {
  if (kind === "git") return `Git tracks none of its ${made} files, while it tracks the code around it`;
  if (kind === "baseline") return `None of its ${made} files came with the release`;
  return `Its files (${made} looked at) were written on ${days.size} different days, none with the code around them`;
}

function factOfMixed({ direct, delivered, days }: Tally, { kind }: Witness): string {
  const names = `${direct
    .slice(0, 3)
    .map((path) => baseName(path))
    .join(", ")}${direct.length > 3 ? ", ..." : ""}`;
  if (kind === "git") return `Git tracks ${delivered} of its files, and not ${direct.length} that lie here (${names})`;
  if (kind === "baseline") return `${direct.length} of its files did not come with the release (${names})`;
  return `${direct.length} of its files were written on ${days.size} other days than the code around them (${names})`;
}

function factOfDelivered({ delivered }: Tally, { kind }: Witness): string {
  return kind === "git"
    ? `All its ${delivered} files are tracked by git`
    : `All its ${delivered} files came with the release`;
}
