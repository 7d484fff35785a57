import { isEmpty, type Plan } from "../plan/plan.ts";
import { renderPlanScript } from "../script/plan/plan-script.ts";
import type { Context } from "./context.ts";
import { writeOwnText } from "./own-text.ts";
import { commandLine } from "./shell-words.ts";

/** Where to write what carries a plan out on a server without Node.js. */
export interface ScriptFiles {
  readonly script: string | null;
}

/** Writes the files that are named; what to do with them, as lines to print. Nothing is written for a plan without steps. */
export function writeScripts(plan: Plan, { script }: ScriptFiles, context: Context): string {
  if (script === null) return "";
  if (isEmpty(plan)) return "\nNothing is to be done, so no script was written";
  writeOwnText(context.cwd, script, renderPlanScript(plan));
  return [
    `\n📜 Saved as the script "${script}", for a server with sh and no Node.js`,
    `   👉 bring it there, then run it as the site's user: ${commandLine("sh", script.slice(script.lastIndexOf("/") + 1))}`,
  ].join("\n");
}
