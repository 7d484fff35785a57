import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { command, type RunCommand } from "./program-command.ts";

interface Flags {
  readonly json?: true;
  readonly dryRun?: true;
  readonly addMissing?: true;
  readonly yes?: true;
  readonly maintenance?: true;
  readonly last?: number | true;
  readonly site?: string;
}

/** Adds `env`, `history` and `undo`. */
export function addLookingBack(program: Command, run: RunCommand): void {
  addUndo(program, run);
  addEnv(program, run);
  addHistory(program, run);
}

const json = (): Option => new Option("--json", "print one JSON document instead of text");
const dryRun = (): Option => new Option("--dry-run", "show what would be done and change nothing");
const site = (): Option =>
  new Option("--site <DIR>", "the site's folder, or the application's, instead of the current folder");

function app(): Argument {
  return new Argument("[APP]", "the application's folder, or the site's").default(".", "the current folder");
}

/** `--site` says the same as the argument, for scripts that run elsewhere. */
function chosen(given: string, flags: Flags): string {
  return flags.site ?? given;
}

function addUndo(program: Command, run: RunCommand): void {
  command(program, "undo", "turn every link of the live application back into plain files and folders, while it runs")
    .addArgument(app())
    .addOption(site())
    .addOption(new Option("--last", "take back the last command only, whatever it was"))
    .addOption(new Option("-y, --yes", "do not ask before data is moved"))
    .addOption(
      new Option(
        "--maintenance",
        "the site is quiet: where no atomic exchange exists, allow a gap of some microseconds",
      ),
    )
    .addOption(dryRun())
    .addOption(json())
    .action((given: string, flags: Flags) =>
      run(async (context) => {
        const args = {
          app: chosen(given, flags),
          yes: flags.yes === true,
          dryRun: flags.dryRun === true,
          maintenance: flags.maintenance === true,
          only: null,
        };
        if (flags.last !== undefined) return (await import("./commands/undo-last.ts")).undoLast(args, context);
        return (await import("./commands/undo.ts")).undo(args, context);
      }, flags.json === true),
    );
}

function addEnv(program: Command, run: RunCommand): void {
  command(program, "env", "which settings of .env.example the .env in use does not have; changes nothing by itself")
    .addArgument(app())
    .addOption(new Option("--add-missing", "add their lines at its end, as they stand"))
    .addOption(site())
    .addOption(dryRun())
    .addOption(json())
    .action((given: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/env.ts")).env(
            { app: chosen(given, flags), addMissing: flags.addMissing === true, dryRun: flags.dryRun === true },
            context,
          ),
        flags.json === true,
      ),
    );
}

function addHistory(program: Command, run: RunCommand): void {
  command(program, "history", "what was done to a site, when, and with what result; changes nothing")
    .addArgument(new Argument("[SITE]", "the site's folder, or the application's").default(".", "the current folder"))
    .addOption(new Option("--last <N>", "only the newest N").argParser(parseCount))
    .addOption(site())
    .addOption(json())
    .action((given: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/history.ts")).history(
            { site: chosen(given, flags), last: typeof flags.last === "number" ? flags.last : null },
            context,
          ),
        flags.json === true,
      ),
    );
}

function parseCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It has to be a number from 1.");
}
