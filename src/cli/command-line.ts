import { displayName } from "../core/bytes.ts";
import { type Command, CommanderError } from "commander";
import { remedy } from "../apply/failure.ts";
import { HoldfastError } from "../core/error.ts";
import { EXIT_CODES, type ExitName } from "../core/exit-code.ts";
import { encodeJson } from "../core/json.ts";
import { displayLines } from "../report/marks.ts";
import { withName } from "../system/named-error.ts";
import type { Context } from "./context.ts";
import type { RunCommand } from "./program-command.ts";
import { buildProgram } from "./program.ts";

/** Where a command line's output goes, and what it takes from the process it runs in. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly context: (options: { readonly quiet: boolean }) => Context | Promise<Context>;
}

/** Parses a command line (what follows `holdfast`), runs the command, prints what it hands back; resolves to the exit code, never rejects. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT_CODES.ok.code;
  const run: RunCommand = async (work, json) => {
    const result = await work(await terminal.context({ quiet: json }));
    terminal.out(json ? encodeJson(result.json) : `${result.text}\n`);
    code = EXIT_CODES[result.exit].code;
  };
  const program = buildProgram(run, { writeOut: terminal.out, writeErr: terminal.err });
  try {
    if (argv.length === 0) program.outputHelp();
    else code = (await parse(program, argv)) ?? code;
    return code;
  } catch (error) {
    return report(error, terminal, argv.includes("--json"));
  }
}

/** The exit code of a command line that Commander itself answered: help and version end with 0, its message is printed. */
async function parse(program: Command, argv: readonly string[]): Promise<number | null> {
  try {
    await program.parseAsync(argv, { from: "user" });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT_CODES.ok.code : EXIT_CODES.usage.code;
  }
}

function report(thrown: unknown, terminal: Terminal, json: boolean): number {
  const named = withName(thrown);
  const error = isSystemError(named) ? refusedBySystem(named) : named;
  const exit: ExitName = error instanceof HoldfastError ? error.exit : "defect";
  const { code } = EXIT_CODES[exit];
  if (json) terminal.out(encodeJson({ schema: 1, error: errorJson(error), exit: code }));
  terminal.err(`${errorText(error)}\n`);
  return code;
}

function errorText(error: unknown): string {
  if (error instanceof HoldfastError) {
    const what = `❌ ${displayLines(error.message)}`;
    return error.hint === undefined ? what : `${what}\n👉 ${displayName(error.hint)}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `❌ This is a defect of Holdfast's own; your data was not moved any further\n${displayLines(stack)}\n👉 Run "holdfast check", and report this text`;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && !(error instanceof HoldfastError);
}

/** What the operating system refuses is no defect of ours: the message names the call and the path. */
function refusedBySystem(error: NodeJS.ErrnoException): HoldfastError {
  return new HoldfastError({
    code: "system-refused",
    message: `The operating system refused: ${error.message}; nothing of the site was changed by that`,
    hint: `${remedy(error.code ?? "")} Then run: holdfast check`,
    exit: "problems",
    cause: error,
  });
}

function errorJson(error: unknown): unknown {
  if (error instanceof HoldfastError) return { code: error.code, message: error.message, hint: error.hint ?? null };
  return { code: "defect", message: error instanceof Error ? error.message : String(error), hint: null };
}
