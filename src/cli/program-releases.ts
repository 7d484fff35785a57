import { Argument, type Command, Option } from "commander";
import { command, type RunCommand } from "./program-command.ts";
import { addRelease } from "./program-release.ts";
import { checkUrl, dryRun, json, maintenance, parseCount, type ReleaseFlags, site, yes } from "./release-options.ts";

interface Flags extends ReleaseFlags {
  readonly rescueUnknown?: true;
  readonly keep?: number;
  readonly release?: readonly string[];
}

/** The commands about a site's releases. */
export function addReleases(program: Command, run: RunCommand): void {
  addRelease(program, run);
  addList(program, run);
  addRollback(program, run);
  addPrune(program, run);
}

function addList(program: Command, run: RunCommand): void {
  command(program, "releases", "the releases of a site: what is live, what was, how old and how large; changes nothing")
    .addOption(site())
    .addOption(json())
    .action((flags: Flags) =>
      run(
        async (context) => (await import("./commands/releases.ts")).releases({ site: flags.site ?? null }, context),
        flags.json === true,
      ),
    );
}

function addRollback(program: Command, run: RunCommand): void {
  command(program, "rollback", "make an earlier release live again, in one step; what was made since comes along")
    .addArgument(new Argument("[RELEASE]", "the release").default(null, "the one that was live before"))
    .addOption(site())
    .addOption(maintenance())
    .addOption(checkUrl())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((name: string | null, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/rollback.ts")).rollback(
            {
              release: name,
              site: flags.site ?? null,
              dryRun: flags.dryRun === true,
              maintenance: flags.maintenance === true,
              checkUrl: flags.checkUrl ?? null,
            },
            context,
          ),
        flags.json === true,
      ),
    );
}

function addPrune(program: Command, run: RunCommand): void {
  command(
    program,
    "prune",
    "remove old releases, after keeping what only they hold; never the live one or the one before",
  )
    .addOption(site())
    .addOption(
      new Option("--keep <N>", "how many releases stay, the live one counted").default(3).argParser(parseCount),
    )
    .addOption(new Option("--release <NAME>", "remove this one only; may be given several times").argParser(collect))
    .addOption(
      new Option(
        "--rescue-unknown",
        "with --release: also one of which nobody knows what its vendor shipped; all in it that differs from what is live goes to the rescue folder first",
      ),
    )
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/prune.ts")).prune(
            {
              site: flags.site ?? null,
              keep: flags.keep ?? 3,
              releases: flags.release ?? [],
              rescuesUnknown: flags.rescueUnknown === true,
              yes: flags.yes === true,
              dryRun: flags.dryRun === true,
            },
            context,
          ),
        flags.json === true,
      ),
    );
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
