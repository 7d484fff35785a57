import { type Command, Option } from "commander";
import type { Mode } from "../plan/survey.ts";
import { acrossTerms } from "./across.ts";
import { command, type RunCommand } from "./program-command.ts";
import { across, app, json, maintenance, mode, noBaseline, quiesce, resume, shared } from "./site-options.ts";

interface Flags {
  readonly json?: true;
  readonly maintenance?: true;
  readonly baseline: boolean;
  readonly acrossFilesystems?: true;
  readonly quiesce?: string;
  readonly resume?: string;
  readonly out?: string;
  readonly script?: string;
  readonly php?: string;
  readonly inventory?: string;
  readonly listing?: string;
}

/** Adds `plan`. */
export function addPlan(program: Command, run: RunCommand): void {
  command(program, "plan", "what persist would do, step by step, with reasons; changes nothing")
    .addArgument(app())
    .addArgument(shared())
    .addArgument(mode())
    .addOption(maintenance())
    .addOption(noBaseline())
    .addOption(across())
    .addOption(quiesce())
    .addOption(resume())
    .addOption(new Option("--out <FILE>", "save the plan, for persist --plan FILE"))
    .addOption(new Option("--script <FILE>", "write the plan as a script for a server without Node.js"))
    .addOption(php())
    .addOption(inventory())
    .addOption(listing())
    .addOption(json())
    .action((...[appPath, sharedPath, chosen, flags]: [string, string | null, Mode, Flags]) =>
      run(
        async (context) =>
          (await import("./commands/plan.ts")).plan(
            {
              app: appPath,
              shared: sharedPath,
              mode: chosen,
              maintenance: flags.maintenance === true,
              baseline: flags.baseline,
              across: acrossTerms(flags),
              out: flags.out ?? null,
              script: flags.script ?? null,
              php: flags.php ?? null,
              inventory: flags.inventory ?? null,
              listing: flags.listing ?? null,
            },
            context,
          ),
        flags.json === true,
      ),
    );
}

const php = (): Option =>
  new Option(
    "--php <FILE>",
    "write a page that starts that script, or brings the --inventory, where there is no shell",
  ).conflicts("json");

const inventory = (): Option =>
  new Option("--inventory <FILE>", "write a script that lists what stands on such a server, for --listing").conflicts([
    "json",
    "script",
    "listing",
  ]);

const listing = (): Option =>
  new Option("--listing <FILE>", "with --script or --php: plan for what that list says is on the server").conflicts(
    "out",
  );
