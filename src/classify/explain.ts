import type { Classification, PathVerdict } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { ancestorsOf, isInside, type RelPath } from "../core/path.ts";
import { isLinked } from "./claim.ts";
import { classify, type ClassifyInput, groundOf, judge } from "./classify.ts";
import { type Family, inherit } from "./inherit.ts";
import { type Ground, kindAt, kindByName } from "./sources.ts";

/** The verdict on any path, whether or not it exists or is an entry: by its own evidence, else by the folder it lies in. */
export function explain(path: RelPath, input: ClassifyInput): PathVerdict {
  const { ground, verdicts, undecided } = judgedOnce(input);
  const listed = verdicts.find((verdict) => verdict.path === path);
  if (listed !== undefined) return listed;
  const open = undecided.find((verdict) => verdict.path === path);
  if (open !== undefined)
    return {
      path,
      kind: open.kind,
      class: null,
      handling: "release",
      evidence: open.evidence,
      present: ground.inventory.nodes.has(path),
    };
  const own = judge(path, ground);
  const above = ancestorsOf(path).flatMap((ancestor) => verdicts.find((verdict) => verdict.path === ancestor) ?? []);
  const home =
    above.find(({ handling, pooled }) => isLinked(handling) || pooled === true) ??
    absentHome(path, ground) ??
    above.at(-1);
  if (home !== undefined && (isLinked(home.handling) || home.handling === "per-release"))
    return belowEntry(path, { home, own, ground });
  if (own !== undefined && own.class !== null) return withEntriesBelow(own, verdicts);
  return withEntriesBelow(inherit(path, { home, own, ground }), verdicts);
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
  const known = judged.get(input) ?? { ...classify(input), ground: groundOf(input) };
  judged.set(input, known);
  return known;
}

/** Below an entry nothing is split; only the owner's word, or what is known of the framework, names another class. */
function belowEntry(path: RelPath, family: Family & { readonly home: PathVerdict }): PathVerdict {
  const { home, own, ground } = family;
  if (own?.evidence[0]?.strength === "decision") return own;
  const why = home.handling === "per-release" ? "made for each release" : "linked";
  const below = { fact: `It lies below ${home.path}, which is ${why}`, where: home.path };
  const speaker = isData(own) ? own : home;
  return {
    path,
    kind: speaker !== home ? speaker.kind : (kindAt(path, ground.inventory) ?? kindByName(path)),
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

function isData(verdict: PathVerdict | undefined): verdict is PathVerdict {
  return verdict?.class === "user" || verdict?.class === "runtime";
}

/** A folder of code may hold entries: its own verdict does not speak for them. */
function withEntriesBelow(verdict: PathVerdict, verdicts: readonly PathVerdict[]): PathVerdict {
  const entries = verdicts.filter(
    ({ path, handling }) => path !== verdict.path && isInside(path, verdict.path) && handling !== "release",
  );
  if (entries.length === 0) return verdict;
  const fact = `It holds ${entries.map(({ path }) => path).join(", ")}, judged apart`;
  return { ...verdict, evidence: [...verdict.evidence, { fact, where: verdict.path, strength: "content" }] };
}
