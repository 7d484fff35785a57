/** One perl that stays and makes one system call after the other: a process for each of five hundred files takes a hundred times as long. */
import { Worker, SHARE_ENV } from "node:worker_threads";
import { at, type Spot } from "../dir.ts";
import { ANSWER, type Answer } from "./answer.ts";

declare const __HOLDFAST_PERL_THREAD__: string | undefined;

/** The thread's program. A run from source has none, and starts a perl for each call. */
const PROGRAM = typeof __HOLDFAST_PERL_THREAD__ === "string" ? __HOLDFAST_PERL_THREAD__ : null;

/**
 * The process. It has no descriptor of ours, so that it goes through those that this process holds (`/proc/PID/fd/N/name`): the same folders, whatever
 * has become of their paths; where it may not, it ends at once. Each line is a number of a system call, two paths as hexadecimal text, and flags; each is answered with the errno.
 */
const SCRIPT = `$| = 1; $SIG{$_} = "IGNORE" for qw(INT TERM HUP);
my ($held) = @ARGV; exit unless -d "/proc/$held/cwd/"; print "0\n";
while (<STDIN>) { my ($n, $a, $b, $f) = split / /; $n += 0; $f += 0; $a = pack("H*", $a); $b = pack("H*", $b);
  print syscall($n, -100, $a, -100, $b, $f) == 0 ? "0\\n" : ($! + 0) . "\\n" }`;

/** A folder with much unwritten below takes a while; a process that is heard of no more was ended by the system. */
const PATIENCE_MS = 600_000;
const STARTS_WITHIN_MS = 20_000;

export interface StandingPerl {
  /**
   * renameat2 by its number. The errno, 0 where it went well; null where nothing was asked, because perl is not there. Throws where it went away with
   * the call in hand: whether it was made is seen on the disk only.
   */
  readonly rename: (call: number, spots: readonly [Spot, Spot], flags: number) => number | null;
}

/** Starts it; null where no thread or no perl can be had, or perl cannot reach the folders that this process holds. */
export function startStanding(program: string | null = PROGRAM): StandingPerl | null {
  if (program === null) return null;
  const answer: Answer = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const thread = startThread(program, answer);
  if (thread === null || !isAnswered(answer, STARTS_WITHIN_MS)) return null;
  return {
    rename: (call, spots, flags) => {
      if (Atomics.compareExchange(answer, 0, ANSWER.said, ANSWER.asked) !== ANSWER.said) return null;
      thread.postMessage(`${[call, ...spots.map(hexPath), flags].join(" ")}\n`, []);
      if (isAnswered(answer, PATIENCE_MS)) return answer[1] ?? 0;
      throw Object.assign(new Error("EIO: perl ended during renameat2"), { code: "EIO" });
    },
  };
}

function isAnswered(answer: Answer, patience: number): boolean {
  Atomics.wait(answer, 0, ANSWER.asked, patience);
  return Atomics.load(answer, 0) === ANSWER.said;
}

function startThread(program: string, answer: Answer): Worker | null {
  try {
    const workerData = { answer, words: ["-e", SCRIPT, String(process.pid)] };
    const thread = new Worker(program, { eval: true, workerData, execArgv: [], env: SHARE_ENV });
    // It tells through the memory alone. What it did not begin with, the state says.
    thread.on("error", () => undefined).unref();
    return thread;
  } catch (error) {
    // No thread to be had, by a limit of the system or of Node.
    if (!(error instanceof Error && "code" in error)) throw error;
    return null;
  }
}

function hexPath(spot: Spot): string {
  const path = Buffer.from(at(spot)).toString("latin1").replace("/proc/self/", `/proc/${process.pid}/`);
  return Buffer.concat([Buffer.from(path, "latin1"), Buffer.from([0])]).toString("hex");
}
