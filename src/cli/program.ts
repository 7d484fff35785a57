import { Argument, Command, Option, type OutputConfiguration } from "commander";
import { EXIT_CODES } from "../core/exit-code.ts";
import type { Mode } from "../plan/survey.ts";
import { command, type RunCommand } from "./program-command.ts";
import { addPlan } from "./program-plan.ts";
import { addHost } from "./program-host.ts";
import { addProbe } from "./program-probe.ts";
import { addKeeping } from "./program-keeping.ts";
import { addReleases } from "./program-releases.ts";
import { addServe } from "./program-serve.ts";
import { addLookingBack } from "./program-undo.ts";
import { acrossTerms } from "./across.ts";
import {
  across,
  app,
  dryRun,
  json,
  maintenance,
  mode,
  noBaseline,
  quiesce,
  resume,
  shared,
  yes,
} from "./site-options.ts";
import { VERSION } from "./version.ts";

/** The command line: every command, argument and option with its help. What Commander itself prints goes to `output`. */
export function buildProgram(run: RunCommand, output: OutputConfiguration): Command {
  const program = new Command("holdfast")
    .description("Keeps what a web site's users and the site itself have made, while the code around it is replaced")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showSuggestionAfterError(true)
    .showHelpAfterError("👉 All commands: holdfast --help")
    .exitOverride()
    .configureOutput({ outputError: asOthers, ...output })
    .addHelpText("after", exitHelp());
  addPersist(program, run);
  addInspect(program, run);
  addDecide(program, run);
  addPlan(program, run);
  addCheck(program, run);
  addRecover(program, run);
  addInit(program, run);
  addHost(program, run);
  addReleases(program, run);
  addServe(program, run);
  addProbe(program, run);
  addKeeping(program, run);
  addLookingBack(program, run);
  return program;
}

/** What is typed wrong is said as every other refusal is. */
function asOthers(text: string, write: (text: string) => void): void {
  write(text.replace(/^error: /u, "❌ "));
}

interface Flags {
  readonly json?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly maintenance?: true;
  readonly baseline: boolean;
  readonly acrossFilesystems?: true;
  readonly quiesce?: string;
  readonly resume?: string;
  readonly plan?: string;
  readonly path?: readonly string[];
  readonly set?: readonly string[];
  readonly list?: true;
}

function addPersist(program: Command, run: RunCommand): void {
  command(
    program,
    "persist",
    "the main job: find what is data, move it to shared behind links, write the records and the scripts",
  )
    .addArgument(app())
    .addArgument(shared())
    .addArgument(mode())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(maintenance())
    .addOption(noBaseline())
    .addOption(across())
    .addOption(quiesce())
    .addOption(resume())
    .addOption(new Option("--plan <FILE>", "apply exactly this saved plan, or refuse if the disk has changed"))
    .addOption(json())
    .action((...[appPath, sharedPath, chosen, flags]: [string, string | null, Mode, Flags]) =>
      run(
        async (context) =>
          (await import("./commands/persist.ts")).persist(
            {
              app: appPath,
              shared: sharedPath,
              mode: chosen,
              yes: flags.yes === true,
              dryRun: flags.dryRun === true,
              maintenance: flags.maintenance === true,
              baseline: flags.baseline,
              across: acrossTerms(flags),
              planFile: flags.plan ?? null,
            },
            context,
          ),
        flags.json === true,
      ),
    );
}

function addInspect(program: Command, run: RunCommand): void {
  command(program, "inspect", "what the application is, what each path in it is, and why; changes nothing")
    .addArgument(app())
    .addOption(
      new Option(
        "--path <PATH>",
        "tell the whole story of this path, also of one that does not exist yet; may be given several times",
      ).argParser(collect),
    )
    .addOption(json())
    .action((appPath: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/inspect.ts")).inspect({ app: appPath, paths: flags.path ?? [] }, context),
        flags.json === true,
      ),
    );
}

function addDecide(program: Command, run: RunCommand): void {
  command(program, "decide", "ask about the paths that nothing settles, and write the answers into holdfast.json")
    .addArgument(app())
    .addOption(
      new Option(
        "--set <PATH=CLASS[:HANDLING]>",
        "decide without a question, about any path or pattern; may be given several times",
      ).argParser(collect),
    )
    .addOption(new Option("--list", "print what there is to decide, with the line that decides it").conflicts("set"))
    .addOption(dryRun())
    .addOption(json())
    .action((appPath: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/decide.ts")).decide(
            { app: appPath, set: flags.set ?? [], list: flags.list === true, dryRun: flags.dryRun === true },
            context,
          ),
        flags.json === true,
      ),
    );
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function addCheck(program: Command, run: RunCommand): void {
  command(program, "check", "health: links, data, modes, unfinished runs, missing settings; changes nothing")
    .addArgument(appOrSite())
    .addOption(json())
    .action((appPath: string, flags: Flags) =>
      run(
        async (context) => (await import("./commands/check.ts")).check({ app: appPath }, context),
        flags.json === true,
      ),
    );
}

function addRecover(program: Command, run: RunCommand): void {
  command(
    program,
    "recover",
    "repair links and folders, merge back what stood in the way, finish interrupted runs; moves aside, never deletes",
  )
    .addArgument(appOrSite())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .action((appPath: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/recover.ts")).recover(
            { app: appPath, yes: flags.yes === true, dryRun: flags.dryRun === true },
            context,
          ),
        flags.json === true,
      ),
    );
}

function addInit(program: Command, run: RunCommand): void {
  command(program, "init", "put the launcher, this program and a commented holdfast.json into an application")
    .addArgument(app())
    .addOption(dryRun())
    .addOption(json())
    .action((appPath: string, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/init.ts")).init({ app: appPath, dryRun: flags.dryRun === true }, context),
        flags.json === true,
      ),
    );
}

function appOrSite(): Argument {
  return new Argument("[APP]", "the application's folder, or the site's").default(".", "the current folder");
}

function exitHelp(): string {
  const lines = Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return `\nExit codes:\n${lines.join("\n")}\n`;
}
