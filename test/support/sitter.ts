import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** A shell that stands in a folder and does what it is told, as a process that was there before a run. */
export interface Sitter {
  readonly pid: number;
  /** Runs a line and waits until it is done. */
  readonly does: (line: string) => Promise<void>;
  /** Ends it and waits until it is gone. */
  readonly leaves: () => Promise<void>;
}

/** Starts a shell with this working folder; it is ended when the test ends. */
export async function sitterIn(folder: string): Promise<Sitter> {
  const shell = spawn("sh", [], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  const does = async (line: string): Promise<void> => {
    shell.stdin.write(`${line}\necho "done $?"\n`);
    const answer = await lines.next();
    if (answer.value !== "done 0") throw new Error(`"${line}" ended with "${String(answer.value)}"`);
  };
  const leaves = async (): Promise<void> => {
    if (shell.exitCode !== null) return;
    const gone = once(shell, "exit");
    shell.stdin.end();
    await gone;
  };
  onTestFinished(leaves);
  await does(":");
  return { pid: shell.pid ?? 0, does, leaves };
}
