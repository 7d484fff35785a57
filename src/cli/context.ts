import { fromSystem } from "../system/bytes-path.ts";
import { randomToken } from "../system/token.ts";
import { ownProgram } from "./own-program.ts";
import { findNativeRename, type NativeRename, type RenameWay } from "../system/native-rename.ts";
import { findNativeFiles, type NativeFiles } from "../system/native-files.ts";
import { type SignalWatch, watchSignals } from "./signals.ts";

/** What a command takes from the process it runs in; the only place where clock, environment and terminal are read. */
export interface Context {
  readonly cwd: string;
  readonly now: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly asRoot: boolean;
  /** A person sits there: both ends are a terminal and no CI is running. */
  readonly interactive: boolean;
  /** Lines about progress and questions go to standard error, so that standard output stays the result. */
  readonly tell: (line: string) => void;
  /** Shows a line in place of the last one shown so; an empty one clears it. */
  readonly live: (line: string) => void;
  /** With `--json`: nothing but the document. */
  readonly quiet: boolean;
  readonly native: () => NativeRename;
  /** A watch over the signals that ask this process to end; absent where nobody can ask. */
  readonly signals?: () => SignalWatch;
  /** 32 hexadecimal digits that nobody can guess. */
  readonly token: () => string;
  /** The text of this very program, one file that needs only Node, for an application that shall carry it. */
  readonly ownProgram: () => string;
  readonly files: () => NativeFiles | null;
}

/** The context of this process. */
export function processContext(options: { readonly quiet: boolean }): Context {
  const { env } = process;
  return {
    cwd: fromSystem(Buffer.from(process.cwd())),
    now: () => new Date().toISOString().replace(/\.\d{3}Z$/, "Z"),
    env,
    platform: process.platform,
    asRoot: process.getuid?.() === 0,
    interactive: process.stdin.isTTY && process.stdout.isTTY && !isTrue(env["CI"]),
    tell: (line) => {
      process.stderr.write(`${line}\n`);
    },
    live: (line) => {
      process.stderr.write(`\r\u001b[K${line}`);
    },
    quiet: options.quiet,
    signals: watchSignals,
    native: () => findNativeRename(renameWay(env["HOLDFAST_RENAMEAT2"])),
    ownProgram,
    token: randomToken,
    files: () => (mayUseKoffi(env["HOLDFAST_RENAMEAT2"]) ? findNativeFiles() : null),
  };
}

function mayUseKoffi(setting: string | undefined): boolean {
  return setting !== "perl" && setting !== "none";
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

function renameWay(setting: string | undefined): RenameWay | undefined {
  return setting === "koffi" || setting === "perl" || setting === "none" ? setting : undefined;
}
