import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { nearest } from "../core/nearest.ts";
import { RESCUED_ACTIONS, SNAPSHOT_ACTIONS } from "./keeping/actions.ts";
import { command, type RunCommand } from "./program-command.ts";

const site = (): Option => new Option("--site <DIR>", "the site; the one around the current folder unless given");
const json = (): Option => new Option("--json", "print one JSON document instead of text");
const yes = (): Option => new Option("-y, --yes", "do not ask");
const dryRun = (): Option => new Option("--dry-run", "show what would be done and change nothing");
const maintenance = (): Option =>
  new Option("--maintenance", "the site is quiet: where no atomic exchange exists, allow a gap of some microseconds");

interface Flags {
  readonly site?: string;
  readonly json?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly maintenance?: true;
  readonly to?: string;
  readonly from?: string;
  readonly name?: string;
  readonly keep?: number;
}

/** The commands about what is kept: what was rescued, and snapshots. */
export function addKeeping(program: Command, run: RunCommand): void {
  addRescued(program, run);
  addSnapshot(program, run);
  addRestore(program, run);
}

function addRestore(program: Command, run: RunCommand): void {
  command(
    program,
    "restore",
    "bring the data, or a path of it, back to what a snapshot has; what stands there is rescued",
  )
    .addArgument(new Argument("<SNAPSHOT>", "its name; last is the newest"))
    .addArgument(new Argument("[PATH]", "a path below shared").default(null, "all of it"))
    .addOption(new Option("--from <DIR>", "the folder that the snapshots are kept in, where that is not shared's own"))
    .addOption(site())
    .addOption(maintenance())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((name: string, path: string | null, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/restore.ts")).restore(
            { snapshot: name, path, from: flags.from ?? null, ...common(flags) },
            context,
          ),
        flags.json === true,
      ),
    );
}

function addSnapshot(program: Command, run: RunCommand): void {
  command(
    program,
    "snapshot",
    "a cheap, verifiable copy of the site's data: take one, list them, read one back, drop one",
  )
    .addArgument(
      new Argument("[ACTION]", `one of ${SNAPSHOT_ACTIONS.join(", ")}`)
        .default("take")
        .argParser(actionOf(SNAPSHOT_ACTIONS)),
    )
    .addArgument(new Argument("[NAME]", "which, for verify and drop; last is the newest").default(null))
    .addOption(new Option("--name <NAME>", "call it so; it then stays until it is dropped"))
    .addOption(new Option("--keep <N>", "how many without a name stay, this one counted").argParser(parseCount))
    .addOption(new Option("--to <DIR>", "keep them in this folder, on another disk, instead of in shared"))
    .addOption(site())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((action: (typeof SNAPSHOT_ACTIONS)[number], which: string | null, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/snapshot.ts")).snapshot(
            {
              action,
              which,
              name: flags.name ?? null,
              keep: flags.keep ?? null,
              to: flags.to ?? null,
              ...common(flags),
            },
            context,
          ),
        flags.json === true,
      ),
    );
}

function parseCount(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return number;
}

function addRescued(program: Command, run: RunCommand): void {
  command(program, "rescued", "what was rescued instead of dropped: list it, show it, put it back, or drop it")
    .addArgument(
      new Argument("[ACTION]", `one of ${RESCUED_ACTIONS.join(", ")}`)
        .default("list")
        .argParser(actionOf(RESCUED_ACTIONS)),
    )
    .addArgument(new Argument("[ID]", "which: 12, or 12/PATH, as the list names it").default(null))
    .addOption(site())
    .addOption(new Option("--to <PATH>", "with restore: put it here instead of where it stood"))
    .addOption(maintenance())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((action: (typeof RESCUED_ACTIONS)[number], id: string | null, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/rescued.ts")).rescued(
            { action, id, to: flags.to ?? null, ...common(flags) },
            context,
          ),
        flags.json === true,
      ),
    );
}

function common(flags: Flags) {
  return {
    site: flags.site ?? null,
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    maintenance: flags.maintenance === true,
  };
}

function actionOf<T extends string>(actions: readonly T[]): (text: string) => T {
  return (text) => {
    const found = actions.find((known) => known === text);
    if (found !== undefined) return found;
    const near = nearest(text, actions);
    throw new InvalidArgumentError(
      `The actions are ${actions.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`,
    );
  };
}
