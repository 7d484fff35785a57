import { spawnSync } from "node:child_process";

/** How a command of the owner's ended. */
export interface HookEnd {
  readonly ok: boolean;
  /** What it printed, both streams; at most the last 4,000 characters. */
  readonly output: string;
  /** Why it counts as failed: an exit code, a signal, or that it could not be started; empty when it did not fail. */
  readonly why: string;
}

const LIMIT_MS = 120_000;
const SHOWN = 4_000;

/** Runs a command without a shell, in a folder, for at most two minutes; then it is killed. */
export function runHook(words: readonly string[], cwd: string): HookEnd {
  const [program = "", ...args] = words;
  const run = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
    maxBuffer: 64 << 20,
  });
  const output = `${run.stdout ?? ""}${run.stderr ?? ""}`.trim().slice(-SHOWN);
  return { ok: run.status === 0, output, why: whyOf(run) };
}

function whyOf(run: {
  readonly status: number | null;
  readonly signal: string | null;
  readonly error?: NodeJS.ErrnoException | undefined;
}): string {
  if (run.status === 0) return "";
  const code = run.error?.code;
  if (code === "ETIMEDOUT") return `it took longer than ${LIMIT_MS / 1000} seconds`;
  if (code !== undefined) return `it could not be run (${code})`;
  return run.status === null ? `it was ended by ${run.signal}` : `it ended with ${run.status}`;
}
