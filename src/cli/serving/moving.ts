/** Moves a site to a way to serve: its data in the document root comes to shared first, then the document root changes in one plan. */
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { NodeKind } from "../../core/inventory.ts";
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, baseName, rel, type RelPath, under } from "../../core/path.ts";
import { LOADERS_FOLDER, SERVING_SCHEMA, type Way } from "../../core/serving.ts";
import { movesData, type Operation } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import { pathAt } from "../../plan/release/places.ts";
import { type PlanFrame, releasePlan } from "../../plan/release/release-plan.ts";
import { planData } from "../../plan/serving/data-steps.ts";
import { besideOf, type MovableWay, type Move, planMove, retireBeside } from "../../plan/serving/move-plan.ts";
import { WAS } from "../../plan/serving/retire-link.ts";
import { writeServing } from "../../plan/serving/serving-document.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { makePlan } from "../commands/persist.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import type { Deployment } from "../release/deployment.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { servingGround, type ServingGround, wantedFor } from "./ground.ts";
import { keptBeside } from "./kept-beside.ts";

/** What is to be done. */
export interface MoveOrder {
  readonly way: MovableWay;
  /** Null only for `server`. */
  readonly root: AbsPath | null;
  /** What is nobody's that we know may give way. */
  readonly aside: boolean;
  /** What is nobody's that we know stays where it is, and what is wanted there does not come. */
  readonly leavesStrangers?: true;
}

