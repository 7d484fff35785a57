/** Reads two copies of the code for a harvest: what one holds otherwise than it was delivered, and what the other and shared have there. Changes nothing. */
import { isDenied } from "../system/path-error.ts";
import type { Baseline, BaselineNode } from "../core/baseline.ts";
import type { Handling } from "../core/entry.ts";
import { type Ground, HEAD_BYTES, runsAs } from "../core/inert.ts";
import type { Ownership } from "../core/observation.ts";
import { type AbsPath, ancestorsOf, baseName, isInside, join, parentOf, type RelPath } from "../core/path.ts";
import { isInShared, type Standing } from "../core/versions.ts";
import { byPath, type HarvestName, type HarvestReading, type Marks } from "../plan/harvest/harvest-name.ts";
import { dirChain, type DirChain } from "../system/archive/dir-chain.ts";
import { readAsBaseline } from "../system/baseline-lines.ts";
import { type Dir, isVanished, look, type Spot, withDir } from "../system/dir.ts";
import { differencesFrom, isContent } from "../system/differing.ts";
import { readHead } from "../system/durable-file.ts";
import type { NodeFact } from "../system/facts.ts";
import { digestAt } from "../system/file-digest.ts";

/** What is to be read. */
export interface HarvestPlaces {
  readonly from: AbsPath;
  readonly to: AbsPath;
  readonly shared: AbsPath;
  /** Of `from`; null where nobody knows what was shipped: it is then compared with `to`. */
  readonly baseline: Baseline | null;
  /** Of `to`, where there is one. */
  readonly toBaseline: Baseline | null;
  /** What is done with a path. */
  readonly handlingOf: (path: RelPath) => Handling;
  readonly ground: Ground;
  /** Folders that no vendor has shipped, also where nobody knows what else was. */
  readonly otherSites: readonly RelPath[];
  /** The site's own in `to`, as was noted, in either way; these names are asked about in any case. */
  readonly returning: Marks;
  readonly given: Marks;
}

/** Reads both copies. */
export function readHarvest(places: HarvestPlaces): HarvestReading {
  return withDir(places.from, (from) =>
    withDir(places.to, (to) =>
      withDir(places.shared, (shared) => {
        const chains: Chains = { from: dirChain(from), to: dirChain(to), shared: dirChain(shared) };
        try {
          return readWith({ places, chains, names: new Map() }, { from, to });
        } finally {
          for (const chain of Object.values(chains) as DirChain[]) chain.close();
        }
      }),
    ),
  );
}

interface Chains {
  readonly from: DirChain;
  readonly to: DirChain;
  readonly shared: DirChain;
}

interface Reading {
  readonly places: HarvestPlaces;
  readonly chains: Chains;
  readonly names: Map<RelPath, HarvestName>;
}

function readWith(reading: Reading, roots: { readonly from: Dir; readonly to: Dir }): HarvestReading {
  const { baseline, toBaseline, returning, given } = reading.places;
  const compared = baseline ?? toBaseline ?? asBaseline(roots.to);
  const { found, unread } = differencesFrom(compared, roots.from, (path) => isElsewhere(path, reading));
  for (const difference of found) {
    const known = baseline === null ? null : (difference.known ?? "nothing");
    ask(difference.path, isOthers(difference.path, reading) ? "nothing" : known, reading);
  }
  for (const path of Object.keys({ ...returning, ...given }) as RelPath[])
    if (!reading.names.has(path)) ask(path, shippedAt(path, reading), reading);
  askWhatStandsInTheWay(reading);
  return { names: withFolders([...reading.names.values()]).sort(byPath), unread };
}

/** Caches are made anew, and our link leads to what lives in shared. */
function isElsewhere(path: RelPath, reading: Reading): boolean {
  const handling = reading.places.handlingOf(path);
  if (handling === "per-release") return true;
  return isInShared(handling) && at(path, reading.chains.from)?.fact.kind === "link";
}

function isOthers(path: RelPath, { places }: Reading): boolean {
  const other = places.otherSites.find((folder) => isInside(path, folder));
  if (other === undefined) return false;
  // A baseline that was made of git's list has no folders.
  const signs = [other, join(other, "index.php"), join(other, "index.html")];
  return ![places.baseline, places.toBaseline].some((known) => signs.some((sign) => known?.nodes.has(sign) === true));
}

/** What a baseline has at a path; `"nothing"` where it has nothing there, null where there is no baseline. */
type Shipped = BaselineNode | "nothing" | null;

function shippedAt(path: RelPath, reading: Reading): Shipped {
  const { places } = reading;
  if (isOthers(path, reading)) return "nothing";
  return places.baseline === null ? null : (places.baseline.nodes.get(path) ?? "nothing");
}

function ask(path: RelPath, known: Shipped, reading: Reading): void {
  const { places, chains, names } = reading;
  const handling = places.handlingOf(path);
  const live = at(path, chains.from);
  const next = at(path, isInShared(handling) ? chains.shared : chains.to);
  // What only the coming release has is no matter of the old one's where nobody knows what that shipped.
  if (known === null && live === null && !isNoted(path, places)) return;
  names.set(path, {
    path,
    handling,
    base: baseStanding(known, { live, next }, places.baseline?.from ?? "tree"),
    live: standingOf(live),
    next: standingOf(next),
    liveId: live?.fact.id ?? null,
    nextId: next?.fact.id ?? null,
    isShipped: places.toBaseline?.nodes.has(path) === true,
    ...contentFacts(path, live, places.ground),
  });
}

