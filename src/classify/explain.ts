import type { Classification, PathVerdict, Undecided } from "../core/entry.ts";
import { type Evidence, rank } from "../core/evidence.ts";
import { ancestorsOf, baseName, isInside, parentOf, type RelPath } from "../core/path.ts";
import { isLinked } from "./claim.ts";
import { classifyApp, type ClassifyInput, groundOf, judge } from "./classify.ts";
import { contentsOf, isPlaceholder, isSample, onlyPlaceholders } from "./contents.ts";
import { isGuard } from "./guard-page.ts";
import { hasRun } from "./has-run.ts";
import { isKeptByName } from "./ignored.ts";
import { isDemoName, isFallbackName, isTranslations } from "./names.ts";
import { type Family, inherit } from "./inherit.ts";
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

/** What a vendor ships among people's files to show or to start from: an update brings it anew, and what people changed in it is kept (DESIGN 7's asset column). */
function shippedBelow(path: RelPath, family: Family): PathVerdict | undefined {
  const { home, own, ground } = family;
  const known = own?.evidence[0];
  if (own?.class === "asset" && own.present && known?.strength === "profile") return shipped(path, family, known);
  // Rules of .gitignore and names are about a folder as a whole; what was seen of this very path counts more than a name of demos.
  if (home === undefined || (isData(own) && rank(own.evidence[0]?.strength ?? "content") > rank("placeholder")))
    return undefined;
  const isAlone = onlyPlaceholders(contentsOf(ground.inventory, parentOf(path) as RelPath));
  if (isAlone && isPlaceholder(baseName(path)) && ground.inventory.nodes.get(path)?.kind === "file")
    return shipped(path, family, {
      fact: "It keeps the folder in the repository, and came with the code",
      where: path,
    });
  if (isGuard(ground.inventory, path))
    return shipped(path, family, {
      fact: "It keeps visitors from listing the folder, and came with the code",
      where: path,
    });
  const isFile = ground.inventory.nodes.get(path)?.kind === "file";
  if (isFile && isSample(baseName(path)))
    return shipped(path, family, { fact: "It is a template that ships with the code", where: path });
  if (isFile && isFallbackName(baseName(path)))
    return shipped(path, family, { fact: "Code shows it where nobody has given a picture, by its name", where: path });
  if ((isFile || home.handling === "carry") && isKeptByName(ground.inventory, path))
    return shipped(path, family, {
      fact: "The repository keeps it by name, and keeps out what is beside it",
      where: path,
    });
  if (mayShipInto(home) && !isTranslations(baseName(path)) && ground.inventory.nodes.has(path) && !hasRun(ground)) {
    const fact = `Vendors ship into ${home.path} too, and nothing shows that the site has run here yet`;
    return shipped(path, family, { fact, where: home.path });
  }
  const demo = [...ancestorsOf(path), path].find(
    (above) =>
      (above !== home.path || (home.handling === "carry" && path !== home.path)) &&
      isInside(above, home.path) &&
      isDemoName(baseName(above)) &&
      ground.inventory.nodes.has(above),
  );
  if (demo === undefined || contentsOf(ground.inventory, demo).generated > 0) return undefined;
  const fact = `"${baseName(demo)}" is a usual name for what a vendor ships to start from, and it came with the code`;
  return shipped(path, family, { fact, where: demo });
}

/** Both the makers of the code and the site's owner put files into the folder: add-ons, or what is known of the framework. */
function mayShipInto({ path, handling, evidence }: PathVerdict): boolean {
  if (isTranslations(baseName(path))) return false;
  return handling === "carry" || (handling === "merge" && evidence[0]?.strength === "profile");
}

function shipped(
  path: RelPath,
  { home, ground }: Family,
  why: Omit<Evidence, "strength"> & Partial<Evidence>,
): PathVerdict {
  return {
    path,
    kind: kindAt(path, ground.inventory) ?? kindByName(path),
    class: "asset",
    handling: "release",
    evidence: [{ strength: "name", ...why }, ...(home?.evidence.slice(0, 1) ?? [])],
    present: ground.inventory.nodes.has(path),
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
