/** Where claims come from. Each source is asked about one path; `candidates.ts` says which paths are worth asking about. */
import type { Decision, Detection, EntryKind } from "../core/entry.ts";
import type { Inventory, InventoryNode } from "../core/inventory.ts";
import { ancestorsOf, baseName, isInside, join, parentOf, type RelPath } from "../core/path.ts";
import type { PersistenceRecord } from "../core/record.ts";
import type { Profile, ProfileEntry } from "../profiles/profile.ts";
import { type Claim, type Extras, usualClass, usualHandling } from "./claim.ts";
import { claimsByCode } from "./code.ts";
import { claimsByContents, contentsOf, mostlyCode, namedInCode, onlySources } from "./contents.ts";
import { claimsByCredentials } from "./credentials.ts";
import { isDiskRoot } from "./disks.ts";
import { claimsByPlaceholder, isIgnored } from "./ignored.ts";
import { claimByFileName } from "./file-names.ts";
import { claimByName, isAroundCode, isDataName, isDemoName } from "./names.ts";
import { claimsByObservation } from "./observed.ts";
import { claimsByOpenCode } from "./open-code.ts";
import { matcherOf, nameMatcher } from "./pattern.ts";
import { claimsBySettingsFile } from "./settings-files.ts";

/** Everything that a judgement rests on. */
export interface ClassifyInput {
  readonly inventory: Inventory;
  readonly detections: readonly Detection[];
  readonly decisions: readonly Decision[];
  readonly record: PersistenceRecord | null;
  /** The files of this very code as its vendor delivered them, where that is recorded: what else lies in the app was made by the site. */
  readonly baseline?: ReadonlySet<RelPath>;
  /** Folders of other sites; the inventory is without what is in them. */
  readonly otherSites?: readonly RelPath[];
}

/** The input with what follows from it once. */
export interface Ground extends ClassifyInput {
  readonly webRoot: RelPath | "";
  readonly profiles: readonly Profile[];
  /** Folders that the profiles say hold code or build output. */
  readonly codeFolders: readonly string[];
  /** False for scripts of their own kind. */
  readonly framework: boolean;
}

/** What every source says about one path, whether or not anything stands there. */
export function claimsOn(path: RelPath, ground: Ground): Claim[] {
  const kind = kindAt(path, ground.inventory);
  const code = claimsByCode(ground.inventory, ground.webRoot).filter((claim) => claim.path === path);
  const claims = [
    ...claimsByDecision(path, ground),
    ...claimsByRecord(path, ground),
    ...claimsByProfile(path, ground, code),
    ...code,
    ...claimsByObservation(path, ground),
    ...claimsByCredentials(path, ground),
  ];
  const contents = contentsOf(ground.inventory, path);
  if ((kind ?? kindByName(path)) === "file") claims.push(...claimsBySettingsFile(path, ground.inventory));
  if ((kind ?? kindByName(path)) === "file")
    return [
      ...claims,
      ...claimsByKeptLink(path, ground),
      ...claimByFileName(path, isIgnored(ground.inventory, path, "file")),
    ];
  const mentioned = namedInCode(ground.inventory, path);
  const name = claimByName(path, {
    reach: reachOf(path, ground),
    inWeb: ground.webRoot !== "" && isInside(path, ground.webRoot),
    code: mostlyCode(contents),
    sources: onlySources(contents),
    amongCode: isPackage(path, ground.inventory) || ancestorsOf(path).some((above) => isAroundCode(baseName(above))),
    amongDemos: ancestorsOf(path).some((above) => isDemoName(baseName(above))),
    mentioned: mentioned.total > 0 && mentioned.found * 2 > mentioned.total,
  });
  return [
    ...claims,
    ...claimsByLink(path, ground),
    ...claimsByPlaceholder(ground.inventory, path, isInCode(path, ground)),
    ...claimsByOpenCode(ground.inventory, path),
    ...(name === undefined || claims.some((claim) => claim.kind === "file") ? [] : [name]),
    ...claimsByContents(ground.inventory, path),
  ];
}

