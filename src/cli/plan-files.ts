import { baseName } from "../core/path.ts";
import { isEmpty, type Plan } from "../plan/plan.ts";
import { renderInventoryScript } from "../script/plan/inventory-script.ts";
import { renderPhpPage } from "../script/plan/php-page.ts";
import { renderPlanScript } from "../script/plan/plan-script.ts";
import { SCAN_LIMITS, SKIPPED } from "../system/scan.ts";
import { sha256 } from "../system/digest.ts";
import type { Context } from "./context.ts";
import { writeOwnText } from "./own-text.ts";
import { commandLine } from "./shell-words.ts";

/** Where to write what carries a plan out on a server without Node.js. */
export interface ScriptFiles {
  readonly script: string | null;
  /** A page that starts the script where there is no shell. */
  readonly php: string | null;
  /** A script that lists what stands on such a server. */
  readonly inventory: string | null;
}

/** Writes the files that are named; what to do with them, as lines to print. Nothing is written for a plan without steps. */
export function writeScripts(plan: Plan, { script, php, inventory }: ScriptFiles, context: Context): string {
  if (inventory !== null) return inventoryLines(inventory, plan, context);
  if (script === null && php === null) return "";
  if (isEmpty(plan)) return "\nNothing is to be done, so no script was written";
  const text = renderPlanScript(plan);
  return [
    ...(script === null ? [] : scriptLines(script, text, context)),
    ...(php === null ? [] : pageLines(php, { text, app: plan.layout.app }, context)),
  ].join("");
}

function inventoryLines(inventory: string, { layout }: Plan, context: Context): string {
  const terms = { layout, mostPerFolder: SCAN_LIMITS.perDirectory, skipped: [...SKIPPED] };
  writeOwnText(context.cwd, inventory, renderInventoryScript(terms));
  const name = inventory.slice(inventory.lastIndexOf("/") + 1);
  return [
    `\n📜 Saved as the script "${inventory}", which lists what stands on a server without Node.js`,
    `\n   👉 run it there and bring back what it says: ${commandLine("sh", name, baseName(layout.app))} >listing.txt`,
    `\n   👉 then: ${commandLine("holdfast", "plan", layout.app, "--listing", "listing.txt", "--script", "plan.sh")}`,
  ].join("");
}

function scriptLines(script: string, text: string, context: Context): string[] {
  writeOwnText(context.cwd, script, text);
  return [
    `\n📜 Saved as the script "${script}", for a server with sh and no Node.js`,
    `\n   👉 bring it there, then run it as the site's user: ${commandLine("sh", script.slice(script.lastIndexOf("/") + 1))}`,
  ];
}

function pageLines(
  php: string,
  { text, app }: { readonly text: string; readonly app: string },
  context: Context,
): string[] {
  const token = context.token();
  const expires = Math.floor(Date.parse(context.now()) / 1000) + DAY;
  writeOwnText(context.cwd, php, renderPhpPage({ script: text, hash: sha256(token), expires, app }));
  return [
    `\n🌐 Saved as the page "${php}", for a server without a shell; it works for 24 hours`,
    "\n   👉 upload it into the web root, open it by https://, give the token; it removes itself when the script is done",
    `\n   🔑 Token, shown only now: ${token}`,
  ];
}

/** In seconds. */
const DAY = 86_400;
