import type { Classification, PathVerdict } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { ancestorsOf, baseName, isInside, parentOf, type RelPath } from "../core/path.ts";
import { isLinked } from "./claim.ts";
import { classify, type ClassifyInput, groundOf, judge } from "./classify.ts";
import { type Ground, kindAt, kindByName, profileAssets } from "./sources.ts";

const SHIPPED_FILE =
  /\.(php|phtml|inc|js|mjs|cjs|ts|tsx|jsx|vue|css|scss|sass|html?|json|lock|md|txt|xml|ya?ml|toml|ini|sh|svg|ico|png|webmanifest|map|dist|example)$|^(artisan|Makefile|Dockerfile|LICENSE|Procfile|\..*)$/i;

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
  if (own !== undefined && own.class !== null) return own;
  return inherit(path, { home, own, ground });
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

interface Family {
  readonly home: PathVerdict | undefined;
  readonly own: PathVerdict | undefined;
  readonly ground: Ground;
}

/** Below an entry nothing is split; only the owner's word, or what is known of the framework, names another class. */
function belowEntry(path: RelPath, family: Family & { readonly home: PathVerdict }): PathVerdict {
  const { home, own, ground } = family;
  const decided = own?.evidence[0]?.strength === "decision";
  if (own !== undefined && decided) return own;
  const evidence: Evidence[] = [
    {
      fact: `It lies below ${home.path}, which is ${home.handling === "per-release" ? "made for each release" : "linked"}`,
      where: home.path,
      strength: home.evidence[0]?.strength ?? "name",
    },
  ];
  const named = own !== undefined && own.class !== null && own.class !== "asset" ? own : undefined;
  return {
    path,
    kind: own?.kind ?? kindAt(path, ground.inventory) ?? kindByName(path),
    class: named?.class ?? home.class,
    handling: home.handling,
    evidence: [...evidence, ...(named ?? home).evidence],
    present: ground.inventory.nodes.has(path),
    ...(own?.secret === true || home.secret === true ? { secret: true } : {}),
    ...(own?.database === true ? { database: true } : {}),
  };
}

/** What nothing speaks of by itself goes with the folder around it. */
function inherit(path: RelPath, family: Family): PathVerdict {
  const { home, own, ground } = family;
  const present = ground.inventory.nodes.has(path);
  const kind = own?.kind ?? kindAt(path, ground.inventory) ?? kindByName(path);
  const code = profileAssets(ground).find((known) => isInside(path, known.path));
  const around = ancestorsOf(path)
    .reverse()
    .map((ancestor) => judge(ancestor, ground))
    .find((verdict) => verdict !== undefined);
  const base = { path, kind, present, handling: "release" as const };
  if (home?.handling === "carry")
    return {
      ...base,
      class: home.class,
      handling: "carry",
      evidence: [below(home.path, "keeps what the server added"), ...home.evidence],
    };
  if (code !== undefined)
    return { ...base, class: "asset", evidence: [{ fact: code.fact, where: code.where, strength: "profile" }] };
  if (own !== undefined && own.evidence.some(({ strength }) => strength !== "content")) return own;
  if (around?.class === "asset")
    return {
      ...base,
      class: "asset",
      evidence: [below(around.path, "ships with the code"), ...around.evidence, ...(own?.evidence ?? [])],
    };
  if (own !== undefined) return own;
  if (around !== undefined)
    return {
      ...base,
      class: around.class,
      handling: around.handling,
      evidence: [below(around.path, "decides for what it holds"), ...around.evidence],
    };
  return { ...base, ...byPlace(path, ground, kind) };
}

function byPlace(path: RelPath, ground: Ground, kind: PathVerdict["kind"]): Pick<PathVerdict, "class" | "evidence"> {
  const parent = parentOf(path);
  const beside =
    kind === "file" &&
    SHIPPED_FILE.test(baseName(path)) &&
    (parent === "" || isInside(parent, ground.webRoot) || ground.inventory.nodes.has(path));
  if (beside)
    return {
      class: "asset",
      evidence: [{ fact: "It is a file of the code, and nothing writes to it", where: path, strength: "content" }],
    };
  if (path === ground.webRoot || isInside(ground.webRoot, path))
    return {
      class: "asset",
      evidence: [
        {
          fact: "It holds what the web server serves; its folders are judged one by one",
          where: path,
          strength: "content",
        },
      ],
    };
  return { class: null, evidence: [] };
}

function below(path: RelPath, what: string): Evidence {
  return { fact: `It lies below ${path}, which ${what}`, where: path, strength: "content" };
}
