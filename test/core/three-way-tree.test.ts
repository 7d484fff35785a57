import { describe, expect, it } from "vitest";
import { HANDLINGS, type Handling } from "../../src/core/entry.ts";
import { ancestorsOf, isInside, parentOf, rel, type RelPath } from "../../src/core/path.ts";
import { decideName, isTakenBelow } from "../../src/core/three-way.ts";
import type { Question, Standing } from "../../src/core/versions.ts";
import { type Chance, chanceFrom } from "../faults/lab/chance.ts";

type Tree = ReadonlyMap<RelPath, Standing>;

const ABSENT: Standing = { kind: "absent" };
const NAMES = ["a", "b", "c.php"];
const TREES = 600;
const DEEPEST = 3;

/** A tree of a few names, so that three of them meet in every way. */
function randomTree(chance: Chance): Map<RelPath, Standing> {
  const tree = new Map<RelPath, Standing>();
  const fill = (parent: RelPath | "", depth: number): void => {
    for (const name of NAMES) {
      const path = rel(parent === "" ? name : `${parent}/${name}`);
      const standing = randomStanding(chance, path, depth);
      if (standing === null) continue;
      tree.set(path, standing);
      if (standing.kind === "folder") fill(path, depth + 1);
    }
  };
  fill("", 1);
  return tree;
}

/** Each path has contents of its own, so that what is kept of another path does not count for it. */
function randomStanding(chance: Chance, path: RelPath, depth: number): Standing | null {
  const kind = chance.below(depth < DEEPEST ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return { kind: "link", text: `../${path}/${chance.below(2)}` };
  if (kind === 2 && chance.below(4) === 0) return { kind: "special" };
  if (kind < 5) return { kind: "file", digest: `${path} ${chance.below(3)}`, rights: null };
  return { kind: "folder", rights: null };
}

interface Versions {
  readonly base: Tree | null;
  readonly live: Tree;
  readonly next: Tree;
}

interface Decided {
  readonly result: Tree;
  readonly rescued: readonly Standing[];
  readonly isPinned: boolean;
}

/** What a planner does with the verdicts, on values: parents first, and what is below a name that is no folder has no place. */
function decided(handling: Handling, versions: Versions): Decided {
  const result = new Map(handling === "link" || handling === "merge" ? versions.live : versions.next);
  const rescued: Standing[] = [];
  const taken = new Set<string>();
  let isPinned = false;
  for (const path of pathsOf(versions)) {
    const question = questionAt(path, versions, { handling, taken: taken.has(parentOf(path)) });
    const outcome = decideName(question);
    if (isTakenBelow(question, outcome)) taken.add(path);
    rescued.push(...outcome.rescue.map((side) => question[side]));
    isPinned ||= outcome.pins;
    if (outcome.stands === "nothing") result.delete(path);
    else result.set(path, question[outcome.stands]);
  }
  return { result, rescued, isPinned };
}

function questionAt(
  path: RelPath,
  { base, live, next }: Versions,
  about: { readonly handling: Handling; readonly taken: boolean },
): Question {
  return {
    ...about,
    base: base === null ? null : (base.get(path) ?? ABSENT),
    live: live.get(path) ?? ABSENT,
    next: next.get(path) ?? ABSENT,
    inert: isInertBelow(path, live),
  };
}

function pathsOf({ base, live, next }: Versions): RelPath[] {
  const depth = (path: RelPath): number => path.split("/").length;
  return [...new Set([...(base ?? []), ...live, ...next].map(([name]) => name))].sort(
    (one, other) => depth(one) - depth(other) || (one < other ? -1 : 1),
  );
}

function isInertBelow(path: RelPath, live: Tree): boolean {
  const files = [...live].filter(([name, { kind }]) => isInside(name, path) && kind !== "folder");
  return files.length > 0 && files.every(([name, { kind }]) => kind === "file" && !name.endsWith(".php"));
}

function bytesOf(standing: Standing | undefined): string | null {
  if (standing?.kind === "file") return `file ${standing.digest}`;
  return standing?.kind === "link" ? `link ${standing.text}` : null;
}

/** The site's own: all that is in shared, and in the code what is not as it was shipped. */
function belongings(handling: Handling, { base, live }: Versions): (readonly [RelPath, string])[] {
  const isCode = handling === "carry" || handling === "release";
  return [...live].flatMap(([path, standing]) => {
    const bytes = bytesOf(standing);
    return bytes === null || (isCode && bytes === bytesOf(base?.get(path))) ? [] : [[path, bytes] as const];
  });
}

function faultsOf(
  belonging: readonly (readonly [RelPath, string])[],
  { result, rescued, isPinned }: Decided,
): string[] {
  const kept = new Set([...result.values(), ...rescued].map(bytesOf));
  const dropped = isPinned ? [] : belonging.filter(([, bytes]) => !kept.has(bytes));
  const isNoFolder = (path: RelPath): boolean => result.has(path) && result.get(path)?.kind !== "folder";
  const misplaced = [...result.keys()].filter((path) => ancestorsOf(path).some(isNoFolder));
  return [
    ...dropped.map(([path, bytes]) => `${path} (${bytes}) is dropped`),
    ...misplaced.map((path) => `${path} stands below what is no folder`),
  ];
}

/** Caches are not looked after: they are made anew. */
const LOOKED_AFTER = HANDLINGS.filter((handling) => handling !== "per-release");

describe.each(LOOKED_AFTER)("whole trees under %s", (handling) => {
  it.each([true, false])("lose nothing of the site's, and nothing stands below a file (baseline: %s)", (isKnown) => {
    const faults: string[] = [];
    let looked = 0;
    for (let seed = 0; seed < TREES; seed++) {
      const chance = chanceFrom(seed);
      const versions = {
        base: isKnown ? randomTree(chance) : null,
        live: randomTree(chance),
        next: randomTree(chance),
      };
      const belonging = belongings(handling, versions);
      looked += belonging.length;
      faults.push(...faultsOf(belonging, decided(handling, versions)).map((fault) => `seed ${seed}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(TREES);
  });
});
