/** What a switch to another release means for the document root: new names come before it, changed and old ones after it. */
import type { Diagnostic } from "../../core/diagnostic.ts";
import { rel, resolveText, under } from "../../core/path.ts";
import { LOADERS_FOLDER, type Serving } from "../../core/serving.ts";
import type { Operation } from "../../plan/operation.ts";
import type { Premise } from "../../plan/plan.ts";
import type { Filled } from "../../plan/serving/filling.ts";
import { fill } from "../../plan/serving/fill.ts";
import { writeServing } from "../../plan/serving/serving-document.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { keptBeside } from "./kept-beside.ts";
import { servingGround, wantedFor } from "./ground.ts";

/** The steps of a plan. */
export interface RootSteps {
  readonly operations: readonly Operation[];
  readonly basedOn: readonly Premise[];
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: RootSteps = { operations: [], basedOn: [], diagnostics: [] };

/** What comes before the switch: new names, and what will take the place of others, which is prepared beside them. Reads only. */
export function beforeSwitch(found: SiteWithReleases, release: string, now: string): RootSteps {
  const filled = filledFor(found, { release, now, isPrepared: false });
  if (filled === null || filled.before.length === 0) return NOTHING;
  const { serving, site } = found;
  const placed = { ...serving?.placed, ...filled.added };
  // What is there already goes again with the next switch, should this one come to nothing.
  const record = serving === null ? [] : writeServing(site, serving, { ...serving, placed });
  return { operations: [...filled.before, ...record], basedOn: filled.basedOn, diagnostics: [] };
}

/** What comes with and after the switch, when {@link beforeSwitch} is done. Reads only. */
export function afterSwitch(found: SiteWithReleases, release: string, now: string): RootSteps {
  const { serving, site } = found;
  const filled = filledFor(found, { release, now, isPrepared: true });
  if (serving === null || filled === null) return { ...NOTHING, diagnostics: notAsRecorded(found) };
  return {
    operations: [
      ...filled.before,
      ...filled.after,
      ...writeServing(site, serving, { ...serving, placed: filled.placed }),
    ],
    basedOn: filled.basedOn,
    diagnostics: [...filled.diagnostics, ...filled.inTheWay.map((path) => inTheWay(`${serving.documentRoot}/${path}`))],
  };
}

interface Switch {
  readonly release: string;
  readonly now: string;
  readonly isPrepared: boolean;
}

/** For a site whose document root is a real folder of ours; null for any other. */
function filledFor(found: SiteWithReleases, { release, now, isPrepared }: Switch): Filled | null {
  const { serving, site } = found;
  if (serving === null || !isFilled(serving)) return null;
  const root = resolveText(site.site, serving.documentRoot ?? ".");
  const ground = servingGround(found, root);
  const wanted = wantedFor(serving.way, release, ground);
  if (ground.fact.kind !== "directory" || wanted === null) return null;
  const filled = fill({
    root,
    shown: ground.shown,
    found: ground.fact.names,
    placed: serving.placed,
    wanted,
    data: new Set(ground.ownData.map(({ path }) => path)),
    owner: site.owner,
    kept: keptBeside(root, now),
    loaders: under(site.shared, rel(LOADERS_FOLDER)),
    aside: false,
    isPrepared,
  });
  return { ...filled, basedOn: [{ path: root, kind: "directory", id: ground.fact.id }, ...filled.basedOn] };
}

function isFilled({ way, documentRoot }: Serving): boolean {
  return (way === "entries" || way === "loader") && documentRoot !== null;
}

function inTheWay(path: string): Diagnostic {
  return {
    severity: "warning",
    code: "document-root-name-kept",
    path,
    message: `"${path}" is nobody's that Holdfast knows and stays; what the release has there is not reached`,
    hint: "Move it away if it is of no use, then run: holdfast recover",
  };
}

function notAsRecorded({ serving }: SiteWithReleases): Diagnostic[] {
  if (serving === null || !isFilled(serving)) return [];
  const { way, documentRoot } = serving;
  return [
    {
      severity: "warning",
      code: "document-root-changed",
      path: documentRoot ?? "",
      message: `"${documentRoot}" is no real folder any more, though the site is served by "${way}": it was left as it is`,
      hint: `Look who changed it, then run: holdfast serve ${way}`,
    },
  ];
}
