import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { ARRIVAL_LIMITS } from "../core/arrival.ts";
import type { ReleaseArgs } from "./commands/release.ts";
import { command, type RunCommand } from "./program-command.ts";
import { checkUrl, dryRun, json, maintenance, parseCount, type ReleaseFlags, site, yes } from "./release-options.ts";

interface Flags extends ReleaseFlags {
  readonly activate: boolean;
  readonly root?: string;
  readonly allowOlder?: true;
  readonly allowOther?: true;
  readonly inPlace?: true;
  readonly again?: true;
  readonly shipped?: string;
  readonly snapshot?: number | true;
  readonly layout?: "releases";
  readonly maxSize: number;
  readonly maxEntries: number;
  readonly maxRatio: number;
}

/** The command that makes a release of a delivery. */
export function addRelease(program: Command, run: RunCommand): void {
  command(program, "release", "make a release of a folder, a ZIP or a tar, and make it live; the old one is kept")
    .addArgument(new Argument("<SOURCE>", "what the vendor or the build delivered: a folder, a ZIP, a tar or a tar.gz"))
    .addOption(site())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(new Option("--no-activate", "make it ready and let it wait; rollback NAME makes it live"))
    .addOption(checkUrl())
    .addOption(new Option("--root <DIR>", "the folder inside SOURCE that is the application, where it is not found"))
    .addOption(
      new Option(
        "--snapshot [N]",
        `take a snapshot of the data first, and keep the last N of them (${KEPT_SNAPSHOTS}); holdfast.json can say so for each release: "snapshots": N`,
      ).argParser(parseCount),
    )
    .addOption(new Option("--allow-older", "also a version that is older than what is live"))
    .addOption(new Option("--allow-other", "also what looks like another application"))
    .addOption(
      new Option(
        "--shipped <OLD>",
        "what the live application was delivered as, where Holdfast did not see it arrive: tells what the site made or changed since",
      ),
    )
    .addOption(inPlace())
    .addOption(new Option("--again", "make another release of a delivery that is live or waits already"))
    .addOption(layout())
    .addOption(maintenance())
    .addOption(
      new Option("--max-size <BYTES>", "unpacked bytes: 500M, 4G")
        .default(ARRIVAL_LIMITS.bytes, "2G")
        .argParser(parseSize),
    )
    .addOption(
      new Option("--max-entries <N>", "files, folders and links").default(ARRIVAL_LIMITS.entries).argParser(parseCount),
    )
    .addOption(
      new Option("--max-ratio <N>", "unpacked bytes for one of the archive")
        .default(ARRIVAL_LIMITS.ratio)
        .argParser(parseCount),
    )
    .addOption(json())
    .addHelpText("after", HOOK_HELP)
    .action((source: string, flags: Flags) => run(deliver(argsOf(source, flags)), flags.json === true));
}

function deliver(args: ReleaseArgs): Parameters<RunCommand>[0] {
  return async (context) => (await import("./commands/release.ts")).release(args, context);
}

const inPlace = (): Option =>
  new Option(
    "--in-place",
    "no links at all, from now on: the data stays where it is, and code is replaced around it, file by file",
  );
const layout = (): Option =>
  new Option(
    "--layout <LAYOUT>",
    "releases: a flat application becomes a site with releases, its path a link to current",
  ).choices(["releases"]);

const HOOK_HELP = `
Commands of your own run at four points, declared in the application's holdfast.json:
  "hooks": {
    "build": ["composer install --no-dev"],         in the new release, before anything else
    "dump": ["mysqldump --defaults-extra-file=.my.cnf -r /backup/shop.sql shop"],
                                                    before the switch, where it brings database migrations
    "before-activate": ["php artisan migrate --force"],
    "after-activate": [{ "run": "php artisan queue:restart", "timeout": 60 }]
  }
They run in the release's folder as the site's user. Where one fails, what was live is live.
A command that writes storage/framework/down (php artisan down) takes the live site down too: storage is shared.`;

const KEPT_SNAPSHOTS = 3;

function argsOf(source: string, flags: Flags): ReleaseArgs {
  return {
    source,
    site: flags.site ?? null,
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    activate: flags.activate,
    checkUrl: flags.checkUrl ?? null,
    root: flags.root ?? null,
    limits: { bytes: flags.maxSize, entries: flags.maxEntries, ratio: flags.maxRatio },
    allowed: { older: flags.allowOlder === true, other: flags.allowOther === true },
    maintenance: flags.maintenance === true,
    converts: flags.layout === "releases",
    inPlace: flags.inPlace === true,
    again: flags.again === true,
    shipped: flags.shipped ?? null,
    snapshots: flags.snapshot === true ? KEPT_SNAPSHOTS : (flags.snapshot ?? null),
  };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

function parseSize(text: string): number {
  const match = /^(\d{1,15})([KMGT]?)i?B?$/i.exec(text.trim());
  const size = Number(match?.[1]) * (UNITS[(match?.[2] ?? "").toUpperCase()] ?? 1);
  if (match === null || size < 1) throw new InvalidArgumentError("It must be a number of bytes, such as 500M or 4G.");
  return size;
}
