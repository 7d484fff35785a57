import type { SiteLayout } from "../../core/layout.ts";
import type { Premise } from "../../plan/plan.ts";
import type { Operation, WriteHistory, WriteRecord, WriteShipped } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import type { SiteStep } from "./steps.ts";
import { placeText } from "./places.ts";
import { printing, textHole, valueHole, wordsOf } from "./template.ts";

/** The shell's value of a plan's owner: whoever owns the application where the script runs. */
const OWNER = { uid: valueHole("j_uid"), gid: valueHole("j_gid") };

/** What the script journals: the steps on the site, then what tells the program how to write its records should it complete the run. */
export interface Journaled {
  readonly steps: readonly SiteStep[];
  readonly written: readonly (WriteRecord | WriteShipped | WriteHistory)[];
}

/** A function that prints INTENT as the program writes it (`apply/journal.ts`), with the places and identities that the script found. */
export function renderJournal(plan: Plan, { steps, written }: Journaled, id: string): string {
  const value = {
    schema: plan.schema,
    command: plan.command,
    program: plan.program,
    layout: layoutValue(plan.layout),
    owner: { ...plan.owner, ...OWNER },
    basedOn: plan.basedOn.map((premise) => premiseValue(premise, plan.layout)),
    operations: [
      ...steps.map((step, index) => operationValue(step, plan.layout, index)),
      ...written.map((step) => operationValue(step, plan.layout, null)),
    ],
    diagnostics: [],
    script: id,
    run: { command: plan.command, since: textHole("j_since") },
    device: "0",
  };
  return `\n${printing("journal_text", wordsOf(JSON.stringify(value)))}`;
}

function layoutValue(layout: SiteLayout): object {
  const place = (path: string): string => placeText(path, layout);
  return {
    ...layout,
    site: place(layout.site),
    app: place(layout.app),
    shared: place(layout.shared),
    live: valueHole("j_live"),
  };
}

/** Only where it is; a run that is completed does not compare, and identities were taken for the steps. */
function premiseValue({ path, kind, linkText }: Premise, layout: SiteLayout): object {
  return { path: placeText(path, layout), kind, id: null, ...(linkText === undefined ? {} : { linkText }) };
}

function operationValue(operation: Operation, layout: SiteLayout, step: number | null): object {
  const at = { ...operation.at, directory: placeText(operation.at.directory, layout) };
  return {
    ...operation,
    at,
    ...("into" in operation
      ? { into: { ...operation.into, directory: placeText(operation.into.directory, layout) } }
      : {}),
    ...("identity" in operation ? { identity: `0:${textHole(`i_${String(step)}`)}` } : {}),
    ...("owner" in operation ? { owner: { ...operation.owner, ...OWNER } } : {}),
    ...("live" in operation ? { live: valueHole("j_live") } : {}),
    ...(operation.kind === "write-record" ? { record: recordValue(operation.record) } : {}),
    ...(operation.kind === "write-history" ? { entry: { ...operation.entry, at: textHole("j_since") } } : {}),
  };
}

function recordValue(record: WriteRecord["record"]): object {
  return { ...record, trees: valueHole("j_trees"), lockfile: valueHole("j_lockfile") };
}

/** Lines that take the inode number of what each step moves, wherever it stands by now: `take_inode AT INTO`. */
export function renderIdentities(steps: readonly SiteStep[], word: (at: SiteStep["at"]) => string): string {
  const lines = steps.flatMap((step, index) => {
    if (!("identity" in step)) return [];
    const from = step.kind === "activate" ? '"$app"' : word(step.at);
    return [
      `  take_inode ${from} ${"into" in step ? word(step.into) : "''"} "$state/retired/$id/"\n  i_${index}=$i_inode\n`,
    ];
  });
  return `\ntake_identities() {\n${lines.join("")}  :\n}\n`;
}
