import type { Command } from "commander";
import type { Context } from "./context.ts";
import type { CommandResult } from "./result.ts";

/** Runs one command; the caller prints what comes back. */
export type RunCommand = (
  work: (context: Context) => CommandResult | Promise<CommandResult>,
  json: boolean,
) => Promise<void>;

/** Adds a command that refuses what it does not know. */
export function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride()
    .showSuggestionAfterError(true)
    .showHelpAfterError(`👉 How it is typed: holdfast ${name} --help`);
}
