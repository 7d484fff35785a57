/**
 * The algebra of verdicts. Every source makes claims about a path: a direction, and one fact with its strength.
 *
 * What each kind of evidence weighs, heaviest first (`core/evidence.ts`):
 *
 *   decision     the owner's word
 *   record       an earlier deployment made it an entry; it stays one whatever a new release lacks
 *   profile      what is known of the framework
 *   code         what the app's own code and settings write
 *   observed     what the running site did: files that git does not track, that no delivered release had, or that are of other days
 *                than the code around them. Lighter than code, which says what is meant to be written and not only what has been;
 *                heavier than any name, since a name tells what a folder is usually for and these files are really there. It speaks
 *                for an asset only where no name says data: an owner who commits uploads still gets new ones.
 *   placeholder  kept out of the repository, or shipped empty
 *   name         a usual name, by whole segment
 *   content      what it happens to hold
 *
 * 1. The strongest claim decides the class.
 * 2. Among equally strong ones data beats doubt and doubt beats asset, since an asset taken for data only misses an
 *    update, while data taken for an asset is lost. Among data, `user` beats `runtime`.
 * 3. The handling is the deciding claim's own, else what its class implies; a folder that the code writes into and that
 *    also ships files is `merge`.
 * 4. What spoke against the verdict stays in its evidence, marked as such.
 */
import type { EntryClass, EntryKind, Handling, PathVerdict } from "../core/entry.ts";
import { type Evidence, rank, strongestFirst } from "../core/evidence.ts";
import type { RelPath } from "../core/path.ts";

/** One source's word on one path. */
export interface Claim {
  readonly path: RelPath;
  readonly kind: EntryKind;
  /** Null: the fact raises a doubt that only the owner can settle. */
  readonly class: EntryClass | null;
  readonly evidence: Evidence;
  readonly handling?: Handling;
  readonly extras?: Extras;
  /** `there`: nothing is made for it before something stands at the path. */
  readonly once?: "there";
}

/** What a claim knows about a path beside its class. */
export type Extras = Pick<PathVerdict, "chain" | "needs" | "secret" | "pooled" | "database">;

/** What the claims on one path come to; class null when they settle nothing. */
export interface Judgement {
  readonly kind: EntryKind;
  readonly class: EntryClass | null;
  readonly handling: Handling;
  readonly evidence: readonly Evidence[];
  readonly extras: Extras;
}

/** Weighs the claims on one path; `kind` is what stands there, if anything does. */
export function decide(claims: readonly Claim[], kind: EntryKind | undefined): Judgement | undefined {
  const ordered = [...claims].sort(
    (a, b) => rank(b.evidence.strength) - rank(a.evidence.strength) || preference(a) - preference(b),
  );
  const winner = ordered[0];
  if (winner === undefined) return undefined;
  const handling = handlingOf(winner, ordered);
  return {
    kind: kind ?? winner.kind,
    class: winner.class,
    handling,
    evidence: strongestFirst(
      ordered.map((claim) => (speaksAgainst(claim, winner) ? against(claim.evidence) : claim.evidence)),
    ),
    extras: extrasOf(ordered, handling),
  };
}

/** True when a deployment keeps the path outside the code. */
export function isLinked(handling: Handling): boolean {
  return handling === "link" || handling === "merge";
}

/** What a class means for a deployment when nothing says otherwise. */
export function usualHandling(found: EntryClass | null): Handling {
  return found === "user" || found === "runtime" ? "link" : "release";
}

/** The class that a handling implies when the owner gives only that. */
export function usualClass(handling: Handling): EntryClass {
  if (handling === "release") return "asset";
  return handling === "per-release" ? "runtime" : "user";
}

function preference(claim: Claim): number {
  if (claim.class === null) return 2;
  return claim.class === "user" ? 0 : claim.class === "runtime" ? 1 : 3;
}

function handlingOf(winner: Claim, claims: readonly Claim[]): Handling {
  if (winner.handling !== undefined) return winner.handling;
  if (winner.class === null || winner.class === "asset") return "release";
  const ships = claims.some((claim) => claim.class === "asset");
  return winner.evidence.strength === "code" && ships && winner.kind === "directory"
    ? "merge"
    : usualHandling(winner.class);
}

function extrasOf(claims: readonly Claim[], handling: Handling): Extras {
  const all: Extras = Object.assign({}, ...claims.map((claim) => claim.extras ?? {}).reverse());
  const { chain, pooled, ...rest } = all;
  return {
    ...rest,
    ...(chain !== undefined && handling === "link" ? { chain } : {}),
    ...(pooled === true && handling === "per-release" ? { pooled } : {}),
  };
}

function speaksAgainst(claim: Claim, winner: Claim): boolean {
  return (claim.class === "asset") !== (winner.class === "asset") && claim.class !== null && winner.class !== null;
}

function against(evidence: Evidence): Evidence {
  return { ...evidence, against: true };
}
