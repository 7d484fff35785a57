import { type AbsPath, abs, isInside, resolveText } from "../core/path.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { type EntryIntent, inShared } from "./entry-intent.ts";
import type { EntryPlan } from "./entry-result.ts";
import type { At, Operation } from "./operation.ts";
import type { Survey } from "./survey.ts";

/** Paths of shared that do not become folders of shared in this run. */
export interface Unshared {
  /** Entries that were refused: nothing is there. */
  readonly missing: readonly AbsPath[];
  /** Entries left in the app: a link to it is there. */
  readonly inPlace: readonly AbsPath[];
}

/**
 * True for an operation that would build on an entry that is not in shared: a folder below it, its rights, or a link to it, which would lead to nothing
 * where perhaps a working one stands now. It waits for the run that takes the entry over.
 */
export function isBlocked(operation: Operation, unshared: Unshared): boolean {
  const { missing, inPlace } = unshared;
  if (operation.kind === "make-directory" || operation.kind === "set-rights")
    return isBelowAny(pathOf(operation.at), [...missing, ...inPlace]);
  if (operation.kind === "make-link" || operation.kind === "relink")
    return isBelowAny(resolveText(operation.at.directory, operation.text), missing);
  if (operation.kind !== "adopt" && operation.kind !== "merge" && operation.kind !== "transfer") return false;
  const into = pathOf(operation.into);
  return missing.some((path) => into !== path && isInside(into, path));
}

/** What the entries' plans leave out of shared. */
export function unsharedOf(
  plans: readonly { readonly intent: EntryIntent; readonly plan: EntryPlan }[],
  survey: Survey,
): Unshared {
  const placed = plans.map(({ intent, plan }) => {
    const shared = survey.at(inShared(intent, survey.layout));
    const isRefused = plan.diagnostics.some(({ severity }) => severity === "problem");
    return { path: pathOf(shared), plan, isMissing: isRefused && shared.kind === "absent" };
  });
  return {
    missing: placed.filter(({ isMissing }) => isMissing).map(({ path }) => path),
    inPlace: placed.filter(({ plan }) => plan.inPlace === true).map(({ path }) => path),
  };
}

/** A line for each entry that waits. */
export function waitingNotes(waiting: readonly Operation[]): Diagnostic[] {
  return waiting
    .filter(({ kind }) => kind !== "make-directory" && kind !== "set-rights")
    .map(({ path }) => waitingNote(path));
}

/** Says that an entry was left as it is because what it leads to is not in shared yet. */
export function waitingNote(path: string): Diagnostic {
  return {
    severity: "note",
    code: "waits",
    path,
    message: `"${path}" is left as it is: what it would lead to is not in shared yet`,
  };
}

/** The operations that can be done, in order, and those that wait for an entry that is not in shared. */
export function withoutBlocked(
  operations: readonly Operation[],
  unshared: Unshared,
): { readonly done: readonly Operation[]; readonly waiting: readonly Operation[] } {
  const missing = [...unshared.missing];
  const done: Operation[] = [];
  const waiting: Operation[] = [];
  for (const operation of operations) {
    if (!isBlocked(operation, { ...unshared, missing })) done.push(operation);
    else {
      waiting.push(operation);
      // A link that is not made leads nowhere either: what needs it waits too.
      missing.push(pathOf(operation.at));
    }
  }
  return { done, waiting };
}

function isBelowAny(path: AbsPath, roots: readonly AbsPath[]): boolean {
  return roots.some((root) => isInside(path, root));
}

function pathOf(at: At): AbsPath {
  return abs(`${at.directory}/${at.name}`);
}