/** What a move would do, as the disk is now. */
export interface MovePreview {
  /** Data first, then the document root, then the record. */
  readonly operations: readonly Operation[];
  readonly inTheWay: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans a move without changing anything. Throws where the way is none for this site. */
export function previewMove(order: MoveOrder, found: SiteWithReleases, context: Context): MovePreview {
  const { root } = order;
  if (root === null)
    return { operations: [...takenOver(found, context), ...recordOnly(found)], inTheWay: [], diagnostics: [] };
  const ground = servingGround(found, root);
  refuseOddData(ground);
  const data = order.way === "server" ? { operations: [] } : dataOf(ground);
  const move = moveOf({ ...order, root }, { ground, isPrepared: false }, context.now());
  const operations = [
    ...data.operations,
    ...move.prepare,
    ...move.operations,
    ...writeServing(found.site, found.serving, move.next),
  ];
  return { operations, inTheWay: move.inTheWay, diagnostics: move.diagnostics };
}

/** What a site without links gets its links for, before anybody is asked: it is done when the move is noted. */
function takenOver({ site, serving }: SiteWithReleases, context: Context): readonly Operation[] {
  if (serving?.way !== "in-place" || site.app === null) return [];
  const terms = { app: site.app, shared: site.shared, mode: "auto", maintenance: false, across: null } as const;
  return makePlan({ ...terms, inPlace: false }, context).plan.operations;
}

/** Carries it out; returns where is kept what gave way. Throws where something of the data cannot be shared; nothing of the document root was changed then. */
export async function moving(order: MoveOrder, deployment: Deployment): Promise<readonly AbsPath[]> {
  const { root } = order;
  if (root === null) {
    await recordAlone(deployment);
    return [];
  }
  const frame = (found: SiteWithReleases): PlanFrame => deployment.frame(found);
  if (order.way !== "server") {
    const ground = servingGround(deployment.look(), root);
    const first = await deployment.apply(planOf(ground, frame(ground.found), dataOf(ground)));
    const problem = first.diagnostics.find(({ severity }) => severity === "problem");
    if (problem !== undefined) throw dataStays(problem);
  }
  const now = deployment.context.now();
  const ground = servingGround(deployment.look(), root);
  const left = retireBeside({ root, shown: ground.shown, beside: besideNow(root) });
  await deployment.apply(planOf(ground, frame(ground.found), left));
  const first = moveOf({ ...order, root }, { ground, isPrepared: false }, now);
  if (first.inTheWay.length > 0 && !order.aside && order.leavesStrangers !== true) throw cameMeanwhile(first.inTheWay);
  const { prepare, basedOn } = first;
  // Warnings are told once, by the plan that follows.
  await deployment.apply(planOf(ground, frame(ground.found), { operations: prepare, basedOn }));
  const prepared = servingGround(deployment.look(), root);
  const move = moveOf({ ...order, root }, { ground: prepared, isPrepared: true }, now);
  if (move.inTheWay.length > 0 && !order.aside && order.leavesStrangers !== true) throw cameMeanwhile(move.inTheWay);
  const { site, serving } = prepared.found;
  const operations = [...move.operations, ...writeServing(site, serving, move.next)];
  await deployment.apply(planOf(prepared, frame(prepared.found), { ...move, operations }));
  return move.operations.flatMap((step) =>
    step.kind === "stand-in" && step.replaced !== null && !step.kept.name.endsWith(WAS) ? [pathAt(step.kept)] : [],
  );
}

/** Writes the line of the history, and our own pages anew. */
export async function noteMove(way: Way, deployment: Deployment): Promise<void> {
  const { site } = deployment.look();
  if (site.live === null) return;
  const entry = {
    at: deployment.context.now(),
    command: "serve",
    release: site.kind === "flat" ? baseName(site.live.path) : site.live.name,
    result: "done",
    counts: { rescued: deployment.outcome().rescued.length },
    facts: { way, holdfast: VERSION },
  } as const;
  const terms = { app: site.live.path, shared: site.shared, mode: "auto", maintenance: false, across: null } as const;
  const { plan } = makePlan({ ...terms, deployment: entry }, deployment.context);
  // What persist has to say of the code was said when that came.
  await deployment.apply({ ...plan, diagnostics: [] });
}

function moveOf(
  order: MoveOrder & { readonly root: AbsPath },
  { ground, isPrepared }: { readonly ground: ServingGround; readonly isPrepared: boolean },
  now: string,
): Move {
  const { found, root, shown, fact, door, ours, ownData } = ground;
  const { site } = found;
  return planMove({
    way: order.way,
    root,
    shown,
    site: site.site,
    fact,
    door,
    ours,
    serving: ground.serving,
    wanted: wantedFor(order.way, site.live?.name ?? "", ground),
    data: new Set<RelPath>(ownData.map(({ path }) => path)),
    owner: site.owner,
    kept: keptBeside(root, now),
    loaders: under(site.shared, rel(LOADERS_FOLDER)),
    aside: order.aside,
    beside: besideNow(root),
    isPrepared,
  });
}

function besideNow(
  root: AbsPath,
): { readonly id: string; readonly kind: NodeKind; readonly text: string | null } | null {
  const fact = lookAt(bytes(besideOf(root)));
  return fact === null ? null : { id: fact.id, kind: fact.kind, text: fact.linkText ?? null };
}

function dataOf({ ownData, root, shown, found }: ServingGround): ReturnType<typeof planData> {
  const { shared, owner } = found.site;
  return planData(ownData, { root, shown, shared, owner });
}

function planOf(ground: ServingGround, frame: PlanFrame, steps: Parameters<typeof releasePlan>[2]): Plan {
  const { live, site } = ground.found.site;
  const about = { app: live?.path ?? site, release: live?.name ?? null, live: true };
  return releasePlan(frame, about, steps);
}

/** The server's own configuration leads to the site: there is no document root to change. */
function recordOnly(found: SiteWithReleases): Operation[] {
  return writeServing(found.site, found.serving, {
    schema: SERVING_SCHEMA,
    way: "server",
    documentRoot: null,
    placed: {},
  });
}

async function recordAlone(deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const { live, site } = found.site;
  const about = { app: live?.path ?? site, release: live?.name ?? null, live: true };
  await deployment.apply(releasePlan(deployment.frame(found), about, { operations: recordOnly(found) }));
}

/** True where somebody should have said yes first. */
export function asksFirst({ operations }: MovePreview): boolean {
  return operations.some((step) => movesData(step) || step.kind === "stand-in");
}

/** A folder where shared has a file can be merged by nobody. */
function refuseOddData({ ownData, shown }: ServingGround): void {
  const odd = ownData.find(({ kind, inShared }) => inShared !== "absent" && inShared !== kind);
  if (odd === undefined) return;
  throw new HoldfastError({
    code: "data-kinds-differ",
    message: `"${shown}/${odd.path}" is a ${odd.kind}, and "${odd.shared}" is a ${odd.inShared}`,
    hint: "Look which of the two is the data, and move the other one away",
  });
}

function dataStays(problem: Diagnostic): HoldfastError {
  return new HoldfastError({
    code: "document-root-data",
    message: `The data in the document root cannot be shared, so that the document root stays as it is: ${problem.message}`,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    exit: "problems",
  });
}

function cameMeanwhile(names: readonly string[]): HoldfastError {
  return new HoldfastError({
    code: "document-root-strangers",
    message: `Something that nobody knows came into the document root meanwhile: ${names.slice(0, 3).join(", ")}`,
    hint: "Look what it is, then run the command again",
    exit: "problems",
  });
}
