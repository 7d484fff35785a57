import type { Classification, PathVerdict, Undecided } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { ancestorsOf, isInside, type RelPath } from "../core/path.ts";
import { isLinked } from "./claim.ts";
import { classifyApp, type ClassifyInput, groundOf, judge } from "./classify.ts";
import { type Family, inherit } from "./inherit.ts";
import { shippedBelow } from "./shipped-below.ts";
import { type Ground, kindAt, kindByName } from "./sources.ts";

/** The verdict on any path, whether or not it exists or is an entry: by its own evidence, else by the folder it lies in. */
export function explainInApp(path: RelPath, input: ClassifyInput): PathVerdict {
  const { ground, verdicts, undecided } = judgedOnce(input);
  const listed = verdicts.find((verdict) => verdict.path === path);
  if (listed !== undefined) return withEntriesBelow(listed, verdicts);
  const open = undecided.find((verdict) => verdict.path === path);
  if (open !== undefined)
    return {
      path,
      kind: open.kind,
      evidence: open.evidence,
      class: null,
      handling: "release",
      present: ground.inventory.nodes.has(path),
    };
  const family: Family = { own: judge(path, ground), home: homeOf(path, ground, verdicts), ground };
  const doubt = ancestorsOf(path)
    .flatMap((above) => undecided.find((known) => known.path === above) ?? [])
    .at(-1);
  const isSettled = family.own !== undefined && family.own.evidence[0]?.strength !== "content";
  const isLinkedAbove = family.home !== undefined && isLinked(family.home.handling);
  if (doubt !== undefined && !isSettled && !isLinkedAbove) return belowUndecided(path, doubt, ground);
  return withEntriesBelow(placeInFamily(path, family), verdicts);
}

/** What nothing settles about a folder is not settled about what lies in it either. */
function belowUndecided(path: RelPath, doubt: Undecided, { inventory }: Ground): PathVerdict {
  const fact = `It lies below ${doubt.path}, which is undecided`;
  return {
    path,
    kind: kindAt(path, inventory) ?? "file",
    class: null,
    handling: "release",
    evidence: [{ fact, where: doubt.path, strength: "content" }, ...doubt.evidence],
    present: inventory.nodes.has(path),
  };
}

/** The entry, or else the nearest listed folder, that a path lies in. */
function homeOf(path: RelPath, ground: Ground, verdicts: readonly PathVerdict[]): PathVerdict | undefined {
  const above = ancestorsOf(path).flatMap((ancestor) => verdicts.find((verdict) => verdict.path === ancestor) ?? []);
  const linked = above.find(({ handling, pooled }) => isLinked(handling) || pooled === true);
  return linked ?? absentHome(path, ground) ?? above.at(-1);
}

function placeInFamily(path: RelPath, family: Family): PathVerdict {
  const { home, own } = family;
  if (home !== undefined && (isLinked(home.handling) || home.handling === "per-release"))
    return belowEntry(path, { ...family, home });
  if (isData(own)) return own;
  if (home?.handling === "carry") {
    const demo = shippedBelow(path, family);
    if (demo !== undefined) return demo;
  }
  return own?.class === "asset" && home?.handling !== "carry" ? own : inherit(path, family);
}

/** A folder above that stands nowhere yet and would be an entry. */
function absentHome(path: RelPath, ground: Ground): PathVerdict | undefined {
  return ancestorsOf(path)
    .filter((ancestor) => !isInside(ground.webRoot, ancestor) && !ground.inventory.nodes.has(ancestor))
    .map((ancestor) => judge(ancestor, ground))
    .find((verdict) => verdict !== undefined && isLinked(verdict.handling));
}

type Judged = Classification & { readonly ground: Ground };
const judged = new WeakMap<ClassifyInput, Judged>();

/** Asking about many paths of one input classifies it once. */
function judgedOnce(input: ClassifyInput): Judged {
  const known = judged.get(input) ?? { ...classifyApp(input), ground: groundOf(input) };
  judged.set(input, known);
  return known;
}

/** Below an entry nothing is split; only the owner's word, or what is known of the framework, names another class. */
function belowEntry(path: RelPath, family: Family & { readonly home: PathVerdict }): PathVerdict {
  const { home, own, ground } = family;
  if (own?.evidence[0]?.strength === "decision") return own;
  const why = home.handling === "per-release" ? "made for each release" : "linked";
  const below = { fact: `It lies below ${home.path}, which is ${why}`, where: home.path };
  const between = ancestorsOf(path)
    .filter((ancestor) => isInside(ancestor, home.path) && ancestor !== home.path)
    .map((ancestor) => judge(ancestor, ground));
  const demo = shippedBelow(path, family);
  if (demo !== undefined) return demo;
  const speaker = [...between, own].findLast(isData) ?? home;
  return {
    path,
    kind: speaker === own ? speaker.kind : (kindAt(path, ground.inventory) ?? kindByName(path)),
    class: speaker.class,
    handling: home.handling,
    evidence: [
      ...home.evidence.slice(0, 1).map(({ strength }): Evidence => ({ ...below, strength })),
      ...speaker.evidence,
    ],
    present: ground.inventory.nodes.has(path),
    ...(speaker.secret === true || home.secret === true ? { secret: true } : {}),
    ...(speaker.database === true ? { database: true } : {}),
  };
}

function isData(verdict: PathVerdict | undefined): verdict is PathVerdict & { readonly class: "user" | "runtime" } {
  return verdict?.class === "user" || verdict?.class === "runtime";
}

/** A folder of code may hold entries: its own verdict does not speak for them. */
function withEntriesBelow(verdict: PathVerdict, verdicts: readonly PathVerdict[]): PathVerdict {
  const entries = verdicts.filter(
    ({ path, handling }) => path !== verdict.path && isInside(path, verdict.path) && handling !== "release",
  );
  if (entries.length === 0 || verdict.handling !== "release") return verdict;
  const fact = `It holds ${entries.map(({ path }) => path).join(", ")}, judged apart`;
  return { ...verdict, evidence: [...verdict.evidence, { fact, where: verdict.path, strength: "content" }] };
}
