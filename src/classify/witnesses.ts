/**
 * Three witnesses to what the running site did: git, the baseline of a delivered release, and the dates of files. Each is asked
 * about single files and says where they come from, as far as it can tell.
 */
import type { GitTree, Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, isInside, parentOf, type RelPath } from "../core/path.ts";
import { isIgnored } from "./ignored.ts";

/** `unknown`: an ignored file may be a build's as well as a visitor's, a program nobody's upload. `silent`: not asked. */
type Origin = "delivered" | "made" | "unknown" | "silent";

/** Somebody who can tell the site's own files from the code's. */
export interface Witness {
  readonly kind: "git" | "baseline" | "dates";
  readonly where: string;
  readonly originOf: (path: RelPath) => Origin;
  /** The day on which a file was last written, where that is part of the testimony. */
  readonly dayOf?: (path: RelPath) => number;
}

/** Programs, styles, fonts and drawings: what is made with code, and texts that ship with it. */
const CODE_LIKE =
  /\.(php|phtml|inc|js|mjs|cjs|ts|tsx|jsx|vue|svelte|css|scss|sass|less|styl|html?|twig|tpl|py|rb|sh|sql|pot?|mo|ya?ml|md|rst|json|xml|neon|toml|ini|conf|lock|map|svg|ttf|otf|woff2?|eot|cur|ico|log|bak|dist|example)$|^error_log$/i;
/** Code proper, by which it is seen whether a witness knows this app at all. */
const PROGRAM = /\.(php|phtml|inc|js|mjs|cjs|ts|tsx|jsx|vue|svelte|css|scss|twig|html?)$/i;
/** Fewer files of code than this tell nothing about the rest. */
const ENOUGH_CODE = 5;

/** The witnesses that this app has. */
export function witnessesOf(inventory: Inventory, baseline: ReadonlySet<RelPath> | undefined): Witness[] {
  return [byBaseline(inventory, baseline), byGit(inventory), byDates(inventory)].filter(
    (witness) => witness !== undefined,
  );
}

function byBaseline(inventory: Inventory, baseline: ReadonlySet<RelPath> | undefined): Witness | undefined {
  if (baseline === undefined || !knowsTheCode(inventory, baseline)) return undefined;
  return {
    kind: "baseline",
    where: "baseline",
    originOf: (path) => (baseline.has(path) ? "delivered" : isCodeLike(path) ? "unknown" : "made"),
  };
}

function byGit(inventory: Inventory): Witness | undefined {
  const { git } = inventory;
  if (git === undefined || !knowsTheCode(inventory, git.tracked)) return undefined;
  const ignored = ignoredBefore(inventory);
  return {
    kind: "git",
    where: ".git/index",
    originOf: (path) => {
      if (git.tracked.has(path) || isElsewhere(path, git)) return "delivered";
      return isCodeLike(path) || ignored(path) ? "unknown" : "made";
    },
  };
}

function isElsewhere(path: RelPath, { elsewhere }: GitTree): boolean {
  return elsewhere.size > 0 && ancestorsOf(path).some((folder) => elsewhere.has(folder));
}

/** A folder of very many uploads is asked about a few of them; all follow the same rules. */
const MOST_ASKED = 40;

function ignoredBefore(inventory: Inventory): (path: RelPath) => boolean {
  const asked = new Map<string, { count: number; ignored: boolean }>();
  return (path) => {
    const folder = parentOf(path);
    const known = asked.get(folder) ?? { count: 0, ignored: false };
    if (known.count >= MOST_ASKED) return known.ignored;
    const ignored = isIgnored(inventory, path, "file") === true;
    asked.set(folder, { count: known.count + 1, ignored: known.ignored || ignored });
    return ignored;
  };
}

/** A list that lacks most of the code is about something else. */
function knowsTheCode(inventory: Inventory, listed: ReadonlySet<RelPath>): boolean {
  let all = 0;
  let found = 0;
  for (const node of inventory.nodes.values()) {
    if (node.kind !== "file" || !PROGRAM.test(node.path)) continue;
    all++;
    if (listed.has(node.path)) found++;
  }
  return found >= ENOUGH_CODE && found * 2 > all;
}

const DAY = 86_400;
/** Of the code's dates, so many at either end are left aside: somebody edits a file in place. */
const TRIMMED = 0.1;

/**
 * The code says when it arrived. Where it came on one day, files of other days are not its own; where its files kept the dates
 * of their making (an archive unpacked so), only what is newer than the newest of them.
 */
function byDates(inventory: Inventory): Witness | undefined {
  const { dates, git } = inventory;
  if (dates === undefined) return undefined;
  const code = [...dates]
    .filter(([path]) => PROGRAM.test(path))
    .map(([, seconds]) => seconds)
    .sort((a, b) => a - b);
  const first = code[Math.ceil((code.length - 1) * TRIMMED)];
  const last = code[Math.floor((code.length - 1) * (1 - TRIMMED))];
  const newest = code.at(-1);
  if (code.length < ENOUGH_CODE || first === undefined || last === undefined || newest === undefined) return undefined;
  const oneDay = last - first <= DAY;
  const until = (oneDay ? last : newest) + DAY;
  const from = oneDay ? first - DAY : Number.NEGATIVE_INFINITY;
  return {
    kind: "dates",
    where: "dates of files",
    originOf: (path) => {
      const seconds = dates.get(path);
      if (seconds === undefined || isCodeLike(path)) return "silent";
      if (git?.tracked.has(path) === true) return "delivered";
      return seconds > until || seconds < from ? "made" : "delivered";
    },
    dayOf: (path) => Math.floor((dates.get(path) ?? 0) / DAY),
  };
}

function isCodeLike(path: RelPath): boolean {
  return CODE_LIKE.test(baseName(path)) || baseName(path).startsWith(".");
}

/** True for a path at or below one of the folders. */
export function isBelowOne(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => isInside(path, folder));
}
