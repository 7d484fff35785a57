import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { prune } from "./commands/prune.ts";
import { releases } from "./commands/releases.ts";
import { rollback } from "./commands/rollback.ts";
import { command, type RunCommand } from "./program-command.ts";

const site = (): Option => new Option("--site <DIR>", "the site; the one around the current folder unless given");
const json = (): Option => new Option("--json", "print one JSON document instead of text");
const yes = (): Option => new Option("-y, --yes", "do not ask");
const dryRun = (): Option => new Option("--dry-run", "show what would be done and change nothing");
const maintenance = (): Option =>
  new Option("--maintenance", "the site is quiet: where no atomic exchange exists, allow a gap of some microseconds");
const checkUrl = (): Option =>
  new Option("--check-url <URL>", "ask this address after the switch; an error switches back").argParser(parseUrl);

interface Flags {
  readonly site?: string;
  readonly json?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly maintenance?: true;
  readonly checkUrl?: string;
  readonly keep?: number;
  readonly release?: readonly string[];
}

/** The commands about a site's releases. */
export function addReleases(program: Command, run: RunCommand): void {
  addList(program, run);
  addRollback(program, run);
  addPrune(program, run);
}

function addList(program: Command, run: RunCommand): void {
  command(program, "releases", "the releases of a site: what is live, what was, how old and how large; changes nothing")
    .addOption(site())
    .addOption(json())
    .action((flags: Flags) => run((context) => releases({ site: flags.site ?? null }, context), flags.json === true));
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
        (context) =>
          rollback(
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
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((flags: Flags) =>
      run(
        (context) =>
          prune(
            {
              site: flags.site ?? null,
              keep: flags.keep ?? 3,
              releases: flags.release ?? [],
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

function parseCount(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return number;
}

function parseUrl(text: string): string {
  if (!/^https?:\/\/[^\s/]+/.test(text)) throw new InvalidArgumentError("It must begin with http:// or https://.");
  return text;
}
