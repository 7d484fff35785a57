import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import { type AbsPath, abs, baseName, parentOf, resolveText } from "../core/path.ts";
import type { GivenPath } from "../core/site-facts.ts";
import { readSharedState, readSurvey, type SharedState } from "../apply/read-survey.ts";
import { appRememberedBy, remembers, sharedOfApp } from "../apply/shared-of-app.ts";
import type { HistoryEntry } from "../plan/history.ts";
import type { AcrossTerms } from "../plan/operation.ts";
import { type ResolvedSite, resolveSite } from "../plan/site.ts";
import type { Mode, Survey } from "../plan/survey.ts";
import { isInWebRoot, sharedBeside } from "../plan/web-root-guard.ts";
import { isFolder, pathGiven, readSiteFacts } from "../system/site-facts.ts";
import type { Context } from "./context.ts";
import { VERSION } from "./version.ts";
import type { Judgement } from "./judge.ts";
import { refuseSharedAway, refuseSharedLink } from "./shared-away.ts";
import { commandLine } from "./shell-words.ts";

/** A site with what its shared remembers. */
export interface KnownSite extends ResolvedSite {
  readonly state: SharedState;
}

/**
 * Finds the site that the arguments mean and reads what its shared remembers. `apart`: a site that has none yet gets one of its own where the usual place is in
 * the web root or another app's; what has links is told to its owner first, and asks him to name it.
 */
export function findSite(
  context: Context,
  args: { readonly app: string; readonly shared: string | null; readonly apart?: boolean },
): KnownSite {
  const facts = readSiteFacts({ cwd: context.cwd, app: args.app, shared: args.shared });
  const resolved = resolveSite({
    ...facts,
    recordedApp: appRememberedBy,
    sharedOfApp: namedShared,
    ...(args.apart === true ? { sharedApart } : {}),
  });
  if (args.shared === null && resolved.layout.kind === "releases") refuseSharedLink(resolved.layout.site);
  const state = readSharedState(resolved.layout.shared);
  refuseOtherApp(resolved.layout, state);
  refuseSharedAway(resolved.layout, state);
  return { ...resolved, state };
}

function namedShared(app: AbsPath, own: AbsPath): readonly GivenPath[] {
  return remembers(own, app) ? [] : sharedOfApp(app, own).map(pathGiven);
}

function sharedApart(app: AbsPath, own: AbsPath): GivenPath | null {
  const isGood = remembers(own, app) || (!isInWebRoot(own) && appRememberedBy(own) === null);
  return isGood ? null : pathGiven(freeBeside(app));
}

/** The proposed folder, or that name with a number where another app has it. */
function freeBeside(app: AbsPath): AbsPath {
  const proposed = sharedBeside(app);
  for (let number = 1; ; number++) {
    const folder = number === 1 ? proposed : abs(`${proposed}-${number}`);
    if ([null, app].includes(appRememberedBy(folder))) return folder;
  }
}

/** Two flat apps on one shared would share one `.env`. */
function refuseOtherApp(layout: SiteLayout, state: SharedState): void {
  const { record } = state;
  if (record === null || record.layout !== "flat") return;
  const other = resolveText(layout.shared, record.app);
  if (other === layout.app || !isFolder(other)) return;
  // Code that is kept beside: the site is being given releases.
  if (parentOf(other) === layout.site && baseName(other).startsWith(".")) return;
  throw new HoldfastError({
    code: "shared-of-another-app",
    message: `"${layout.shared}" holds the data of "${other}"; "${layout.app}" would share it, ".env" included`,
    hint: `Name a shared folder of its own: ${commandLine("holdfast", "persist", layout.app, freeBeside(layout.app))}`,
  });
}

/** The survey of a known site and a judgement. */
export function surveyOf(
  site: KnownSite,
  judged: Pick<Judgement, "classification" | "detections" | "decisions">,
  options: {
    readonly mode: Mode;
    readonly maintenance: boolean;
    readonly across: AcrossTerms | null;
    readonly context: Context;
    readonly notices?: readonly Diagnostic[];
    readonly deployment?: HistoryEntry | null;
    /** False with `--no-baseline`. */
    readonly baseline?: boolean;
  },
): Survey {
  return readSurvey({
    layout: site.layout,
    sharedIsNew: site.sharedIsNew,
    mode: options.mode,
    classification: judged.classification,
    detections: judged.detections,
    decisions: judged.decisions,
    state: site.state,
    notices: [...site.notices, ...(options.notices ?? [])],
    maintenance: options.maintenance,
    across: options.across,
    remembers: options.baseline ?? true,
    canCopy: options.across !== null && options.context.files() !== null,
    now: options.context.now(),
    ...(options.deployment === undefined ? {} : { deployment: options.deployment }),
    program: VERSION,
  });
}

/** The error for a site that has no record yet. */
export function notPersisted(layout: SiteLayout): HoldfastError {
  return new HoldfastError({
    code: "not-persisted",
    message: `"${layout.app}" has not been persisted: there is no record in "${layout.shared}"`,
    hint: `Run: ${commandLine("holdfast", "persist", layout.app)}`,
    exit: "problems",
  });
}

/** The error for a site whose first run did not come as far as its record. */
export function notFinished(layout: SiteLayout, unfinished: readonly string[]): HoldfastError {
  return new HoldfastError({
    code: "unfinished-run",
    message: `The first run over "${layout.app}" did not finish (${unfinished.join(", ")}); nothing is lost, and what it has moved already works by its old path`,
    hint: `To complete it: ${commandLine("holdfast", "recover", layout.app)}`,
    exit: "problems",
  });
}
