import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { nearest } from "../core/nearest.ts";
import { WAYS, type Way } from "../core/serving.ts";
import { command, type RunCommand } from "./program-command.ts";
import { dryRun, json, maintenance, type ReleaseFlags, site, yes } from "./release-options.ts";

interface Flags extends ReleaseFlags {
  readonly documentRoot?: string;
  readonly aside?: true;
}

/** The command about how a site is served. */
export function addServe(program: Command, run: RunCommand): void {
  command(program, "serve", "how the web server gets at the site; with a way, move the site to it")
    .addArgument(
      new Argument("[WAY]", WAYS.join(", ")).default(null, "tell how it is served and could be").argParser(parseWay),
    )
    .addOption(site())
    .addOption(
      new Option(
        "--document-root <DIR>",
        "the folder that the web server serves; the recorded one, or the only one there",
      ),
    )
    .addOption(
      new Option(
        "--aside",
        "names in the document root that are nobody's that are known give way, and are kept beside it",
      ),
    )
    .addOption(maintenance())
    .addOption(yes())
    .addOption(dryRun())
    .addOption(json())
    .addHelpText("after", WAYS_HELP)
    .action((way: Way | null, flags: Flags) =>
      run(
        async (context) =>
          (await import("./commands/serve.ts")).serve(
            {
              way,
              site: flags.site ?? null,
              documentRoot: flags.documentRoot ?? null,
              yes: flags.yes === true,
              aside: flags.aside === true,
              dryRun: flags.dryRun === true,
              maintenance: flags.maintenance === true,
            },
            context,
          ),
        flags.json === true,
      ),
    );
}

const WAYS_HELP = `
The ways (docs/hosting.md says which server each was tried with):
  link      the document root is a link to current/<web root>
  entries   a real document root, each name in it a link into current/<web root>
  loader    a real document root with copies of the web root's files; its index.php hands over to the live release
  in-place  no links at all: the data stays where it is, code is replaced around it (docs/in-place.md)
  server    prints what goes into nginx, Apache, Caddy or fstab; changes nothing but the record
What gives way is kept beside the document root. The way back is the name of the way before.`;

function parseWay(text: string): Way {
  const found = WAYS.find((known) => known === text);
  if (found !== undefined) return found;
  const near = nearest(text, WAYS);
  throw new InvalidArgumentError(`The ways are ${WAYS.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`);
}
