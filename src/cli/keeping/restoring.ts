import { HoldfastError } from "../../core/error.ts";
import type { Ownership } from "../../core/observation.ts";
import {
  type AbsPath,
  abs,
  ancestorsOf,
  baseName,
  isInside,
  parentOf,
  parseRel,
  type RelPath,
  rel,
  under,
} from "../../core/path.ts";
import type { SnapshotManifest, SnapshotNode } from "../../core/snapshot.ts";
import { nodesWithin } from "../../apply/snapshot/bring-back.ts";
import { compareWith, type Difference, isAlike } from "../../apply/snapshot/compare.ts";
import { withSnapshot } from "../../apply/snapshot/read-snapshots.ts";
import { verifySnapshot } from "../../apply/snapshot/verify-snapshot.ts";
import { subjectOf, writeHistory } from "../../plan/history.ts";
import type { MakeDirectory, Operation, Restore } from "../../plan/operation.ts";
import type { Plan, Premise } from "../../plan/plan.ts";
import { layoutOf, type PlanFrame } from "../../plan/release/release-plan.ts";
import { BESIDE_DATABASE, databaseOf, restoreUnits } from "../../plan/snapshot/restore-units.ts";
import { isNoData, planAbout } from "../../plan/snapshot/snapshot-plan.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt, type NodeFact } from "../../system/facts.ts";
import { usersBelow } from "../../system/open-processes.ts";
import { damagedManifest } from "../commands/snapshot.ts";
import { premiseOf } from "../rescued/place.ts";
import { damaged, inTheWay, notInIt, partOfDatabase } from "./restore-refusals.ts";
import type { SiteWithReleases } from "../release/release-site.ts";

/** One thing that a restore brings back, and how what stands there differs. */
interface RestoreStep extends Difference {
  readonly path: string;
  readonly replaces: boolean;
}

/** A restore, planned. */
export interface RestorePlan {
  readonly plan: Plan;
  readonly steps: readonly RestoreStep[];
  readonly manifest: SnapshotManifest;
}

/** What is asked for. */
export interface RestoreWish {
  readonly folder: AbsPath;
  readonly name: string;
  /** As typed; null: all of it. */
  readonly path: string | null;
  readonly maintenance: boolean;
  readonly now: string;
}

/**
 * Plans a restore after reading back what of the snapshot it needs. Throws where that is damaged (by the file's name), where the snapshot has no such path,
 * or where a database that would be replaced is open.
 */
export function planRestore(wish: RestoreWish, found: SiteWithReleases, frame: PlanFrame): RestorePlan {
  const { folder, name } = wish;
  return withSnapshot(folder, name, (own, sealed) => {
    if (sealed === null) throw damagedManifest(name, folder);
    const { manifest, digest } = sealed;
    const wanted = wantedPath(wish, found, manifest);
    const faults = verifySnapshot(own, manifest, wanted);
    if (faults.length > 0) throw damaged(name, faults);
    const entries = (found.record?.entries ?? []).map((entry) => entry.path);
    const isFolder = (path: string): boolean => lookAt(bytes(`${found.site.shared}/${path}`))?.kind === "directory";
    const units = restoreUnits(manifest.nodes, wanted, { entries, isFolder }).filter(({ path }) =>
      [null, path].includes(databaseOf(path, manifest.head.databases)),
    );
    const snapshot = { directory: folder, name };
    const parts = units.flatMap((unit) => partOf(unit, { manifest, found, snapshot, digest }));
    if (!wish.maintenance)
      refuseOpen(
        parts.map(({ step }) => step.path),
        manifest,
        found,
      );
    return { manifest, steps: parts.map(({ step }) => step), plan: planOf(parts, { wish, found, frame }) };
  });
}

interface Part {
  readonly step: RestoreStep;
  readonly operations: readonly Operation[];
  readonly premises: readonly Premise[];
}

interface Source {
  readonly manifest: SnapshotManifest;
  readonly found: SiteWithReleases;
  readonly snapshot: Restore["snapshot"];
  readonly digest: string;
}

/** Nothing where what stands there is as the snapshot has it. A database comes back with its log, and no live log is left for it to meet. */
function partOf(unit: SnapshotNode, source: Source): Part[] {
  const { shared } = source.found.site;
  const { nodes, head } = source.manifest;
  const isDatabase = head.databases.includes(unit.path);
  const logs = isDatabase ? nodes.filter(({ path }) => isBeside(path, unit.path)) : [];
  const live = isDatabase ? liveLogs(unit.path, source) : [];
  const since = live.filter(({ as }) => !as.endsWith("-shm") && !logs.some(({ path }) => path === as)).length;
  const compared = compareWith(shared, [...nodesWithin(nodes, unit.path), ...logs], unit.path);
  const difference = { ...compared, since: compared.since + since };
  if (isAlike(difference)) return [];
  const place = under(shared, unit.path as RelPath);
  const { folders, premises } = wayTo(unit.path as RelPath, source);
  const fact = folders.length > 0 ? null : lookAt(bytes(place));
  return [
    {
      step: { path: unit.path, replaces: fact !== null, ...difference },
      operations: [
        ...folders,
        ...live.map(asideStep),
        restoreStep(unit, fact, source),
        ...logs.map((log) => restoreStep(log, null, source)),
      ],
      premises: [...premises, ...live.map((log) => premiseOf(log.place, log.fact)), premiseOf(place, fact)],
    },
  ];
}

