import type { Inventory } from "../core/inventory.ts";
import { baseName } from "../core/path.ts";
import type { PersistenceRecord } from "../core/record.ts";
import { isEmpty, type Plan } from "../plan/plan.ts";
import { renderInventoryScript } from "../script/plan/inventory-script.ts";
import { renderListingPage } from "../script/plan/listing-page.ts";
import type { PhpPage } from "../script/plan/php-guard.ts";
import { renderPhpPage } from "../script/plan/php-page.ts";
import { knownFolders } from "../script/plan/known-folders.ts";
import { type PlannedFrom, renderPlanScript } from "../script/plan/plan-script.ts";
import { SCAN_LIMITS, SKIPPED } from "../system/scan.ts";
import { sha256 } from "../system/digest.ts";
import type { Context } from "./context.ts";
import { writeOwnText } from "./own-text.ts";
import { commandLine } from "./shell-words.ts";

/** Where to write what carries a plan out on a server without Node.js. */
export interface ScriptFiles {
  readonly script: string | null;
  /** A page that starts the script where there is no shell; with `inventory` one that brings what it says. */
  readonly php: string | null;
  /** A script that lists what stands on such a server. */
  readonly inventory: string | null;
  /** Where the application is on that server, as its listing says; null where there is no listing. */
  readonly there: string | null;
  /** What the plan was made from. */
  readonly seen: { readonly inventory: Inventory; readonly record: PersistenceRecord | null };
}

/** Writes the files that are named; what to do with them, as lines to print. Nothing is written for a plan without steps. */
export function writeScripts(plan: Plan, files: ScriptFiles, context: Context): string {
  const { script, php, inventory, there } = files;
  if (inventory !== null) return inventoryLines(plan, { inventory, php }, context);
  if (script === null && php === null) return "";
  if (isEmpty(plan)) return "\nNothing is to be done, so no script was written";
  const text = renderPlanScript(plan, plannedFrom(plan, files.seen));
  return [
    ...(script === null ? [] : scriptLines(script, { text, there }, context)),
    ...(php === null ? [] : pageLines(php, { text, app: there ?? plan.layout.app }, context)),
  ].join("");
}

function plannedFrom({ operations }: Plan, { inventory, record }: ScriptFiles["seen"]): PlannedFrom {
  const written = operations.find((operation) => operation.kind === "write-record")?.record ?? record;
  const folders = knownFolders(inventory, written ?? { entries: [], webRoot: "" });
  return { folders, passedOver: [...SKIPPED] };
}

function inventoryLines(
  { layout }: Plan,
  { inventory, php }: { readonly inventory: string; readonly php: string | null },
  context: Context,
): string {
  const terms = { layout, mostPerFolder: SCAN_LIMITS.perDirectory, skipped: [...SKIPPED] };
  const text = renderInventoryScript(terms);
  writeOwnText(context.cwd, inventory, text);
  const name = inventory.slice(inventory.lastIndexOf("/") + 1);
  return [
    `\n📜 Saved as the script "${inventory}", which lists what stands on a server without Node.js`,
    `\n   👉 run it there and bring back what it says: ${commandLine("sh", name, baseName(layout.app))} >listing.txt`,
    `\n   👉 then: ${commandLine("holdfast", "plan", layout.app, "--listing", "listing.txt", "--script", "plan.sh")}`,
    ...(php === null ? [] : listingPageLines(php, { text, app: layout.app }, context)),
  ].join("");
}

interface Paged {
  readonly text: string;
  readonly app: string;
}

function listingPageLines(php: string, paged: Paged, context: Context): string[] {
  const token = writePage(php, { ...paged, render: renderListingPage }, context);
  return [
    `\n🌐 Saved as the page "${php}", which brings that list from a server without a shell; it works for 24 hours`,
    "\n   👉 upload it into the web root, open it by https://, give the token; it removes itself when the list is sent",
    `\n   🔑 Token, shown only now: ${token}`,
  ];
}

function scriptLines(
  script: string,
  { text, there }: { readonly text: string; readonly there: string | null },
  context: Context,
): string[] {
  const words = ["sh", script.slice(script.lastIndexOf("/") + 1), ...(there === null ? [] : [there])];
  writeOwnText(context.cwd, script, text);
  return [
    `\n📜 Saved as the script "${script}", for a server with sh and no Node.js`,
    `\n   👉 bring it there, then run it as the site's user: ${commandLine(...words)}`,
  ];
}

function pageLines(php: string, paged: Paged, context: Context): string[] {
  const token = writePage(php, { ...paged, render: renderPhpPage }, context);
  return [
    `\n🌐 Saved as the page "${php}", for a server without a shell; it works for 24 hours`,
    "\n   👉 upload it into the web root, open it by https://, give the token; it removes itself when the script is done",
    `\n   🔑 Token, shown only now: ${token}`,
  ];
}

/** Writes a page for a script, and gives back the token that opens it. */
function writePage(
  php: string,
  { text, app, render }: Paged & { readonly render: (page: PhpPage) => string },
  context: Context,
): string {
  const token = context.token();
  const expires = Math.floor(Date.parse(context.now()) / 1000) + DAY;
  writeOwnText(context.cwd, php, render({ script: text, hash: sha256(token), expires, app }));
  return token;
}

/** In seconds. */
const DAY = 86_400;
