import { cksum } from "../../core/cksum.ts";
import { encodeName } from "../../core/bytes.ts";
import type { SiteLayout } from "../../core/layout.ts";
import { parentOf, relativeText } from "../../core/path.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import type { Operation, WriteHistory, WriteRecord, WriteShipped } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import { LOOKING, renderHeader } from "../posix-base.ts";
import { FILE_COMPANY } from "../posix-file.ts";
import { LOCK_READING, lockTaking } from "../posix-lock.ts";
import { MERGING } from "../posix-merge.ts";
import { MOVING } from "../posix-move.ts";
import { renderIdentities, renderJournal } from "./journal-text.ts";
import { type KnownFolders, renderKnownFolders, unplannedSaying } from "./known-folders.ts";
import { placeWord } from "./places.ts";
import { EXCHANGING } from "./posix-exchange.ts";
import { JOURNALING } from "./posix-journal.ts";
import { RUNNING } from "./posix-main.ts";
import { RECORDING } from "./posix-records.ts";
import { STEPS } from "./posix-steps.ts";
import { TAKING } from "./posix-taking.ts";
import { MARK_LINES, type Records, renderEntryNames, renderRecords } from "./records.ts";
import { renderChoices, type SiteStep, siteSteps, stepLines } from "./steps.ts";
import { quotePrintable } from "./template.ts";

/** What the script calls itself where it holds the lock. */
const COMMAND = "plan-script";

/** What the plan was made from, as far as the script says what else stands on the server. */
export interface PlannedFrom {
  readonly folders: KnownFolders;
  /** Names of folders that are known to be code wherever they stand. */
  readonly passedOver: readonly string[];
}

/**
 * One POSIX sh script that carries out a plan of `persist` on a server without Node.js: `sh FILE [--dry-run] [--maintenance] [APP] [SHARED]`. Places are
 * the planned ones unless others are named; identities are taken when it runs. Exit 0: done, or nothing to do; 1: something could not be done, or the
 * check failed; 2: the site is not as planned, nothing was changed; 3: not complete, run it again; 64: wrong arguments; 75: another run holds the lock.
 * The text is ASCII-safe for a paste but for UTF-8: no control characters, no line that a terminal would cut. Throws where a step is beyond `sh`.
 */
export function renderPlanScript(plan: Plan, from: PlannedFrom): string {
  const steps = siteSteps(plan.operations);
  const records = recordsOf(plan);
  const core = body({ plan, from }, steps, records);
  const id = sum(core).replace(" ", "-");
  const text = `${header()}\nscript_id=${id}\n${renderJournal(plan, { steps, written: writtenOf(records) }, id)}${core}`;
  return `${text}main ${sum(text)} "$@"\n`;
}

function header(): string {
  return renderHeader({
    title:
      "Carries out a plan: moves this application's data into a shared folder behind links. Never deletes, never overwrites.",
    usage: "sh FILE [--dry-run] [--maintenance] [APP] [SHARED]",
    about: [
      "Without APP and SHARED the folders that the plan was made for are meant. Killed half-way, run it again: it goes on.",
      "--maintenance: the site is quiet; where the host cannot exchange two names in one call, a gap of some milliseconds is allowed.",
      "Exit: 0 done or nothing to do, 1 something could not be done, 2 the site is not as planned (nothing was changed),",
      "3 not complete (run it again), 64 wrong arguments, 75 another run goes on.",
    ],
  });
}

function body(
  { plan, from }: { readonly plan: Plan; readonly from: PlannedFrom },
  steps: readonly SiteStep[],
  records: Records,
): string {
  const { layout } = plan;
  const record = records.record?.record ?? null;
  return [
    renderPlaces(plan),
    MARK_LINES,
    LOOKING,
    MOVING,
    LOCK_READING,
    lockTaking(COMMAND),
    MERGING,
    FILE_COMPANY,
    RIGHT_KIND,
    renderIdentities(steps, (at) => placeWord(at, layout)),
    renderChoices(steps),
    `\neach_step() {\n${stepLines(steps, layout, (path) => factsIn(record, path)).join("")}  :\n}\n`,
    renderRecords(records, steps, layout),
    renderEntryNames(record),
    renderKnownFolders(from.folders),
    EXCHANGING,
    JOURNALING,
    RECORDING,
    STEPS,
    TAKING,
    unplannedSaying(from.passedOver),
    RUNNING,
    "\n",
  ].join("");
}

const RIGHT_KIND = `
right_kind() {
  if [ "$e_kind" = directory ]; then [ -d "$1" ]; else [ -f "$1" ]; fi
}
`;

function renderPlaces({ layout, command }: Plan): string {
  return `
# ---- the plan

layout=${layout.kind}
planned_app=${quotePrintable(layout.app)}
planned_words=${quotePrintable(`${command} by script`)}
link_prefix=${quotePrintable(relativeText(layout.app, layout.shared))}
app_from_shared=${quotePrintable(relativeText(layout.shared, homeOf(layout)))}
release=${quotePrintable(layout.release ?? "")}
`;
}

function homeOf({ kind, app }: SiteLayout): SiteLayout["app"] {
  return kind === "releases" ? parentOf(parentOf(app)) : app;
}

function factsIn(record: PersistenceRecord | null, path: string): { secret: boolean; database: boolean } {
  const entry = record?.entries.find((known) => known.path === path);
  return { secret: entry?.secret === true, database: entry?.database === true };
}

function recordsOf({ operations, basedOn, layout }: Plan): Records {
  const one = <K extends Operation["kind"]>(kind: K): Extract<Operation, { readonly kind: K }> | null =>
    operations.find((operation): operation is Extract<Operation, { readonly kind: K }> => operation.kind === kind) ??
    null;
  return {
    files: operations.filter((operation) => operation.kind === "write-file"),
    record: one("write-record"),
    shipped: one("write-shipped"),
    history: one("write-history"),
    tree: basedOn.find(({ path }) => path === layout.app)?.id ?? null,
  };
}

function writtenOf({ record, shipped, history }: Records): (WriteRecord | WriteShipped | WriteHistory)[] {
  return [shipped, record, history].filter((step) => step !== null);
}

function sum(text: string): string {
  return cksum(encodeName(text));
}
