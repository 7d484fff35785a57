import type { Diagnostic } from "../../core/diagnostic.ts";
import { encodeJson } from "../../core/json.ts";
import { NAMES, type SiteLayout } from "../../core/layout.ts";
import type { AbsPath } from "../../core/path.ts";
import { REGISTER_FILE, type ReleaseRegister } from "../../core/release.ts";
import type { Activate, Operation, WriteFile } from "../operation.ts";
import { PLAN_SCHEMA, type Plan, type Premise } from "../plan.ts";
import { currentAt, pathAt, type ReleaseSite, restingAt, spotAt } from "./places.ts";

/** What every plan about releases is made with. */
export interface PlanFrame {
  readonly command: string;
  readonly program: string;
  readonly site: ReleaseSite;
}

/** A plan about releases. `app` is the copy of the code that it is about. */
export function releasePlan(
  frame: PlanFrame,
  about: { readonly app: AbsPath; readonly release: string | null; readonly live: boolean },
  steps: {
    readonly operations: readonly Operation[];
    readonly basedOn?: readonly Premise[];
    readonly diagnostics?: readonly Diagnostic[];
  },
): Plan {
  const { site } = frame;
  return {
    schema: PLAN_SCHEMA,
    command: frame.command,
    program: frame.program,
    layout: layoutOf(site, about),
    owner: site.owner,
    basedOn: steps.basedOn ?? [],
    operations: steps.operations,
    diagnostics: steps.diagnostics ?? [],
  };
}

/** The layout as it is for one copy of the code. In the flat layout a copy beside the app is one that is not live; its caches are its own. */
export function layoutOf(
  site: ReleaseSite,
  about: { readonly app: AbsPath; readonly release: string | null; readonly live: boolean },
): SiteLayout {
  return {
    kind: site.kind,
    site: site.site,
    app: about.app,
    shared: site.shared,
    release: about.release,
    live: about.live,
  };
}

/** Writes the register; nothing where it stays as it is. */
export function writeRegister(site: ReleaseSite, now: ReleaseRegister, next: ReleaseRegister): WriteFile[] {
  const content = encodeJson(next);
  if (content === encodeJson(now)) return [];
  return [
    {
      kind: "write-file",
      path: `shared/${REGISTER_FILE}`,
      at: { directory: `${site.shared}/.holdfast` as AbsPath, name: REGISTER_FILE.slice(".holdfast/".length) },
      content,
      mode: 0o600,
      owner: site.owner,
      exclusive: false,
      reason: "remembers the releases, and which was live when",
    },
  ];
}

/** A release that is complete and waits to be live. */
export interface WaitingTree {
  readonly name: string;
  readonly id: string;
}

/** The switch itself, with the premises that it rests on. */
export function switchSteps(
  site: ReleaseSite,
  next: WaitingTree,
): { readonly operations: readonly Operation[]; readonly basedOn: readonly Premise[] } {
  return site.kind === "releases" ? switchCurrent(site, next) : exchangeApps(site, next);
}

function switchCurrent(
  site: ReleaseSite,
  next: WaitingTree,
): { readonly operations: readonly Operation[]; readonly basedOn: readonly Premise[] } {
  const at = currentAt(site);
  const path = pathAt(at);
  const activate: Activate = {
    kind: "activate",
    path: "current",
    at,
    text: `releases/${next.name}`,
    was: site.currentText,
    identity: next.id,
    owner: site.owner,
    reason: `release ${next.name} is ready`,
  };
  const premise: Premise =
    site.currentText === null
      ? { path, kind: "absent", id: null }
      : { path, kind: "link", id: null, linkText: site.currentText };
  return {
    operations: [activate, ...leadToCurrent(site)],
    basedOn: [premise, treePremise(pathAt(restingAt(site, next.name)), next.id)],
  };
}

/** The path of what was a flat application leads to what is live from now on. */
function leadToCurrent({ converts, live }: ReleaseSite): Operation[] {
  if (converts === null || live === null) return [];
  return [
    {
      kind: "relink",
      path: spotAt(converts).name,
      at: spotAt(converts),
      text: NAMES.current,
      was: spotAt(live.path).name,
      reason: "the application's path leads to what is live",
    },
  ];
}

/** The old tree gets the name by which it is known, so that `rollback` finds it. */
function exchangeApps(
  site: ReleaseSite,
  next: WaitingTree,
): { readonly operations: readonly Operation[]; readonly basedOn: readonly Premise[] } {
  const { app, live } = site;
  if (app === null || live === null) throw new Error("A flat site has an app");
  const waiting = restingAt(site, next.name);
  const kept = restingAt(site, live.name);
  return {
    operations: [
      {
        kind: "exchange-trees",
        path: spotAt(app).name,
        at: spotAt(app),
        into: waiting,
        identity: live.id,
        next: next.id,
        reason: `release ${next.name} is ready`,
      },
      {
        kind: "move-tree",
        path: waiting.name,
        at: waiting,
        into: kept,
        identity: live.id,
        reason: "the code that was live is kept for a rollback",
      },
    ],
    basedOn: [treePremise(app, live.id), treePremise(pathAt(waiting), next.id)],
  };
}

/** A folder of ours must be the very one that the plan was made for. */
export function treePremise(path: AbsPath, id: string): Premise {
  return { path, kind: "directory", id };
}

/** Nothing may stand where something is to be made. */
export function freePremise(path: AbsPath): Premise {
  return { path, kind: "absent", id: null };
}
