import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Transfer } from "../../plan/operation.ts";
import { type HookEnd, runHook } from "../../system/hook.ts";
import { dropNote, readNote, writeNote } from "../journal.ts";
import { noteName } from "../retirement.ts";
import { type Outcome, plus, type Run } from "../run.ts";

/** The owner's commands around the exchange. */
export interface Hooks {
  /** Stops the application's writing, where a command was given; a problem where it failed. */
  readonly quiesce: () => Diagnostic | null;
  /** Lets it go on; once, and only when it was stopped. */
  readonly resume: () => Diagnostic[];
}

/**
 * Runs `work` with the hooks, and has the application go on again whatever comes of it. That it was stopped is durable in the journal before
 * the command runs, so that after a kill the next run lets it go on.
 */
export function withHooks(operation: Transfer, run: Run, work: (hooks: Hooks) => Outcome): Outcome {
  const hooks = hooksOf(operation, run);
  let outcome: Outcome;
  try {
    outcome = work(hooks);
  } catch (error) {
    hooks.resume();
    throw error;
  }
  return plus(outcome, { diagnostics: hooks.resume() });
}

function hooksOf(operation: Transfer, run: Run): Hooks {
  const marker = `${noteName(run)}.quiesced`;
  let isDown = readNote(run.dirs, marker) !== null;
  const cwd = operation.at.directory;
  return {
    quiesce: () => {
      if (operation.quiesce === null) return null;
      if (!isDown) writeNote(run.dirs, marker, {});
      isDown = true;
      const end = runHook(operation.quiesce, cwd);
      return end.ok ? null : failed(operation, operation.quiesce, { end, code: "quiesce-failed", state: STILL });
    },
    resume: () => {
      if (!isDown) return [];
      isDown = false;
      const end = operation.resume === null ? null : runHook(operation.resume, cwd);
      dropNote(run.dirs, marker);
      return end === null || end.ok || operation.resume === null
        ? []
        : [failed(operation, operation.resume, { end, code: "resume-failed", state: DOWN })];
    },
  };
}

const STILL = "nothing of it was changed, and the application goes on using its own";
const DOWN = "what was to be done is done, but the application may still be stopped";

function failed(
  operation: Transfer,
  words: readonly string[],
  how: { readonly end: HookEnd; readonly code: string; readonly state: string },
): Diagnostic {
  const { end, code, state } = how;
  return {
    severity: "problem",
    code,
    path: operation.path,
    message: `For "${operation.path}" the command "${words.join(" ")}" failed: ${end.why}; ${state}${end.output === "" ? "" : `. It printed: ${end.output}`}`,
    hint: "Run that command by hand and look what it says, then run persist again",
  };
}