/** What stands at a path, links seen through; undefined when nothing does. */
export function kindAt(path: RelPath, inventory: Inventory): EntryKind | undefined {
  const node = inventory.nodes.get(path);
  const kind = node?.kind === "link" ? node.leadsTo : node?.kind;
  return kind === "directory" || kind === "file" ? kind : undefined;
}

/** What a name that stands nowhere would be. */
export function kindByName(path: RelPath): EntryKind {
  const name = baseName(path);
  return /.\.[a-z0-9]{1,8}$/i.test(name) ||
    /^(\.env|\.htaccess$|installed$|artisan$|error_log$)|(^|[._-])key$/.test(name)
    ? "file"
    : "directory";
}

/** The entries of the matching profiles, with the web root put in. */
export function profileEntries(ground: Ground): { readonly profile: Profile; readonly entry: ProfileEntry }[] {
  return ground.profiles.flatMap((profile) =>
    profile.entries.map((entry) => ({ profile, entry: { ...entry, path: placed(entry.path, ground.webRoot) } })),
  );
}

/** The folders that the profiles say hold code or build output. */
export function profileAssets(
  ground: Pick<Ground, "profiles" | "webRoot">,
): { readonly path: string; readonly fact: string; readonly where: string }[] {
  return ground.profiles.flatMap((profile) => [
    ...profile.code.map((path) => ({
      path: placed(path, ground.webRoot),
      fact: `${profile.title} keeps code here`,
      where: `profile ${profile.id}`,
    })),
    ...profile.builds.map((path) => ({
      path: placed(path, ground.webRoot),
      fact: "It is made anew by each build or installation",
      where: `profile ${profile.id}`,
    })),
  ]);
}

/** True when an entry of a profile applies to what stands (or does not stand) at a path. */
export function applies(entry: ProfileEntry, path: RelPath, inventory: Inventory): boolean {
  if (entry.when === "always") return true;
  return inventory.nodes.has(path) && isLeftOut(entry, path, inventory);
}

/** What the repository must say of it, if anything. */
function isLeftOut({ when, kind }: ProfileEntry, path: RelPath, inventory: Inventory): boolean {
  if (when === "ignored") return isIgnored(inventory, path, kind) === true;
  return when !== "uncommitted" || isIgnored(inventory, path, kind) !== false;
}

/** The same of what stands nowhere: once it is there. */
function wouldApply(entry: ProfileEntry, path: RelPath, inventory: Inventory): boolean {
  return !inventory.nodes.has(path) && isLeftOut(entry, path, inventory);
}

function claimsByDecision(path: RelPath, ground: Ground): Claim[] {
  const decision = ground.decisions.findLast(({ pattern }) => matcherOf(pattern)(path));
  if (decision === undefined) return [];
  const said = decision.class ?? (decision.handling === undefined ? "user" : usualClass(decision.handling));
  const fact = decision.pattern === path ? "Its owner decided so" : `Its owner decided so for ${decision.pattern}`;
  return [
    {
      path,
      kind: decision.kind ?? kindAt(path, ground.inventory) ?? "directory",
      class: said,
      handling: decision.handling ?? usualHandling(said),
      evidence: { fact, where: decision.where, strength: "decision" },
    },
  ];
}

function claimsByRecord(path: RelPath, ground: Ground): Claim[] {
  const entry = ground.record?.entries.find((recorded) => recorded.path === path);
  if (entry === undefined) return [];
  const extras: Extras = {
    ...(entry.chain === undefined ? {} : { chain: entry.chain }),
    ...(entry.secret === undefined ? {} : { secret: entry.secret }),
    ...(entry.database === undefined ? {} : { database: entry.database }),
    ...(entry.needs === undefined ? {} : { needs: entry.needs }),
    ...(entry.handling === "per-release" ? { pooled: true } : {}),
  };
  const fact = "An earlier deployment made it an entry";
  return [
    {
      path,
      kind: entry.kind,
      class: entry.class,
      handling: entry.handling,
      evidence: { fact, where: ".persistence-config", strength: "record" },
      extras,
    },
  ];
}

