import { HoldfastError } from "../../core/error.ts";
import type { SiteLayout } from "../../core/layout.ts";
import { isInside } from "../../core/path.ts";
import type { Activate, Adopt, At, Merge, Operation, SetAside } from "../../plan/operation.ts";
import { placeWord } from "./places.ts";
import { quotePrintable } from "./template.ts";

/** What the script does to the site itself; what it writes about the site is `records.ts`. */
export type SiteStep = Extract<
  Operation,
  { readonly kind: "make-directory" | "adopt" | "merge" | "make-link" | "relink" | "set-aside" | "activate" }
>;

/** The facts of an entry that the script needs besides the step. */
export interface StepFacts {
  readonly secret: boolean;
  readonly database: boolean;
}

const OF_THE_SITE = new Set<Operation["kind"]>([
  "make-directory",
  "adopt",
  "merge",
  "make-link",
  "relink",
  "set-aside",
  "activate",
]);
/** Written by `records.ts`, or nothing that a new script could know of. */
const ELSEWHERE = new Set<Operation["kind"]>([
  "write-file",
  "write-record",
  "write-shipped",
  "write-history",
  "settle",
]);

/** The steps of a plan that the script carries out, in their order. Throws where one of them is beyond what `sh` can do safely. */
export function siteSteps(operations: readonly Operation[]): SiteStep[] {
  const stranger = operations.find(({ kind }) => !OF_THE_SITE.has(kind) && !ELSEWHERE.has(kind));
  if (stranger !== undefined)
    throw new HoldfastError({
      code: "not-in-a-script",
      message: `A script cannot do one of the steps ("${stranger.kind}" of "${stranger.path}")`,
      hint: "Have the program itself do it, where Node.js is: holdfast persist",
    });
  return operations.filter(
    (operation): operation is SiteStep => OF_THE_SITE.has(operation.kind) && !isForeign(operation),
  );
}

/** A file under one of our names that is not ours is kept aside when ours is written, whatever it is by then. */
function isForeign(operation: Operation): boolean {
  return operation.kind === "set-aside" && operation.to === "rescued" && /^shared\/[^/]+$/.test(operation.path);
}

/** The steps as lines of the script: `step NUMBER WAITS-FOR FUNCTION ARGUMENT...`. */
export function stepLines(
  steps: readonly SiteStep[],
  layout: SiteLayout,
  factsOf: (path: string) => StepFacts,
): string[] {
  return steps.map((step, index) => {
    const waits = waitsFor(steps, index).join(" ");
    return `  step ${index} '${waits}' ${callOf(step, layout, factsOf(step.path))}\n`;
  });
}

/** Earlier steps without which this one must not be done: it is about something below what they take over, or that leads there. */
function waitsFor(steps: readonly SiteStep[], index: number): number[] {
  const step = steps[index];
  if (step === undefined) return [];
  const places = [pathOf(step.at), ...("into" in step ? [pathOf(step.into)] : [])];
  return steps.slice(0, index).flatMap((earlier, number) => {
    if (earlier.kind !== "adopt" && earlier.kind !== "merge") return [];
    const roots = [pathOf(earlier.at), pathOf(earlier.into)];
    return places.some((place) => roots.some((root) => isInside(place, root))) ? [number] : [];
  });
}

function pathOf({ directory, name }: At): string {
  return `${directory}/${name}`;
}

function callOf(step: SiteStep, layout: SiteLayout, facts: StepFacts): string {
  const words = [quotePrintable(step.path), placeWord(step.at, layout)];
  switch (step.kind) {
    case "make-directory":
      return ["make_directory", ...words, step.owner.mode.toString(8)].join(" ");
    case "make-link":
      return ["make_link", ...words, quotePrintable(step.text)].join(" ");
    case "relink":
      return ["correct_link", ...words, quotePrintable(step.text), quotePrintable(step.was)].join(" ");
    case "set-aside":
      return ["set_aside", ...words, ...asideWords(step)].join(" ");
    case "activate":
      return ["switch_current", ...words, ...switchWords(step)].join(" ");
    case "adopt":
      return [
        "take_over_whole",
        ...words,
        ...bothWords(step, layout),
        facts.secret ? "secret" : "open",
        baseWord(step),
      ].join(" ");
    case "merge":
      return [
        "merge_both",
        ...words,
        ...bothWords(step, layout),
        facts.secret ? "secret" : "open",
        step.winner,
        quotePrintable(step.reason),
      ].join(" ");
  }
}

function bothWords(step: Adopt | Merge, layout: SiteLayout): string[] {
  return [placeWord(step.into, layout), quotePrintable(step.text), step.nodeKind];
}

function baseWord({ database }: Adopt): string {
  return database ? "database" : "plain";
}

function asideWords({ nodeKind, to, as }: SetAside): string[] {
  return [nodeKind, to, quotePrintable(as)];
}

function switchWords({ text, was }: Activate): string[] {
  return [quotePrintable(text), was === null ? "absent" : "link", quotePrintable(was ?? "")];
}

/** For each merge, which names below it are the application's to decide and which stay deleted, as two functions of the script. */
export function renderChoices(steps: readonly SiteStep[]): string {
  const of = (name: string, pick: (merge: Merge) => readonly string[]): string => {
    const cases = steps.flatMap((step, index) =>
      step.kind === "merge"
        ? pick(step).map((below) => `    ${quotePrintable(`${index}:${step.path}/${below}`)}) return 0 ;;\n`)
        : [],
    );
    return `${name}() {\n  case "$z_step:$1" in\n${cases.join("")}    *) return 1 ;;\n  esac\n}\n`;
  };
  return `\n# STEP:NAME\n${of("prefers_app", ({ fromApp }) => fromApp)}${of("stays_deleted", (merge) => merge.staysDeleted)}`;
}
