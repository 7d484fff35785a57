import { HoldfastError } from "../../core/error.ts";
import { readListing } from "../../core/listing.ts";
import { decodeJson, encodeJson } from "../../core/json.ts";
import { hasProblems } from "../../plan/plan.ts";
import { withSwitch } from "../../plan/switch-current.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { isFileThere, readTextFile, writeNewFile } from "../../system/text-file.ts";
import type { Context } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { writeScripts } from "../plan-files.ts";
import { currentText } from "../../system/site-facts.ts";
import { commandLine } from "../shell-words.ts";
import { makePlan, type PersistArgs } from "./persist.ts";

export interface PlanArgs extends Pick<PersistArgs, "app" | "shared" | "mode" | "maintenance" | "across" | "baseline"> {
  readonly out: string | null;
  /** Files for a server without Node.js to write; null where none is asked for. */
  readonly script: string | null;
  readonly php: string | null;
  /** Where to write the script that lists a server. */
  readonly inventory: string | null;
  /** What such a script said. */
  readonly listing: string | null;
}

/** What `persist` would do, each step with its reason. Writes nothing but the files that are named. */
export function plan(args: PlanArgs, context: Context): CommandResult {
  const listing = args.listing === null ? null : readListing(readTextFile(context.cwd, args.listing), args.listing);
  const { site, plan: made, inventory } = makePlan({ ...args, listing }, context);
  if (site.state.inPlace && (args.script !== null || args.php !== null)) throw noScript(made.layout.app);
  const carried = args.script === null && args.php === null ? made : withSwitch(made, currentText(site.layout.site));
  const saved =
    args.out === null
      ? ""
      : `\nSaved as "${args.out}"; apply exactly this with: ${commandLine("holdfast", "persist", made.layout.app, "--plan", args.out)}`;
  if (args.out !== null) {
    refuseOverOther(context.cwd, args.out);
    writeNewFile(context.cwd, args.out, encodeJson(made));
  }
  const files = { ...args, there: listing?.app.path ?? null, seen: { inventory, record: site.state.record } };
  return {
    exit: hasProblems(carried) ? "problems" : "ok",
    text: `${renderPlan(carried)}${saved}${writeScripts(carried, files, context)}`,
    json: carried,
  };
}

function noScript(app: string): HoldfastError {
  return new HoldfastError({
    code: "not-in-place",
    message: `There is nothing for a script to do: "${app}" has no links (in-place), and its data stays where it is`,
    hint: `Bring new code from a machine that has Node.js: ${commandLine("holdfast", "release", "SOURCE", "--site", app)}`,
  });
}

/** Only an earlier plan is replaced: `--out .env`, mistyped, must not cost anybody their settings. */
function refuseOverOther(cwd: string, path: string): void {
  if (!isFileThere(cwd, path) || looksLikePlan(readTextFile(cwd, path))) return;
  throw new HoldfastError({
    code: "not-over-other-file",
    message: `"${path}" is there already and is not a plan`,
    hint: "Name a new file, or an earlier plan that may be replaced",
  });
}

/** A plan of any version. */
function looksLikePlan(text: string): boolean {
  const reading = decodeJson(text);
  const value = "fault" in reading ? null : reading.value;
  return typeof value === "object" && value !== null && "basedOn" in value && "operations" in value;
}
