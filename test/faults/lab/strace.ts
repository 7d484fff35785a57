import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The system calls by which a disk is changed; `openat` only counts where it creates. */
const CALLS = [
  "renameat2",
  "rename",
  "renameat",
  "link",
  "linkat",
  "symlink",
  "symlinkat",
  "mkdir",
  "mkdirat",
  "unlink",
  "unlinkat",
  "rmdir",
  "fsync",
  "fdatasync",
  "fchmod",
  "fchown",
  "chown",
  "lchown",
  "fchownat",
  "write",
  "pwrite64",
  "openat",
];

/** A point of a run: the n-th call of this name. */
export interface Point {
  readonly call: string;
  readonly n: number;
}

/** A command that is traced. */
export interface Traced {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** What the tool does to the disk, in order: every changing call below the folder, of the main thread. */
export function changingPoints(command: Traced, folder: string): Point[] {
  const trace = traceOf(command);
  const counts = new Map<string, number>();
  const points: Point[] = [];
  for (const line of trace.split("\n")) {
    const call = /^(?:\d+\s+)?([a-z0-9_]+)\(/.exec(line)?.[1];
    if (call === undefined) continue;
    const n = (counts.get(call) ?? 0) + 1;
    counts.set(call, n);
    if (changes(call, line, folder)) points.push({ call, n });
  }
  return points;
}

/** Runs the command and kills it just before the point; the exit code tells whether it was reached (137). */
export function killAt(command: Traced, point: Point): number | null {
  return inject(command, point, "signal=KILL");
}

function inject(command: Traced, point: Point, what: string): number | null {
  const run = spawnSync(
    "strace",
    [
      "-o",
      "/dev/null",
      "-e",
      `trace=${point.call}`,
      "-e",
      `inject=${point.call}:${what}:when=${point.n}`,
      ...command.argv,
    ],
    { cwd: command.cwd, timeout: 30_000, env: { ...process.env, UV_USE_IO_URING: "0" }, stdio: "ignore" },
  );
  return run.signal === "SIGKILL" ? 137 : run.status;
}

function traceOf(command: Traced): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-trace-"));
  const file = join(folder, "trace");
  try {
    const run = spawnSync("strace", ["-y", "-o", file, "-e", `trace=${CALLS.join(",")}`, ...command.argv], {
      cwd: command.cwd,
      timeout: 60_000,
      env: { ...process.env, UV_USE_IO_URING: "0" },
      stdio: "ignore",
    });
    if (run.status !== 0) throw new Error(`The traced run ended with ${run.status ?? run.signal}`);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function changes(call: string, line: string, folder: string): boolean {
  if (call === "openat") return line.includes("O_CREAT");
  if (call === "write" || call === "pwrite64") return line.includes(folder);
  return true;
}
