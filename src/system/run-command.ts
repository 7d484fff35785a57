/** The owner's own commands during a deployment: any program, for as long as its owner allows, with what it prints kept. */
import { spawn } from "node:child_process";
import { devNull } from "node:os";
import { openSync, closeSync } from "node:fs";

/** How a command ended. */
export interface CommandEnd {
  readonly ok: boolean;
  /** The last of what it printed, both streams as they came. */
  readonly output: string;
  /** Why it counts as failed; empty when it did not fail. */
  readonly why: string;
  /** The signal that asked this very process to end while the command ran, or null. */
  readonly asked: NodeJS.Signals | null;
}

export interface CommandStart {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly timeoutSeconds: number;
  /** Run as this user and group; only root can. Null: as we are. */
  readonly as: { readonly uid: number; readonly gid: number } | null;
  /** Settings for it, on top of this process's own. */
  readonly settings: Readonly<Record<string, string>>;
}

const KEPT = 256 * 1024;
const ASKING: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT", "SIGHUP"];

/**
 * Runs a command in a process group of its own, without a terminal, so that it and all that it started can be ended: when its time is up, and when
 * this process is asked to end. (`timeout` of spawn ends the first process only, and the others keep the pipes open.) A process that the command
 * leaves running on purpose goes on, as long as it closes what it was given to print to.
 */
export async function runCommand(start: CommandStart): Promise<CommandEnd> {
  const [program = "", ...args] = start.words;
  const nothing = openSync(devNull, "r");
  const ending = watched(start.timeoutSeconds, () =>
    spawn(program, args, {
      cwd: start.cwd,
      detached: true,
      stdio: [nothing, "pipe", "pipe"],
      env: { ...process.env, ...start.settings },
      ...(start.as === null ? {} : { uid: start.as.uid, gid: start.as.gid }),
    }),
  );
  const { child } = ending;
  closeSync(nothing);
  const output = collected(child);
  return await new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      ending.stop();
      resolve({
        ok: false,
        output: output(),
        why: `it could not be run (${error.code ?? error.message})`,
        asked: null,
      });
    });
    child.on("close", (status, signal) => {
      ending.stop();
      const { reason, asked } = ending.ended();
      const why =
        reason ??
        (status === 0 ? "" : status === null ? `it was ended by ${signal ?? "a signal"}` : `it ended with ${status}`);
      resolve({ ok: why === "", output: output(), why, asked });
    });
  });
}

type Child = ReturnType<typeof spawn>;

function collected(child: Child): () => string {
  let parts = Buffer.alloc(0);
  const keep = (part: Buffer): void => {
    parts = Buffer.concat([parts, part]).subarray(-KEPT);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => parts.toString("utf8");
}

interface Ending {
  readonly child: Child;
  readonly stop: () => void;
  readonly ended: () => { readonly reason: string | null; readonly asked: NodeJS.Signals | null };
}

/**
 * Starts a child and ends its whole group when the time is up, or when this process is asked to end. Signals are listened to before the child
 * exists: it may ask at once, and before the next line of ours runs. (Listeners run by the event loop, so the child is there when one does.)
 */
function watched(seconds: number, begin: () => Child): Ending {
  let reason: string | null = null;
  let asked: NodeJS.Signals | null = null;
  const end = (why: string): void => {
    reason ??= why;
    killGroup(child);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    asked ??= signal;
    end(`${signal} asked this run to end`);
  };
  const unlisten = (): void => {
    for (const signal of ASKING) process.removeListener(signal, onSignal);
  };
  for (const signal of ASKING) process.on(signal, onSignal);
  const child = startedOr(unlisten, begin);
  const timer = setTimeout(() => {
    end(`it took longer than ${seconds} ${seconds === 1 ? "second" : "seconds"}`);
  }, seconds * 1000);
  return {
    child,
    stop: () => {
      clearTimeout(timer);
      unlisten();
    },
    ended: () => ({ reason, asked }),
  };
}

/** What `begin` starts; where it throws, `undo` is called first. */
function startedOr(undo: () => void, begin: () => Child): Child {
  try {
    return begin();
  } catch (error) {
    undo();
    throw error;
  }
}

function killGroup(child: Child): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
}
