import { displayName } from "../core/bytes.ts";
import { OPERATION_SIGNS, type Operation, type Transfer } from "../plan/operation.ts";
import { hasProblems, type Plan } from "../plan/plan.ts";
import { count, renderDiagnostic } from "./marks.ts";

/** The plan as a person reads it: each step with its reason. */
export function renderPlan(plan: Plan): string {
  const { layout, operations } = plan;
  const head = [
    `📋 Plan: ${plan.command} "${displayName(layout.app)}"`,
    `   Shared: ${displayName(layout.shared)}   Layout: ${layout.kind}${layout.live ? ", live" : ""}`,
    "",
  ];
  const steps = operations.length === 0 ? [nothingToDo(plan)] : operations.flatMap(stepLines);
  const diagnostics = plan.diagnostics.length === 0 ? [] : ["", ...plan.diagnostics.map(renderDiagnostic)];
  const total =
    operations.length === 0
      ? []
      : [
          "",
          `${count(operations.length, "step")}. Nothing is overwritten or deleted; what loses is kept in the rescue folder`,
        ];
  return [...head, ...steps, ...diagnostics, ...total].join("\n");
}

/** What a plan without steps means: all is well, or nothing can be done before its owner has acted. */
export function nothingToDo(plan: Plan): string {
  return hasProblems(plan)
    ? "⏸️  Nothing can be done here before what is named below is settled"
    : "✅ Nothing to do: everything is already where it belongs";
}

function stepLines(operation: Operation, index: number): string[] {
  const number = String(index + 1).padStart(3);
  return [
    `${number}. ${OPERATION_SIGNS[operation.kind]} ${describe(operation)}`,
    `       why: ${displayName(operation.reason)}`,
  ];
}

/** One operation in words. */
function describe(operation: Operation): string {
  const inWords = IN_WORDS[operation.kind] as (operation: Operation, path: string) => string;
  return inWords(operation, displayName(operation.path));
}

type InWords = {
  readonly [K in Operation["kind"]]: (operation: Extract<Operation, { readonly kind: K }>, path: string) => string;
};

const write = (_operation: Operation, path: string): string => `Write ${path}`;

const IN_WORDS: InWords = {
  "make-directory": (_operation, path) => `Make the folder ${path}`,
  adopt: ({ text }, path) => `Take over ${path}: it moves to shared, and a link stands in its place (${text})`,
  merge: ({ text, winner }, path) =>
    `Merge ${path} into shared, then link it (${text}); where both differ ${winner === "app" ? "the application's version" : "shared's version"} stays`,
  transfer: (operation, path) =>
    `Copy ${path} to shared's file system in passes, then link it (${operation.text}) and bring along what was written meanwhile${hooksOf(operation)}`,
  unshare: (_operation, path) =>
    `Put the data in the place of the link ${path}, as a folder or file of the application's own; shared leads to it`,
  settle: (_operation, path) =>
    `Compare what ${path} was before it was linked with shared once more; what came to it since goes to shared`,
  "make-link": ({ text }, path) => `Link ${path} → ${text}`,
  relink: ({ text, was }, path) => `Correct the link ${path} → ${text} (it was ${displayName(was)})`,
  "set-aside": ({ to }, path) => `Keep ${path} aside in the ${to === "rescued" ? "rescue folder" : "retired folder"}`,
  "write-file": write,
  "write-record": write,
  "write-shipped": write,
  activate: ({ text, was }) =>
    was === null ? `Make current lead to ${text}` : `Switch current to ${text} (it is ${displayName(was)})`,
  "exchange-trees": (_operation, path) => `Let ${path} and the new code change places, in one call`,
  "move-tree": ({ into }, path) => `Give ${path} the name ${displayName(into.name)}`,
  "remove-tree": (_operation, path) => `Remove ${path}`,
  unpack: ({ source, root, at }, path) =>
    `Unpack ${displayName(source.path)}${root === "" ? "" : ` (its folder ${displayName(root)})`} as ${path}, complete or not at all (${displayName(at.name)} until then)`,
  "write-baseline": ({ at }, path) =>
    `Write down what ${path} holds, as the baseline of release ${displayName(at.name)}`,
  bring: ({ root }, path) => `Copy ${path} into ${displayName(root)}`,
  "keep-rescued": (_operation, path) => `Keep a copy of ${path} in the rescue folder`,
  "set-rights": ({ rights }, path) => `Give ${path} the mode ${rights.mode.toString(8)}`,
  "write-history": write,
  "put-back": ({ replaced }, path) =>
    replaced === null
      ? `Bring back ${path}`
      : `Bring back ${path} in one exchange; what stands there goes to the rescue folder`,
  "stand-in": ({ replaced, kept }, path) =>
    replaced === null
      ? `Put ${path} in its place`
      : `Put the new ${path} in the place of the old one, in one exchange; that is kept as ${displayName(kept.name)}`,
  "swap-in": ({ identity, next }, path) =>
    next === null
      ? `Move the old code's ${path} into the tree beside`
      : identity === null
        ? `Put the new code's ${path} in its place`
        : `Let the new ${path} and the old one change places`,
  restore: ({ replaced, snapshot }, path) =>
    replaced === null
      ? `Bring back ${path} from the snapshot ${displayName(snapshot.name)}`
      : `Exchange ${path} for what the snapshot ${displayName(snapshot.name)} has; what stands there goes to the rescue folder`,
  "take-snapshot": ({ at, before }, path) =>
    `Take ${path} in ${displayName(at.directory)}${before === null ? "" : `; what is unchanged since ${displayName(before.name)} takes no room`}`,
  "try-calls": ({ at, others }, path) =>
    `Try what is allowed in ${[at, ...others].map(({ directory }) => displayName(directory)).join(", ")}, in a folder ${path} that is removed again`,
  "put-link-test": ({ at }, path) => `Put ${path} into ${displayName(at.directory)} for the web server to be asked for`,
  "drop-link-test": ({ at }, path) => `Remove ${path} from ${displayName(at.directory)}`,
  "put-canary": (_operation, path) => `Put ${path} for some seconds, to ask the web server for it`,
  "drop-canary": (_operation, path) => `Remove ${path} again`,
  "append-lines": ({ text, remove }, path) => {
    const lines = count(text.split(/\r\n|\n|\r/).filter((line) => line !== "").length, "line");
    return remove === true ? `Take ${lines} off the end of ${path}` : `Add ${lines} at the end of ${path}`;
  },
};

function hooksOf({ quiesce, resume }: Transfer): string {
  const shown = (words: readonly string[]): string => displayName(words.join(" "));
  const before = quiesce === null ? "" : `; before the last pass: ${shown(quiesce)}`;
  return resume === null ? before : `${before}; afterwards: ${shown(resume)}`;
}
