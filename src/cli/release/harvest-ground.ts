import type { Baseline } from "../../core/baseline.ts";
import type { Handling, PathVerdict } from "../../core/entry.ts";
import { type Evidence, rank } from "../../core/evidence.ts";
import type { Ground } from "../../core/inert.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, ancestorsOf, baseName, isInside, join, parentOf, type RelPath, rel } from "../../core/path.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import { type KnownRelease, releaseNamed } from "../../core/release.ts";
import { placeOf } from "../../plan/release/places.ts";
import type { TwinOwner } from "../../plan/in-place/twin.ts";
import { isInShared } from "../../core/versions.ts";
import { uncomparedIn } from "../../apply/read-uncompared.ts";
import { readBaseline } from "../../apply/read-baseline.ts";
import { profiles } from "../../profiles/index.ts";
import { type Judgement, judge } from "../judge.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** What is known of two copies of the code, for comparing them. */
export interface HarvestGround {
  readonly handlingOf: (path: RelPath) => Handling;
  readonly ground: Ground;
  /** Folders of the copy that is left which by their names alone are made anew by each release: nobody knows that nothing else is in them. */
  readonly unsure: readonly RelPath[];
  /** The folders of other sites: no vendor has ever shipped what is in them. */
  readonly otherSites: readonly RelPath[];
}

/** Holdfast's own files in an application: a vendor's delivery has none of them. */
const ALWAYS_CARRIED: readonly RelPath[] = [NAMES.decisions, NAMES.launcher, NAMES.program, NAMES.schema].map(rel);

/** Judges both copies: what lives in shared, what is carried, what each release makes anew; all else comes with the code. Reads only. */
export function harvestGround(
  found: SiteWithReleases,
  trees: { readonly from: AbsPath; readonly to: AbsPath },
): HarvestGround {
  const { site, record } = found;
  const judged = [trees.from, trees.to].map((app) => judge({ app, shared: site.shared }, record));
  const verdicts = judged.flatMap(({ classification }) => classification.verdicts);
  const known = handlings(verdicts, record);
  const built = judged.flatMap(buildsOf);
  return {
    handlingOf: (path) => ownHandling(handlingOf(path, { known, built }), found),
    ground: groundOf(judged[0] ?? judged[1]),
    unsure: (judged[0]?.classification.verdicts ?? []).filter(isUnsure).map(({ path }) => path),
    otherSites: [...new Set(judged.flatMap(otherSitesOf))],
  };
}

/** A profile, a record or the owner knows a cache. A name (`tmp`, `cache`) does not, nor do code that writes there or a placeholder. */
function isUnsure({ handling, evidence }: PathVerdict): boolean {
  const isKnown = (one: Evidence): boolean => one.against !== true && rank(one.strength) >= rank("profile");
  return handling === "per-release" && !evidence.some(isKnown);
}

/** Where there are no links, data is no release's and no shared folder's: it stands where it is, and nothing of it is compared. */
function ownHandling(handling: Handling, { serving }: SiteWithReleases): Handling {
  return serving?.way === "in-place" && isInShared(handling) ? "per-release" : handling;
}

/** What is never compared name by name, and is kept as a whole before its copy of the code goes: doubtful folders, and git's own. Reads only. */
export function wholesIn(tree: AbsPath, ground: Pick<HarvestGround, "unsure" | "handlingOf">): RelPath[] {
  const { unsure } = ground;
  const inDoubt = (path: RelPath): boolean => unsure.some((folder) => isInside(path, folder));
  return [...unsure, ...uncomparedIn(tree, (path) => inDoubt(path) || ground.handlingOf(path) === "per-release")];
}

/** Whose each name is on a site without links; where nobody knows what was shipped, what nobody decided about stays as it is. */
export function codeOwners(
  { site, record }: SiteWithReleases,
  trees: { readonly from: AbsPath; readonly to: AbsPath },
  baseline: Baseline | null,
): (path: RelPath) => TwinOwner {
  const judged = [trees.from, trees.to].map((app) => judge({ app, shared: site.shared }, record));
  const known = handlings(
    judged.flatMap(({ classification }) => classification.verdicts),
    record,
  );
  const unsure = judged.flatMap(({ classification }) => classification.verdicts.filter(isUnsure));
  const mayBeData = (path: RelPath): boolean => unsure.some((one) => isInside(path, one.path));
  const undecided = baseline === null ? (judged[0]?.classification.undecided ?? []) : [];
  const others = judged.flatMap(otherSitesOf);
  const isUndecided = (path: RelPath): boolean =>
    undecided.some((one) => isInside(path, one.path)) || others.some((other) => isInside(path, other));
  const handled = (path: RelPath): Handling => handlingOf(path, { known, built: [] });
  return (path) => {
    const handling = handled(path);
    if (isInShared(handling)) return "data";
    if (isUndecided(path) || isInside(`${trees.from}/${path}`, site.shared)) return "untouched";
    if (handling !== "per-release") return "code";
    if (mayBeData(path)) return "data";
    const above = parentOf(path);
    return above !== "" && handled(above) === "per-release" ? "cache" : "cache-root";
  };
}