function isNoted(path: RelPath, { returning, given }: HarvestPlaces): boolean {
  return returning[path] !== undefined || given[path] !== undefined;
}

/** What a live file's name and first bytes tell. */
function contentFacts(
  path: RelPath,
  live: Found | null,
  ground: Ground,
): Pick<HarvestName, "inert" | "runsAs" | "bytes" | "database"> {
  if (live?.fact.kind !== "file") return { inert: false, runsAs: null, bytes: 0, database: false };
  const head = readableHead(live.spot) ?? Buffer.alloc(0);
  const runner = runsAs(path, head, ground);
  const database = head.subarray(0, SQLITE.length).equals(SQLITE);
  return { inert: runner === null, runsAs: runner, bytes: live.fact.size, database };
}

/** Where the coming release has something at a parent that is no folder, that decides about what is below it. */
function askWhatStandsInTheWay(reading: Reading): void {
  // Names are added on the way.
  const asked = [...reading.names.values()];
  for (const { path, handling } of asked) {
    if (isInShared(handling)) continue;
    const inTheWay = ancestorsOf(path).find((above) => {
      const next = at(above, reading.chains.to);
      return next !== null && next.fact.kind !== "directory";
    });
    if (inTheWay !== undefined && !reading.names.has(inTheWay)) ask(inTheWay, shippedAt(inTheWay, reading), reading);
  }
}

/** A folder is inert where it holds a file, and everything in it is inert. */
function withFolders(names: readonly HarvestName[]): HarvestName[] {
  const isInertIn = new Map<string, boolean>();
  for (const { path, live, inert } of names) {
    if (live.kind === "absent" || live.kind === "folder") continue;
    for (const above of ancestorsOf(path)) isInertIn.set(above, inert && (isInertIn.get(above) ?? true));
  }
  return names.map((name) =>
    name.live.kind === "folder" ? { ...name, inert: isInertIn.get(name.path) === true } : name,
  );
}

/** What stands at a path; its folder stays open until the chain is asked again. */
interface Found {
  readonly spot: Spot;
  readonly fact: NodeFact;
}

function at(path: RelPath, chain: DirChain): Found | null {
  try {
    const spot: Spot = { dir: chain.at(parentOf(path)), name: baseName(path) };
    const fact = look(spot);
    return fact === null ? null : { spot, fact };
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

const SQLITE = Buffer.from("SQLite format 3\0");
const ABSENT: Standing = { kind: "absent" };

function standingOf(found: Found | null): Standing {
  if (found === null) return ABSENT;
  const { fact, spot } = found;
  if (fact.kind === "file") return { kind: "file", digest: orNull(() => digestAt(spot)), rights: rightsOf(fact) };
  if (fact.kind === "directory") return { kind: "folder", rights: rightsOf(fact) };
  return fact.kind === "link" ? { kind: "link", text: fact.linkText ?? "" } : { kind: "special" };
}

function rightsOf({ uid, gid, mode }: NodeFact): Ownership {
  return { uid, gid, mode };
}

interface Now {
  readonly live: Found | null;
  readonly next: Found | null;
}

function baseStanding(known: Shipped, now: Now, from: Baseline["from"]): Standing | null {
  if (known === null) return null;
  if (known === "nothing") return ABSENT;
  if (known.kind === "link") return { kind: "link", text: known.text ?? "" };
  if (known.kind === "other") return { kind: "special" };
  const rights = from === "tree" ? shippedRights(known, now) : null;
  if (known.kind === "directory") return { kind: "folder", rights };
  return { kind: "file", digest: digestOfShipped(known, now), rights };
}

/** A baseline knows modes and no owners: whoever owns it now did so then. */
function shippedRights({ mode }: BaselineNode, { live, next }: Now): Ownership | null {
  const like = live?.fact ?? next?.fact;
  return like === undefined ? null : { ...rightsOf(like), mode };
}

/** Git's ids are of another kind: where one of the two files has that content, its digest is the one to compare with. */
function digestOfShipped(known: BaselineNode, { live, next }: Now): string | null {
  if (known.digest?.startsWith("git:") !== true) return known.digest;
  const same = [live, next].find((found) => found?.fact.kind === "file" && isContent(known, found.spot));
  return same ? orNull(() => digestAt(same.spot)) : known.digest;
}

/** The first bytes; null where this user may not read them. */
function readableHead(spot: Spot): Buffer | null {
  return orNull(() => readHead(spot, HEAD_BYTES));
}

function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (isVanished(error) || isDenied(error)) return null;
    throw error;
  }
}

/** The coming release stands in for a baseline: what the old one has as well is nobody's question. */
function asBaseline(root: Dir): Baseline {
  const nodes = new Map<RelPath, BaselineNode>();
  let folder: RelPath | "" = "";
  readAsBaseline(root, {
    folder: (path) => {
      folder = path;
    },
    name: (name, node) => nodes.set(join(folder, name), node),
  });
  return { release: "", tree: "", born: "", from: "tree", nodes };
}
