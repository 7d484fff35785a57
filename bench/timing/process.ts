/** Whole processes: how long one takes from its start to its end, and how much memory it had at most. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What is run. */
export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are as it should be; 0 alone unless said. */
  readonly codes?: readonly number[];
}

/** Runs it to its end; returns the milliseconds that passed. Throws with its last words where it ends otherwise than it should. */
export function timed(command: Command): number {
  const started = process.hrtime.bigint();
  run(command);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** Runs it and returns what it printed. */
export function outputOf(command: Command): string {
  return run(command, "pipe").stdout;
}

/** The most memory that the process had at a time, in MiB; null where GNU time is not there to ask. Its time is not measured. */
export function peakMiB(command: Command): number | null {
  if (!existsSync(GNU_TIME)) return null;
  const { stderr } = run({ ...command, argv: [GNU_TIME, "-f", "peak %M", ...command.argv] });
  const found = /^peak (\d+)$/m.exec(stderr);
  return found === null ? null : Number(found[1]) / 1024;
}

/** Runs it to its end; throws with its last words where it ends otherwise than it should. */
export function run({ argv, cwd, env, codes = [0] }: Command, stdout: "pipe" | "ignore" = "ignore") {
  const [program = "", ...args] = argv;
  const ended = spawnSync(program, args, {
    cwd: cwd ?? "/",
    env: { ...process.env, CI: "", ...env },
    stdio: ["ignore", stdout, "pipe"],
    encoding: "utf8",
    maxBuffer: 256 << 20,
  });
  if (ended.error) throw ended.error;
  if (!codes.includes(ended.status ?? -1))
    throw new Error(`"${argv.join(" ").slice(0, 300)}" ended with ${ended.status}: ${ended.stderr.slice(-1000)}`);
  return { stdout: ended.stdout ?? "", stderr: ended.stderr };
}

const GNU_TIME = "/usr/bin/time";
