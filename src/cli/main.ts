import { type Command, CommanderError } from "commander";
import { HoldfastError } from "../core/error.ts";
import { EXIT_CODES, type ExitName } from "../core/exit-code.ts";
import { encodeJson } from "../core/json.ts";
import { displayLines } from "../report/marks.ts";
import { processContext } from "./context.ts";
import { buildProgram, type RunCommand } from "./program.ts";

/** Parses the command line, runs the command, prints what it hands back, sets the exit code. */
async function main(): Promise<void> {
  process.on("SIGPIPE", () => undefined);
  process.stdout.on("error", () => undefined);
  const program = buildProgram(runCommand);
  try {
    if (process.argv.length <= 2) program.outputHelp();
    else await parse(program);
  } catch (error) {
    report(error, process.argv.includes("--json"));
  }
}

async function parse(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed its message; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok.code : EXIT_CODES.usage.code;
  }
}

const runCommand: RunCommand = async (work, json) => {
  const result = await work(processContext({ quiet: json }));
  process.stdout.write(json ? encodeJson(result.json) : `${result.text}\n`);
  process.exitCode = EXIT_CODES[result.exit].code;
};

function report(thrown: unknown, json: boolean): void {
  const error = isSystemError(thrown) ? refusedBySystem(thrown) : thrown;
  const exit: ExitName = error instanceof HoldfastError ? error.exit : "defect";
  process.exitCode = EXIT_CODES[exit].code;
  if (json) process.stdout.write(encodeJson({ schema: 1, error: errorJson(error), exit: EXIT_CODES[exit].code }));
  process.stderr.write(`${errorText(error)}\n`);
}

function errorText(error: unknown): string {
  if (error instanceof HoldfastError) {
    return displayLines(error.hint === undefined ? `❌ ${error.message}` : `❌ ${error.message}\n👉 ${error.hint}`);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `❌ This is a defect of Holdfast's own; your data was not moved any further\n${displayLines(stack)}\n👉 Run "holdfast check", and report this text`;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && !(error instanceof HoldfastError);
}

/** What the operating system refuses is no defect of ours: the message names the call and the path. */
function refusedBySystem(error: NodeJS.ErrnoException): HoldfastError {
  const denied = error.code === "EACCES" || error.code === "EPERM";
  return new HoldfastError({
    code: "system-refused",
    message: `The operating system refused: ${error.message}`,
    hint: denied
      ? "Run the command as the user that owns the site"
      : "Look at the system's log, then run: holdfast check",
    exit: "problems",
    cause: error,
  });
}

function errorJson(error: unknown): unknown {
  if (error instanceof HoldfastError) return { code: error.code, message: error.message, hint: error.hint ?? null };
  return { code: "defect", message: error instanceof Error ? error.message : String(error), hint: null };
}

await main();
