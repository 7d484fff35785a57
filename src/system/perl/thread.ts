/**
 * The program of a thread that keeps one perl running (`standing.ts`); `scripts/build.mjs` puts it into the program as a text. The main thread waits
 * in memory that both see, because a process's pipes can be waited for by an event loop only, and the program changes the disk without one.
 */
import { spawn } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";
import { ANSWER, type Answer } from "./answer.ts";

const { answer, words } = workerData as { readonly answer: Answer; readonly words: readonly string[] };
// A terminal's Ctrl-C goes to every process of its group: this one is not asked (it ends when its input does).
const perl = spawn("perl", words, { stdio: ["pipe", "pipe", "ignore"], detached: true });

perl.on("error", gone);
perl.on("close", gone);
perl.stdin.on("error", gone);
let text = "";
perl.stdout.setEncoding("latin1").on("data", (part: string) => {
  text += part;
  if (!text.endsWith("\n")) return;
  tell(ANSWER.said, Number(text));
  text = "";
});
parentPort?.on("message", (line: string) => {
  perl.stdin.write(line);
});

function gone(): void {
  tell(ANSWER.gone, 0);
}

function tell(state: number, errno: number): void {
  answer[1] = errno;
  Atomics.store(answer, 0, state);
  Atomics.notify(answer, 0);
}