function isBeside(path: string, database: string): boolean {
  return BESIDE_DATABASE.some((ending) => path === `${database}${ending}`);
}

function restoreStep({ path }: SnapshotNode, fact: NodeFact | null, { found, snapshot, digest }: Source): Restore {
  const place = under(found.site.shared, path as RelPath);
  return {
    kind: "restore",
    path: `shared/${path}`,
    at: { directory: parentOf(place), name: baseName(place) },
    snapshot,
    digest,
    node: path as RelPath,
    replaced: fact?.id ?? null,
    as: path as RelPath,
    reason: `the snapshot ${snapshot.name} was brought back`,
  };
}

interface LiveLog {
  readonly place: AbsPath;
  readonly fact: NodeFact;
  readonly as: RelPath;
}

function liveLogs(path: string, { found }: Source): LiveLog[] {
  return BESIDE_DATABASE.flatMap((ending) => {
    const as = rel(`${path}${ending}`);
    const place = under(found.site.shared, as);
    const fact = lookAt(bytes(place));
    return fact === null ? [] : [{ place, fact, as }];
  });
}

/** A log beside a database would be played into the one that comes back. */
function asideStep({ place, fact, as }: LiveLog): Operation {
  return {
    kind: "set-aside",
    path: `shared/${as}`,
    at: { directory: parentOf(place), name: baseName(place) },
    identity: fact.id,
    nodeKind: fact.kind,
    to: "rescued",
    as,
    reason: "it belongs to the database that was replaced",
  };
}

/** The folders on the way that are missing, with the owner and mode that the snapshot has of them. Throws where something else stands on the way. */
function wayTo(
  path: RelPath,
  { manifest, found }: Source,
): { readonly folders: readonly MakeDirectory[]; readonly premises: readonly Premise[] } {
  const { shared } = found.site;
  const folders: MakeDirectory[] = [];
  const premises: Premise[] = [];
  for (const above of ancestorsOf(path)) {
    const place = under(shared, above);
    const fact = folders.length > 0 ? null : lookAt(bytes(place));
    if (fact !== null && fact.kind !== "directory") throw inTheWay(place, above, fact);
    if (fact !== null) continue;
    const node = manifest.nodes.find((known) => known.path === above);
    const owner: Ownership = node ?? { ...found.site.owner, mode: 0o755 };
    folders.push({
      kind: "make-directory",
      path: `shared/${above}`,
      at: { directory: parentOf(place), name: baseName(place) },
      owner: { uid: owner.uid, gid: owner.gid, mode: owner.mode },
      reason: "what comes back stood in it",
    });
    premises.push({ path: place, kind: "absent", id: null });
  }
  return { folders, premises };
}

function planOf(
  parts: readonly Part[],
  { wish, found, frame }: { readonly wish: RestoreWish; readonly found: SiteWithReleases; readonly frame: PlanFrame },
): Plan {
  if (parts.length === 0) return planAbout(frame, { operations: [] });
  const { site } = found;
  const live = { app: site.live?.path ?? site.site, release: site.live?.name ?? null, live: site.live !== null };
  const layout = layoutOf(site, live);
  const history = writeHistory(
    { layout, owner: site.owner },
    {
      at: wish.now,
      command: "restore",
      release: subjectOf(layout),
      result: "done",
      counts: { entries: parts.length },
      facts: { holdfast: frame.program, snapshot: wish.name },
    },
  );
  const made = new Map<string, Operation>();
  for (const operation of parts.flatMap(({ operations }) => operations))
    made.set(`${operation.kind} ${operation.path}`, operation);
  const premises = new Map(parts.flatMap((part) => part.premises).map((premise) => [premise.path, premise]));
  return planAbout(frame, { operations: [...made.values(), history], basedOn: [...premises.values()] });
}

/** The path below shared that was meant: `public/uploads`, `shared/public/uploads`, or the whole path. */
function wantedPath(
  { path, name }: RestoreWish,
  { site }: SiteWithReleases,
  { nodes, head }: SnapshotManifest,
): string {
  if (path === null) return "";
  const text = isInside(path, site.shared) ? path.slice(site.shared.length + 1) : path;
  const parsed = parseRel(text) ?? "";
  const found = [parsed, parsed.replace(/^shared\//, "")].find((one) => nodes.some((node) => node.path === one));
  if (found === undefined || found === "" || isNoData(found)) throw notInIt(path, name, nodes);
  const database = databaseOf(found, head.databases);
  if (database !== null && database !== found) throw partOfDatabase(found, database);
  return found;
}

/** A process that has the database open would go on with the old file and meet the new log, or the other way round. */
function refuseOpen(paths: readonly string[], { head }: SnapshotManifest, { site }: SiteWithReleases): void {
  const replaced = head.databases.filter((database) => paths.some((path) => isInside(database, path)));
  const places = replaced
    .map((database) => abs(`${site.shared}/${database}`))
    .filter((place) => lookAt(bytes(place)) !== null);
  const users = usersBelow(places);
  for (const place of places) {
    const [user] = users.get(place) ?? [];
    if (user === undefined) continue;
    throw new HoldfastError({
      code: "database-open",
      message: `The database "${place}" is open in ${user.name} (process ${user.pid}), which would go on with the one that is replaced; nothing was changed`,
      hint: "Stop what uses it (php artisan down, the queue workers), then run the command again; with --maintenance it is replaced all the same",
    });
  }
}