/** What shared holds by the record is an entry, whatever a judgement says; the live copy's judgement counts before the other's. */
function handlings(verdicts: readonly PathVerdict[], record: PersistenceRecord | null): Map<RelPath, Handling> {
  const known = new Map<RelPath, Handling>();
  for (const { path, handling } of record?.entries ?? []) known.set(path, handling);
  for (const verdict of verdicts) if (!known.has(verdict.path)) known.set(verdict.path, handlingHere(verdict));
  for (const path of TRANSLATIONS) if (!known.has(path)) known.set(path, "carry");
  for (const path of ALWAYS_CARRIED) known.set(path, "carry");
  return known;
}

/** Texts that come with the code, and that owners edit in place in whichever application. */
const TRANSLATIONS: readonly RelPath[] = ["lang", "language", "languages", "resources/lang"].map(rel);

/** What was edited in them comes along, unless their owner has decided otherwise. */
function handlingHere({ path, handling, evidence }: PathVerdict): Handling {
  const isDecided = evidence[0]?.strength === "decision";
  return handling === "release" && !isDecided && TRANSLATIONS.includes(path) ? "carry" : handling;
}

const OUTSIDE_CODE: readonly Handling[] = ["link", "merge", "per-release"];

function handlingOf(
  path: RelPath,
  { known, built }: { readonly known: ReadonlyMap<RelPath, Handling>; readonly built: readonly RelPath[] },
): Handling {
  const chain = [...ancestorsOf(path), path];
  // Below an entry nothing else is: it is a link there.
  const entry = chain.map((above) => known.get(above)).find((one) => one !== undefined && OUTSIDE_CODE.includes(one));
  if (entry !== undefined) return entry;
  if (built.some((folder) => isInside(path, folder))) return "per-release";
  return (
    chain.reverse().reduce<Handling | undefined>((found, above) => found ?? known.get(above), undefined) ?? "release"
  );
}

/** Packages that were installed on the server. */
const INSTALLED = new Set(["vendor", "node_modules", "bower_components"]);

/** Git says nothing about packages that were installed beside its files: each release comes with its own. */
export function knowingHandling(
  baseline: Baseline | null,
  known: HarvestGround["handlingOf"],
): HarvestGround["handlingOf"] {
  if (baseline?.from !== "git") return known;
  const isInstalled = (path: RelPath): boolean => INSTALLED.has(baseName(path)) && !baseline.nodes.has(path);
  return (path) => ([...ancestorsOf(path), path].some(isInstalled) ? "per-release" : known(path));
}

/** The folders in which other sites stand, as far as the owner has said nothing else. */
function otherSitesOf({ input, classification }: Judgement): readonly RelPath[] {
  const known = new Set(classification.verdicts.map(({ path }) => path));
  return (input.otherSites ?? []).filter((path) => known.has(path));
}

/** What a build makes anew for each release. */
function buildsOf({ detections }: Judgement): RelPath[] {
  return detections.flatMap(({ id, base }) =>
    profiles
      .filter((profile) => profile.id === id)
      .flatMap(({ builds }) => builds)
      .filter((path) => !/[*@]/.test(path))
      .map((path) => join(base ?? "", path)),
  );
}

function groundOf(judged: Judgement | undefined): Ground {
  const { inventory, classification } = judged ?? {};
  const isPhp = inventory?.nodes.has(rel("composer.json")) === true || inventory?.nodes.has(rel("index.php")) === true;
  const runsJavaScript = !isPhp && inventory?.nodes.has(rel("package.json")) === true;
  return { webRoot: classification?.webRoot ?? "", runsJavaScript };
}

/** The baseline of a release that the site knows; `why` says what is wrong with it. */
export function baselineOf(
  found: SiteWithReleases,
  name: string,
): { readonly baseline: Baseline | null; readonly why: string | null } {
  const release: KnownRelease | null = releaseNamed(found.register, name);
  if (release === null) return { baseline: null, why: null };
  const known = readBaseline(found.site.shared, release);
  return known.baseline === null ? known : { baseline: known.baseline, why: null };
}

/** A release with the place where its tree stands now. */
export function standingTree(
  found: SiteWithReleases,
  name: string,
): { readonly name: string; readonly id: string; readonly path: AbsPath } | null {
  const tree = found.trees.find((known) => known.name === name);
  return tree === undefined ? null : { name, id: tree.id, path: placeOf(found.site, name) };
}
