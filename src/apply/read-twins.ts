/** Reads two copies of the code side by side: the live folder with the data in it, and the tree that lies beside it. Changes nothing, follows nothing. */
import type { Baseline, BaselineNode } from "../core/baseline.ts";
import { type AbsPath, join, type RelPath } from "../core/path.ts";
import type { Twin, TwinNode, TwinOwner } from "../plan/in-place/twin.ts";
import { isOfRelease } from "../system/baseline-lines.ts";
import { closeDir, type Dir, look, namesIn, openChildIfThere, type Spot, withDir } from "../system/dir.ts";
import { isContent } from "../system/differing.ts";
import type { NodeFact } from "../system/facts.ts";
import { sameContent } from "../system/listing.ts";

/** What is to be read. */
export interface TwinPlaces {
  readonly live: AbsPath;
  readonly tree: AbsPath;
  /** Of the code that is live; null where nobody knows what was shipped. */
  readonly baseline: Baseline | null;
  readonly ownerOf: (path: RelPath) => TwinOwner;
}

/** All names of either, parents before what is in them. */
export function readTwins(places: TwinPlaces): readonly Twin[] {
  return withDir(places.live, (live) => withDir(places.tree, (next) => readFolder({ live, next }, "", places)));
}

interface Pair<T> {
  readonly live: T;
  readonly next: T;
}

function readFolder(dirs: Pair<Dir | null>, folder: RelPath | "", places: TwinPlaces): Twin[] {
  const isData = folder !== "" && places.ownerOf(folder) === "data";
  const there = isData || dirs.live === null ? [] : namesIn(dirs.live);
  const names = new Set([...there, ...(dirs.next === null ? [] : namesIn(dirs.next))]);
  return [...names]
    .sort()
    .filter((name) => isOfRelease(join(folder, name)))
    .flatMap((name) => readName(dirs, { name, path: join(folder, name) }, places));
}

function readName(
  dirs: Pair<Dir | null>,
  { name, path }: { readonly name: string; readonly path: RelPath },
  places: TwinPlaces,
): Twin[] {
  const spots: Pair<Spot | null> = { live: spotIn(dirs.live, name), next: spotIn(dirs.next, name) };
  const facts: Pair<NodeFact | null> = { live: lookIf(spots.live), next: lookIf(spots.next) };
  if (facts.live === null && facts.next === null) return [];
  const owner = places.ownerOf(path);
  const { live, next } = spots;
  return [
    {
      path,
      owner,
      live: nodeOf(facts.live),
      next: nodeOf(facts.next),
      isSame: live !== null && next !== null && orFalse(() => sameContent(live, next)),
      isNews: owner === "data" && baseAt(places.baseline?.nodes.get(path), { live: next, fact: facts.next }) !== "this",
      base: places.baseline === null ? null : baseAt(places.baseline.nodes.get(path), { live, fact: facts.live }),
      // Data is compared by what the release brings into it, and may be closed to this user where that is nothing.
      below: owner === "untouched" || (owner === "data" && facts.next === null) ? [] : readBelow(spots, path, places),
    },
  ];
}

function readBelow(spots: Pair<Spot | null>, path: RelPath, places: TwinPlaces): Twin[] {
  const dirs: Pair<Dir | null> = { live: openIf(spots.live), next: openIf(spots.next) };
  try {
    return dirs.live === null && dirs.next === null ? [] : readFolder(dirs, path, places);
  } finally {
    for (const dir of [dirs.live, dirs.next]) if (dir !== null) closeDir(dir);
  }
}

function spotIn(dir: Dir | null, name: string): Spot | null {
  return dir === null ? null : { dir, name };
}

function lookIf(spot: Spot | null): NodeFact | null {
  return spot === null ? null : look(spot);
}

/** A folder of either; null where there is none. */
function openIf(spot: Spot | null): Dir | null {
  return spot !== null && look(spot)?.kind === "directory" ? openChildIfThere(spot) : null;
}

function nodeOf(fact: NodeFact | null): TwinNode | null {
  return fact === null ? null : { kind: fact.kind, id: fact.id };
}

function baseAt(
  known: BaselineNode | undefined,
  { live, fact }: { readonly live: Spot | null; readonly fact: NodeFact | null },
): Twin["base"] {
  if (known === undefined) return "nothing";
  if (live === null || fact?.kind !== known.kind) return "other";
  if (known.kind === "directory") return "this";
  if (known.kind === "link") return known.text === fact.linkText ? "this" : "other";
  return isContent(known, live) ? "this" : "other";
}

/** What may not be read counts as something else. */
function orFalse(read: () => boolean): boolean {
  try {
    return read();
  } catch (error) {
    if (["EACCES", "EPERM", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
