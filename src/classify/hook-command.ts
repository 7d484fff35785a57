import { HOOK_SECONDS, type HookCommand } from "../core/hook.ts";
import { splitWords } from "../core/split-words.ts";
import type { WrittenHook } from "./decisions-schema.ts";

/** Signs that mean something to a shell and nothing to a program: pipes, lists, redirections, variables, patterns. */
const SHELL = /[|&;<>$`*?~#(){}\n]|^[A-Za-z_][A-Za-z0-9_]*=/;

/** A hook as it stands in `holdfast.json`, as a program and its arguments. A line with a shell's signs goes through `sh -c`. */
export function hookCommand(written: WrittenHook): HookCommand {
  const { run, timeout } = typeof written === "string" ? { run: written, timeout: undefined } : written;
  const timeoutSeconds = timeout ?? HOOK_SECONDS;
  if (typeof run !== "string") return { text: run.join(" "), words: run, timeoutSeconds };
  const words = SHELL.test(run) ? null : splitWords(run);
  return { text: run, words: words === null || words.length === 0 ? ["sh", "-c", run] : words, timeoutSeconds };
}
