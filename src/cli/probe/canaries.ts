/** Puts canaries, lets the server be asked, and takes them away, whatever comes between. */
import { performing } from "../../apply/session.ts";
import { CANARY_REFUSED } from "../../apply/canary.ts";
import type { Outcome } from "../../apply/run.ts";
import type { Steps } from "../../apply/steps.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { HoldfastError } from "../../core/error.ts";
import { type Canary, canaryPlan } from "../../plan/probe/canary.ts";
import type { Deployment } from "../release/deployment.ts";
import type { SignalWatch } from "../signals.ts";

/** How the asking went. */
export interface Asked {
  /** Why a canary could not be made, by its path. */
  readonly refused: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Puts the canaries, waits for `ask`, removes them; in one journaled transaction, so that a run killed in between is completed, and they are gone, by
 * whatever command comes next. A signal ends the asking and not the removal; then, or where `ask` throws, the error comes afterwards.
 */
export async function withCanaries(
  canaries: readonly Canary[],
  deployment: Deployment,
  ask: (stop: AbortSignal | null) => Promise<void>,
): Promise<Asked> {
  const { context, session, look, frame } = deployment;
  const watch = context.signals?.() ?? null;
  const work = drive(performing(session, canaryPlan(canaries, frame(look()))), watch, ask);
  try {
    const { diagnostics } = await work;
    const isRefusal = ({ code }: Diagnostic): boolean => code === CANARY_REFUSED;
    const refused = new Map(diagnostics.filter(isRefusal).map(({ path = "", message }) => [path, message]));
    if (watch?.caught.aborted === true) throw stopped(frame(look()).command);
    return { refused, diagnostics: diagnostics.filter((one) => !isRefusal(one)) };
  } finally {
    watch?.end();
  }
}

async function drive(
  steps: Steps<Outcome>,
  watch: SignalWatch | null,
  ask: (stop: AbortSignal | null) => Promise<void>,
): Promise<Outcome> {
  let failure: { readonly error: unknown } | null = null;
  let isAsked = false;
  let turn = steps.next();
  while (turn.done !== true) {
    await watch?.before(turn.value);
    if (turn.value.kind === "drop-canary" && !isAsked) {
      isAsked = true;
      failure = await failureOf(ask(watch?.caught ?? null));
    }
    turn = steps.next();
  }
  if (failure !== null) throw failure.error;
  return turn.value;
}

async function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return { error };
  }
}

function stopped(command: string): HoldfastError {
  const isProbe = command === "probe";
  return new HoldfastError({
    code: "interrupted",
    message: "Stopped by a signal while the web server was asked; the files that were put there for that are gone",
    hint: isProbe ? "Run it again when it suits" : "Run the same command again: it goes on where it was",
    exit: isProbe ? "problems" : "unfinished",
  });
}
