import { applyPlan, type ApplyResult } from "../../src/apply/apply.ts";
import { readSharedState, readSurvey } from "../../src/apply/read-survey.ts";
import type { Classification, PathVerdict } from "../../src/core/entry.ts";
import { rel } from "../../src/core/path.ts";
import { planPersist, planUndo } from "../../src/plan/persist.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { resolveSite } from "../../src/plan/site.ts";
import type { AcrossTerms } from "../../src/plan/operation.ts";
import type { Mode, Survey } from "../../src/plan/survey.ts";
import { findNativeRename, type NativeRename, type RenameWay } from "../../src/system/native-rename.ts";
import { findNativeFiles, type NativeFiles } from "../../src/system/native-files.ts";
import { readSiteFacts } from "../../src/system/site-facts.ts";

/** A verdict as a test writes it. */
export type GivenVerdict = Partial<Omit<PathVerdict, "path" | "needs" | "chain">> & {
  readonly path: string;
  readonly needs?: readonly string[];
  readonly chain?: string;
};

export interface EngineOptions {
  readonly mode?: Mode;
  readonly way?: RenameWay;
  /** Instead of what this host has. */
  readonly native?: NativeRename;
  readonly maintenance?: boolean;
  /** Data may come from another file system, on these terms. */
  readonly across?: Partial<AcrossTerms>;
  readonly files?: () => NativeFiles | null;
  /** Runs just before an exchange of these two names, to be somebody who writes in that very moment. */
  readonly beforeExchange?: (a: string, b: string) => void;
  /** Stops the run before this operation, as a kill would: the journal stays open. */
  readonly stopBefore?: number;
  /** Runs just before an operation, to be the application that goes on meanwhile. */
  readonly meanwhile?: (step: number) => void;
}

/** What a stopped run throws. */
export class Stopped extends Error {}

const NO_FILES = { scripts: () => [], pages: () => [] };

/** Plans the main job for hand-written verdicts, so that the engine is tested apart from the judgement. */
export function planWith(app: string, verdicts: readonly GivenVerdict[], options: EngineOptions = {}): Plan {
  return planPersist(surveyWith(app, verdicts, options), NO_FILES);
}

/** Plans the undoing of what the record has. */
function planUndoWith(app: string, options: EngineOptions = {}): Plan {
  const survey = surveyWith(app, [], options);
  const { record } = survey;
  if (record === null) throw new Error("Nothing was persisted");
  return planUndo({ ...survey, record }, NO_FILES);
}

/** Plans the undoing and applies it. */
export function undoWith(app: string, options: EngineOptions = {}): ApplyResult {
  return applyWith(planUndoWith(app, options), options);
}

function surveyWith(app: string, verdicts: readonly GivenVerdict[], options: EngineOptions): Survey {
  const site = resolveSite(readSiteFacts({ cwd: "/", app, shared: null }));
  const classification: Classification = { webRoot: rel("public"), verdicts: verdicts.map(verdictOf), undecided: [] };
  return readSurvey({
    layout: site.layout,
    sharedIsNew: site.sharedIsNew,
    mode: options.mode ?? "auto",
    classification,
    detections: [],
    decisions: [],
    state: readSharedState(site.layout.shared),
    notices: site.notices,
    maintenance: options.maintenance ?? false,
    across: options.across === undefined ? null : { quiesce: null, resume: null, ...options.across },
    canCopy: (options.files ?? findNativeFiles)() !== null,
    now: "2026-01-02T03:04:05Z",
    program: "0.0.0-test",
  });
}

/** Plans and applies. */
export function persistWith(app: string, verdicts: readonly GivenVerdict[], options: EngineOptions = {}): ApplyResult {
  return applyWith(planWith(app, verdicts, options), options);
}

export function applyWith(plan: Plan, options: EngineOptions = {}): ApplyResult {
  return applyPlan(plan, {
    native: watched(options.native ?? findNativeRename(options.way), options),
    files: options.files ?? findNativeFiles,
    maintenance: options.maintenance ?? false,
    asRoot: process.getuid?.() === 0,
    since: "2026-01-02T03:04:05Z",
    command: "persist",
    progress: (step) => {
      if (step === options.stopBefore) throw new Stopped();
      options.meanwhile?.(step);
    },
  });
}

function watched(native: NativeRename, options: EngineOptions): NativeRename {
  return {
    ...native,
    exchange: (a, b) => {
      options.beforeExchange?.(`${a.dir.path}/${a.name}`, `${b.dir.path}/${b.name}`);
      native.exchange(a, b);
    },
  };
}

function verdictOf(given: GivenVerdict): PathVerdict {
  const { path, needs, chain, ...rest } = given;
  return {
    kind: "directory",
    class: "user",
    handling: "link",
    present: true,
    evidence: [{ fact: "the test says so", where: "test", strength: "decision" }],
    ...rest,
    path: rel(path),
    ...(needs === undefined ? {} : { needs: needs.map((need) => rel(need)) }),
    ...(chain === undefined ? {} : { chain: rel(chain) }),
  };
}
