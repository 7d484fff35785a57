import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { command, type RunCommand } from "./program-command.ts";

interface Flags {
  readonly url?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Adds `host`. */
export function addHost(program: Command, run: RunCommand): void {
  command(program, "host", "what this host allows, found out by trying in scratch folders that are removed again")
    .addArgument(
      new Argument("[SITE]", "the site's folder, or your home where there is no site yet").default(
        ".",
        "the current folder",
      ),
    )
    .addOption(
      new Option("--url <URL>", "the site's address: asked how its web server treats links").argParser(parseAddress),
    )
    .addOption(new Option("--dry-run", "only look, try nothing"))
    .addOption(new Option("--json", "print one JSON document instead of text"))
    .action((site: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/host.ts")).host(
            { site, url: flags.url ?? null, dryRun: flags.dryRun === true },
            context,
          ),
        flags.json === true,
      ),
    );
}

function parseAddress(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed.href;
  throw new InvalidArgumentError("It must be a web address, such as https://example.org.");
}
