import type { EntryKind, PathVerdict } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { ancestorsOf, baseName, isInside, parentOf, type RelPath } from "../core/path.ts";
import { isLinked } from "./claim.ts";
import { judge } from "./classify.ts";
import { nameMatcher } from "./pattern.ts";
import { type Ground, kindAt, kindByName, profileAssets } from "./sources.ts";

const CODE_FILE =
  /\.(php|phtml|inc|js|mjs|cjs|ts|tsx|jsx|vue|css|scss|sass|html?|json|md|txt|xml|ya?ml|toml|ini|sh|map|dist|example|webmanifest)$|^(artisan|Makefile|Dockerfile|LICENSE|Procfile|.*\.lock)$|^\./i;
const PICTURE = /\.(svg|ico|png|jpe?g|gif|webp)$/i;

/** A path, the entry that it lies in, and what its own evidence says. */
export interface Family {
  readonly home: PathVerdict | undefined;
  readonly own: PathVerdict | undefined;
  readonly ground: Ground;
}

/** The verdict on a path that is no entry: what nothing speaks of by itself goes with the folder around it. */
export function inherit(path: RelPath, family: Family): PathVerdict {
  const { home, own, ground } = family;
  const known: Known = {
    path,
    kind: own?.kind ?? kindAt(path, ground.inventory) ?? kindByName(path),
    present: ground.inventory.nodes.has(path),
    handling: "release",
  };
  if (home?.handling === "carry") return byCodeWithin(known, home.path, ground) ?? carried(known, home);
  return (
    byCode(known, ground) ??
    byLink(known, family) ??
    settledBy(own) ??
    byPlace(known, ground) ??
    byFolder(known, family) ??
    unknown(known)
  );
}

/** A verdict of its own that rests on more than what lies in it. */
function settledBy(own: PathVerdict | undefined): PathVerdict | undefined {
  return own?.evidence.some(({ strength }) => strength !== "content") === true ? own : undefined;
}

function unknown(known: Known): PathVerdict {
  return { ...known, class: null, evidence: [] };
}

function carried(known: Known, home: PathVerdict): PathVerdict {
  const evidence = [below(home.path, "keeps what the server added"), ...home.evidence];
  return { ...known, class: home.class, handling: "carry", evidence };
}

type Known = Pick<PathVerdict, "path" | "kind" | "present"> & {
  readonly handling: "release";
  readonly kind: EntryKind;
};

function byCode(known: Known, ground: Ground): PathVerdict | undefined {
  const code = profileAssets(ground).find((asset) => isInside(known.path, asset.path));
  if (code === undefined) return undefined;
  return { ...known, class: "asset", evidence: [{ fact: code.fact, where: code.where, strength: "profile" }] };
}

/** In a folder that is carried the profile may know parts that ship with the code all the same. */
function byCodeWithin(known: Known, home: RelPath, ground: Ground): PathVerdict | undefined {
  const within = [...ancestorsOf(known.path), known.path].filter((path) => path !== home && isInside(path, home));
  const code = profileAssets(ground).find((asset) => within.some(nameMatcher(asset.path)));
  if (code === undefined) return undefined;
  return { ...known, class: "asset", evidence: [{ fact: code.fact, where: code.where, strength: "profile" }] };
}

/** The web root itself, and files of the code in it or beside it. */
function byPlace(known: Known, ground: Ground): PathVerdict | undefined {
  const { path } = known;
  const say = (fact: string): PathVerdict => ({
    ...known,
    class: "asset",
    evidence: [{ fact, where: path, strength: "content" }],
  });
  if (isInside(ground.webRoot, path))
    return say("It holds what the web server serves; its folders are judged one by one");
  const top = parentOf(path) === "" || parentOf(path) === ground.webRoot;
  const code = CODE_FILE.test(baseName(path)) && (top || known.present);
  if (known.kind !== "file" || !(code || (top && known.present && PICTURE.test(baseName(path))))) return undefined;
  return say("It is a file of the code, and nothing is known to write to it");
}

/** Below a linked folder nothing is split, so a doubt about a part of it changes nothing. */
function byLink(known: Known, { own, ground }: Family): PathVerdict | undefined {
  const around = own?.class === null ? folderAround(known.path, ground) : undefined;
  if (own === undefined || around === undefined || !isLinked(around.handling)) return undefined;
  const evidence = [below(around.path, "is linked"), ...around.evidence, ...own.evidence];
  return { ...known, class: around.class, handling: around.handling, evidence };
}

/** The nearest folder around a path that has a verdict of its own. */
function folderAround(path: RelPath, ground: Ground): PathVerdict | undefined {
  return ancestorsOf(path)
    .reverse()
    .filter((ancestor) => !isInside(ground.webRoot, ancestor))
    .map((ancestor) => judge(ancestor, ground))
    .find((verdict) => verdict !== undefined);
}

function byFolder(known: Known, family: Family): PathVerdict | undefined {
  const { ground, own } = family;
  const around = folderAround(known.path, ground);
  if (around?.class === "asset") {
    const evidence = [below(around.path, "ships with the code"), ...around.evidence, ...(own?.evidence ?? [])];
    return { ...known, class: "asset", evidence };
  }
  if (own !== undefined || around === undefined) return own;
  const evidence = [below(around.path, "decides for what it holds"), ...around.evidence];
  return { ...known, class: around.class, handling: around.handling, evidence };
}

function below(path: RelPath, what: string): Evidence {
  return { fact: `It lies below ${path}, which ${what}`, where: path, strength: "content" };
}
