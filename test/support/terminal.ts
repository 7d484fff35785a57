/** A terminal with somebody at it: keys are pressed, and what it shows is read. */
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Ended, must, start, type Starting } from "./cli.ts";
import { freshFolder } from "./tree.ts";

/** It is gone at the end of the test, with what runs in it. */
export interface Terminal {
  /** Keys by tmux's names for them. */
  readonly press: (...keys: readonly string[]) => void;
  /** Waits for the words, and gives back the whole screen; throws where they never come. */
  readonly shows: (words: RegExp) => Promise<string>;
}

/** A terminal in which a line of shell runs; at its end the terminal shows `ended with <exit code>`. */
export function openTerminal(line: string, options: Pick<Starting, "cwd" | "env"> = {}): Terminal {
  const socket = join(freshFolder(), "tmux");
  const tmux = (...args: readonly string[]): Ended => start(["tmux", "-S", socket, ...args], options);
  onTestFinished(() => void tmux("kill-server"));
  const session = ["new-session", "-d", "-x", "120", "-y", "50", "-c", options.cwd ?? "/"];
  must(tmux("-f", "/dev/null", ...session, `${line}; echo ended with $?; exec sleep 600`));
  return {
    press: (...keys) => void must(tmux("send-keys", ...keys)),
    shows: async (words) => {
      for (let tries = 0; tries < 400; tries++) {
        const { out } = tmux("capture-pane", "-p");
        if (words.test(out)) return out;
        await new Promise((go) => setTimeout(go, 50));
      }
      throw new Error(`Never shown: ${String(words)}\n${tmux("capture-pane", "-p").out}`);
    },
  };
}
