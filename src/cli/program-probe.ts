import { Argument, type Command, Option } from "commander";
import { command, type RunCommand } from "./program-command.ts";
import { json, parseUrl } from "./release-options.ts";

interface Flags {
  readonly url: string;
  readonly verbose?: true;
  readonly json?: true;
}

/** The command that asks a site over HTTP. */
export function addProbe(program: Command, run: RunCommand): void {
  command(
    program,
    "probe",
    "ask the site over HTTP: are uploads served, secrets refused, uploaded scripts not run, is the live release what answers",
  )
    .addArgument(
      new Argument("[SITE]", "the site's folder, or the application's").default(null, "around the current folder"),
    )
    .requiredOption(
      "--url <URL>",
      "the site's address; may hold a login (https://NAME:PASSWORD@HOST/), which is not shown",
      parseUrl,
    )
    .addOption(new Option("--verbose", "list every request with its answer"))
    .addOption(json())
    .action((site: string | null, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/probe.ts")).probe(
            { url: flags.url, site, verbose: flags.verbose === true },
            context,
          ),
        flags.json === true,
      ),
    );
}
