import { inodeOf } from "../../core/record.ts";
import { type KnownRelease, type ReleaseRegister, withActivation, withRelease } from "../../core/release.ts";

/** A copy of the code as it stands on disk. */
export interface TreeOnDisk {
  readonly name: string;
  /** `dev:ino`. */
  readonly id: string;
  readonly born: string;
}

/** True for the very folder that the register knows: inode numbers are used again, a birth is not. */
export function isSameTree(
  release: Pick<KnownRelease, "tree" | "born">,
  tree: Pick<TreeOnDisk, "id" | "born">,
): boolean {
  return inodeOf(release.tree) === inodeOf(tree.id) && release.born === tree.born;
}

/** What the disk says of releases beside their folders' identities. */
export interface Reconciling {
  readonly live: string | null;
  readonly now: string;
  /** Where what was delivered was read, for a folder that is a copy of the known one; null for one that is something else. */
  readonly copiedFrom: (release: KnownRelease, tree: TreeOnDisk) => KnownRelease["deliveredIn"] | null;
}

/**
 * The register as the disk has it: what stands there and is not known is adopted, what was put in place of a known folder is another one unless it is a copy
 * of it (a site that was moved, or restored from a backup), and what is gone is forgotten. `live` counts as made live where nothing is known of that.
 */
export function reconciled(
  register: ReleaseRegister,
  trees: readonly TreeOnDisk[],
  about: Reconciling,
): ReleaseRegister {
  const there = new Map(trees.map((tree) => [tree.name, tree]));
  const kept = register.releases.flatMap((release) => standing(release, there.get(release.name), about));
  let next: ReleaseRegister = { ...register, releases: kept };
  const known = new Set(kept.map(({ name }) => name));
  const gone = new Set(register.pruned);
  const fresh = trees
    .filter(({ name }) => !known.has(name) && (!gone.has(name) || name === about.live))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const tree of fresh) next = withRelease(next, adopted(tree, about));
  next = { ...next, activations: next.activations.filter((name) => there.has(name)) };
  return about.live === null ? next : withActivation(next, about.live);
}

function standing(
  release: KnownRelease,
  tree: TreeOnDisk | undefined,
  { copiedFrom }: Pick<Reconciling, "copiedFrom">,
): KnownRelease[] {
  if (tree === undefined) return [];
  if (isSameTree(release, tree)) return [release];
  const deliveredIn = copiedFrom(release, tree);
  return deliveredIn === null || deliveredIn === undefined
    ? []
    : [{ ...release, tree: tree.id, born: tree.born, deliveredIn }];
}

function adopted(tree: TreeOnDisk, { now }: Pick<Reconciling, "now">): KnownRelease {
  return {
    name: tree.name,
    tree: tree.id,
    born: tree.born,
    source: null,
    frameworks: [],
    version: null,
    arrived: now,
    state: "adopted",
    harvested: {},
  };
}

/** Folders at the names of releases that were removed: a process that still ran in one has made it again (seen with Next.js and with Monolog). */
export function rebornTrees(
  register: ReleaseRegister,
  trees: readonly TreeOnDisk[],
  live: string | null,
): readonly TreeOnDisk[] {
  return trees.filter(({ name }) => register.pruned.includes(name) && name !== live);
}

/** A release from this source that can be gone on with: it waits, or it failed; one that was live and served is history. */
export function waitingFrom(register: ReleaseRegister, digest: string, live: string | null): KnownRelease | null {
  const found = register.releases.findLast(({ source }) => source?.digest === digest);
  return found !== undefined && found.name !== live && found.state !== "active" ? found : null;
}
