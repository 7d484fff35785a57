/**
 * What a vendor ships among people's files, to show or to start from: an update brings it anew, and what people changed in it is kept (DESIGN 7's
 * asset column).
 */
import type { PathVerdict } from "../core/entry.ts";
import { type Evidence, rank } from "../core/evidence.ts";
import { ancestorsOf, baseName, isInside, parentOf, type RelPath } from "../core/path.ts";
import { contentsOf, isPlaceholder, isSample, onlyPlaceholders } from "./contents.ts";
import { isGuard } from "./guard-page.ts";
import { hasRun } from "./has-run.ts";
import { isKeptByName } from "./ignored.ts";
import type { Family } from "./inherit.ts";
import { isDemoName, isFallbackName, isTranslations } from "./names.ts";
import { kindAt, kindByName } from "./sources.ts";

/** A path that stands below a folder that is kept. */
interface Part {
  readonly path: RelPath;
  readonly home: PathVerdict;
  readonly ground: Family["ground"];
  readonly isFile: boolean;
  /** True where rules or a name say by themselves that it holds data. */
  readonly isNamed: boolean;
}

type Reason = Omit<Evidence, "strength"> & Partial<Evidence>;

/** The verdict on what was shipped below a folder that is kept; undefined for whatever else lies there. */
export function shippedBelow(path: RelPath, family: Family): PathVerdict | undefined {
  const { home, own, ground } = family;
  const present = ground.inventory.nodes.has(path);
  const reason = ofFramework(own) ?? (home === undefined || isSeen(own) ? undefined : reasonFor(path, home, family));
  if (reason === undefined) return undefined;
  return {
    path,
    kind: kindAt(path, ground.inventory) ?? kindByName(path),
    class: "asset",
    handling: "release",
    evidence: [{ strength: "name", ...reason }, ...(home?.evidence.slice(0, 1) ?? [])],
    present,
  };
}

/** What is known of the framework says that its makers ship what stands there. */
function ofFramework(own: PathVerdict | undefined): Reason | undefined {
  const [reason] = own?.class === "asset" && own.present ? own.evidence : [];
  return reason?.strength === "profile" ? reason : undefined;
}

/** Rules of .gitignore and names are about a folder as a whole; what was seen of this very path counts more. */
function isSeen(own: PathVerdict | undefined): boolean {
  return isData(own) && rank(own.evidence[0]?.strength ?? "content") > rank("placeholder");
}

function isData(own: PathVerdict | undefined): own is PathVerdict {
  return own?.class === "user" || own?.class === "runtime";
}

const REASONS: readonly ((part: Part) => Reason | undefined)[] = [
  asPlaceholder,
  asGuard,
  asFallback,
  asKeptByName,
  asNeverRun,
  asDemo,
];

function reasonFor(path: RelPath, home: PathVerdict, { own, ground }: Family): Reason | undefined {
  const isFile = ground.inventory.nodes.get(path)?.kind === "file";
  const part: Part = { path, home, ground, isFile, isNamed: isData(own) };
  for (const reason of REASONS) {
    const found = reason(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function asPlaceholder({ path, ground, isFile }: Part): Reason | undefined {
  const isAlone = onlyPlaceholders(contentsOf(ground.inventory, parentOf(path) as RelPath));
  if (!isAlone || !isFile || !isPlaceholder(baseName(path))) return undefined;
  return { fact: "It keeps the folder in the repository, and came with the code", where: path };
}

function asGuard({ path, ground }: Part): Reason | undefined {
  if (!isGuard(ground.inventory, path)) return undefined;
  return { fact: "It keeps visitors from listing the folder, and came with the code", where: path };
}

function asFallback({ path, isFile }: Part): Reason | undefined {
  if (!isFile) return undefined;
  if (isSample(baseName(path))) return { fact: "It is a template that ships with the code", where: path };
  if (!isFallbackName(baseName(path))) return undefined;
  return { fact: "Code shows it where nobody has given a picture, by its name", where: path };
}

function asKeptByName({ path, home, ground, isFile }: Part): Reason | undefined {
  if (!isFile && home.handling !== "carry") return undefined;
  if (!isKeptByName(ground.inventory, path)) return undefined;
  return { fact: "The repository keeps it by name, and keeps out what is beside it", where: path };
}

/** Both the makers of the code and the site's owner put files into such a folder: add-ons, or what is known of the framework. Translations are edited. */
function asNeverRun({ path, home, ground, isNamed }: Part): Reason | undefined {
  const isOfBoth = home.handling === "carry" || (home.handling === "merge" && home.evidence[0]?.strength === "profile");
  if (!isOfBoth || isNamed || isTranslations(baseName(home.path)) || isTranslations(baseName(path))) return undefined;
  if (!ground.inventory.nodes.has(path) || hasRun(ground)) return undefined;
  const fact = `Vendors ship into ${home.path} too, and no settings, log, database or record of a run shows that the site has run here`;
  return { fact, where: home.path };
}

function asDemo({ path, home, ground }: Part): Reason | undefined {
  const demo = [...ancestorsOf(path), path].find(
    (above) =>
      (above !== home.path || (home.handling === "carry" && path !== home.path)) &&
      isInside(above, home.path) &&
      isDemoName(baseName(above)) &&
      ground.inventory.nodes.has(above),
  );
  if (demo === undefined || contentsOf(ground.inventory, demo).generated > 0) return undefined;
  const fact = `"${baseName(demo)}" is a usual name for what a vendor ships to start from, and it came with the code`;
  return { fact, where: demo };
}
