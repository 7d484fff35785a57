/**
 * Runs a command line of the program in this process, on a real disk or on a model of one, with a fault. Some fifty times faster than a
 * process of its own under strace, so that whole families of faults can be worked through; strace, on a sample, keeps it honest.
 */
import { closeSync } from "node:fs";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import type { Context } from "../../../src/cli/context.ts";
import { abs } from "../../../src/core/path.ts";
import { findNativeFiles, type NativeFiles } from "../../../src/system/native-files.ts";
import { findNativeRename, type NativeRename } from "../../../src/system/native-rename.ts";
import { type Fault, faulty } from "./fault.ts";
import { commandsLoaded } from "./loaded-commands.ts";
import { type Call, intercepted, type Interceptor } from "./intercept.ts";

/** How a run in this process ended. */
export interface Ending {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly text: string;
  /** How many changing and looking calls it made, and whether the fault came about. */
  readonly counts: {
    readonly changing: number;
    readonly looking: number;
    readonly writes: number;
    readonly fired: boolean;
  };
}

export interface Command {
  readonly cwd: string;
  readonly argv: readonly string[];
}

/** What carries out the calls instead of the real disk. */
export interface Disk {
  readonly interceptor: Interceptor;
  readonly native: NativeRename;
  /** Missing where the disk has no such calls: then nothing is copied across file systems on it. */
  readonly files?: NativeFiles | null;
}

const realNative = findNativeRename();
const REAL_DISK: Disk = {
  interceptor: (_call, proceed) => proceed(),
  native: realNative,
  files: findNativeFiles(),
};
let lives = 0;

/** Runs the command; with a fault until that comes about and on from there. */
export async function runInProcess(command: Command, fault: Fault | null, disk: Disk = REAL_DISK): Promise<Ending> {
  await commandsLoaded();
  lives++;
  const { interceptor, counts } = faulty(fault);
  const open = new Set<number>();
  const through: Interceptor = (call, proceed) =>
    interceptor(call, (...args) => {
      const given = args.length > 0 ? args : call.args;
      if (isOwnStat(call)) return startOfThisLife(proceed(...given));
      const answer = disk.interceptor({ ...call, args: given }, () => proceed(...given));
      if (call.name === "openSync") open.add(answer as number);
      if (call.name === "closeSync") open.delete(call.args[0] as number);
      return answer;
    });
  let text = "";
  const say = (part: string): void => {
    text += part;
  };
  const native = throughInterceptor(disk.native, interceptor);
  const files = disk.files ? filesThrough(disk.files, interceptor) : null;
  const context = contextOf(command, { native, files, say });
  const code = await intercepted(through, () =>
    runCommandLine(command.argv, { out: say, err: say, context: (options) => ({ ...context, ...options }) }),
  );
  // What a killed process had open, the kernel closes.
  await intercepted(disk.interceptor, () => {
    for (const fd of open) closeSync(fd);
  });
  const killed = fault?.kind === "kill" && counts.fired;
  return { code: killed ? null : code, text, counts };
}

function contextOf(
  { cwd }: Command,
  {
    native,
    files,
    say,
  }: Pick<Disk, "native"> & {
    readonly files: NativeFiles | null;
    readonly say: (text: string) => void;
  },
): Context {
  return {
    cwd: abs(cwd),
    now: () => "2026-01-02T03:04:05Z",
    env: {},
    platform: "linux",
    asRoot: process.getuid?.() === 0,
    interactive: false,
    tell: (line) => {
      say(`${line}\n`);
    },
    live: () => undefined,
    quiet: false,
    native: () => native,
    files: () => files,
    token: () => "0123456789abcdef0123456789abcdef",
    ownProgram: () => "#!/usr/bin/env node\n",
  };
}

/** The native calls are changing ones like those of `node:fs`. */
function throughInterceptor(native: NativeRename, interceptor: Interceptor): NativeRename {
  return {
    ...native,
    exchange: (a, b) => {
      interceptor({ name: "renameat2Sync", bearing: "changing", args: [] }, () => {
        native.exchange(a, b);
      });
    },
    renameNoReplace: (from, to) => {
      interceptor({ name: "renameat2Sync", bearing: "changing", args: [] }, () => {
        native.renameNoReplace(from, to);
      });
    },
  };
}

function filesThrough(files: NativeFiles, interceptor: Interceptor): NativeFiles {
  const changing =
    <A extends unknown[]>(name: string, call: (...args: A) => void) =>
    (...args: A): void => {
      interceptor({ name, bearing: "changing", args: [] }, () => {
        call(...args);
      });
    };
  return {
    ...files,
    setAttribute: changing("lsetxattrSync", files.setAttribute),
    setTimesNs: changing("utimensatSync", files.setTimesNs),
    makeSpecial: changing("mknodatSync", files.makeSpecial),
    syncFileSystem: changing("syncfsSync", files.syncFileSystem),
  };
}

function isOwnStat({ name, args }: Call): boolean {
  return name === "readFileSync" && args[0] === `/proc/${process.pid}/stat`;
}

/** Each run counts as a process of its own: the start time (field 22 of /proc/PID/stat) by which a lock's holder is known differs. */
function startOfThisLife(stat: unknown): unknown {
  const text = String(stat);
  const end = text.lastIndexOf(")") + 2;
  const fields = text.slice(end).split(" ");
  fields[19] = `${fields[19]}${String(lives).padStart(9, "0")}`;
  return text.slice(0, end) + fields.join(" ");
}