function claimsByProfile(path: RelPath, ground: Ground, code: readonly Claim[]): Claim[] {
  const diskRoot = code.some(isDiskRoot);
  const entries = profileEntries(ground).filter(
    ({ entry }) =>
      nameMatcher(entry.path)(path) &&
      (applies(entry, path, ground.inventory) || wouldApply(entry, path, ground.inventory)),
  );
  const claims = entries.map(
    ({ profile, entry }): Claim => ({
      path,
      kind: entry.kind,
      class: entry.class,
      handling: entry.handling,
      evidence: { fact: entry.fact, where: `profile ${profile.id} (${entry.source})`, strength: "profile" },
      extras: extrasOf(entry, diskRoot),
    }),
  );
  const asset = profileAssets(ground).find((known) => nameMatcher(known.path)(path));
  if (asset === undefined) return claims;
  return [
    ...claims,
    {
      path,
      kind: kindAt(path, ground.inventory) ?? "directory",
      class: "asset",
      evidence: { fact: asset.fact, where: asset.where, strength: "profile" },
    },
  ];
}

function extrasOf(entry: ProfileEntry, diskRoot: boolean): Extras {
  return {
    ...(entry.chain === undefined || diskRoot ? {} : { chain: entry.chain as RelPath }),
    ...(entry.needs === undefined ? {} : { needs: entry.needs as readonly RelPath[] }),
    ...(entry.secret === undefined ? {} : { secret: entry.secret }),
    ...(entry.database === undefined ? {} : { database: entry.database }),
    ...(entry.pooled === undefined ? {} : { pooled: entry.pooled }),
  };
}

/** A link to the same path below a folder called shared: somebody has made it persistent already. */
function claimsByLink(path: RelPath, ground: Ground): Claim[] {
  const node = ground.inventory.nodes.get(path);
  if (node?.kind !== "link" || node.linkText === undefined) return [];
  const kept = isKeptLink(node);
  const fact = kept ? `It is a link into a shared folder (${node.linkText})` : `It is a link to ${node.linkText}`;
  return [
    {
      path,
      kind: "directory",
      class: kept ? "user" : null,
      evidence: { fact, where: path, strength: kept ? "observed" : "content" },
    },
  ];
}

/** What SQLite keeps beside a database comes and goes with it: it is part of that entry, and none of its own. */
const BESIDE_A_DATABASE = /-(?:wal|shm|journal)$/;

/** A link to the same path below a folder called shared. */
export function isKeptLink({ path, linkText }: InventoryNode): boolean {
  return linkText?.endsWith(`shared/${path}`) === true && !BESIDE_A_DATABASE.test(path);
}

/** A file behind such a link is somebody's: new code would come with its own in its place. */
function claimsByKeptLink(path: RelPath, { inventory }: Ground): Claim[] {
  const node = inventory.nodes.get(path);
  if (node === undefined || !isKeptLink(node)) return [];
  const fact = `It is a link into a shared folder (${node.linkText ?? ""})`;
  return [{ path, kind: "file", class: "user", evidence: { fact, where: path, strength: "observed" } }];
}

function isInCode(path: RelPath, { codeFolders }: Ground): boolean {
  return !isDataName(baseName(path)) && codeFolders.some((folder) => isInside(path, folder));
}

/** A package of Python. */
function isPackage(path: RelPath, { nodes }: Inventory): boolean {
  return nodes.has(join(path, "__init__.py"));
}

function reachOf(path: RelPath, ground: Ground): "top" | "deep" {
  const parent = parentOf(path);
  const storage = baseName(parent) === "storage" || parent === "var" || parent === "resources";
  return parent === "" || parent === ground.webRoot || parent === "public" || storage ? "top" : "deep";
}

function placed(path: string, webRoot: RelPath | ""): string {
  if (!path.startsWith("@/")) return path;
  return webRoot === "" ? path.slice(2) : `${webRoot}/${path.slice(2)}`;
}
