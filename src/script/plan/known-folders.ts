import { childrenOf, type Inventory, type ScanLimit } from "../../core/inventory.ts";
import { ancestorsOf, isInside, type RelPath } from "../../core/path.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import { quotePrintable } from "./template.ts";

/** Folders of code around data, each with the folders in it that the plan was made from. */
export type KnownFolders = ReadonlyMap<RelPath | "", readonly string[]>;

/**
 * What there was to judge where data turns up: in the application's folder, in the web root, and in every folder that has an entry somewhere below it. A folder
 * of which not everything was read, or with more folders than a script should carry, is left out, as nothing can be said of what is new in it.
 */
export function knownFolders(
  inventory: Inventory,
  record: Pick<PersistenceRecord, "entries" | "webRoot">,
): KnownFolders {
  const entries = record.entries.map(({ path }) => path);
  const roots = record.webRoot === "" ? [] : [record.webRoot];
  const parents = new Set<RelPath | "">(["", ...roots, ...[...roots, ...entries].flatMap(ancestorsOf)]);
  const cut = new Set<string>(inventory.limits.filter(({ reason }) => OF_NAMES.has(reason)).map(({ path }) => path));
  const known = new Map<RelPath | "", readonly string[]>();
  for (const parent of parents) {
    const isData = entries.some((entry) => isInside(parent, entry));
    const isCut = ["", ...(parent === "" ? [] : [...ancestorsOf(parent), parent])].some((path) => cut.has(path));
    if (isData || isCut) continue;
    const names = namesIn(parent, inventory, entries);
    if (names.length <= MOST) known.set(parent, names);
  }
  return known;
}

const MOST = 300;
/** Why not every name below a folder was seen; other limits are about what is in the files. */
const OF_NAMES = new Set<ScanLimit["reason"]>(["skipped", "too many entries", "not readable"]);

/** Those that are there, and those that the plan makes because entries are in them. */
function namesIn(parent: RelPath | "", inventory: Inventory, entries: readonly RelPath[]): string[] {
  const above = parent === "" ? "" : `${parent}/`;
  const there = childrenOf(inventory, parent)
    .filter(({ kind }) => kind === "directory")
    .map(({ path }) => path.slice(above.length));
  const made = entries.flatMap((entry) =>
    entry.startsWith(above) ? [entry.slice(above.length).split("/")[0] ?? ""] : [],
  );
  return [...new Set([...there, ...made])];
}

/** The script's function that goes through them. */
export function renderKnownFolders(known: KnownFolders): string {
  const rows = [...known].map(
    ([parent, names]) =>
      `  "$1" ${[parent === "" ? "" : `${parent}/`, ...names].map(quotePrintable).join(" \\\n    ")}\n`,
  );
  return `\neach_known_folder() {\n${rows.join("")}  :\n}\n`;
}

/**
 * Saying which folders stand on the server though the plan was made without them: from a copy without a listing most of a site's data is missing, and what
 * nobody judged is not taken over. Changes nothing.
 */
export function unplannedSaying(passedOver: readonly string[]): string {
  return `
# ---- what the plan does not know

# PARENT/ NAME...
unplanned_in() {
  u_parent=$1
  shift
  for u_dir in "$app/$u_parent"* "$app/$u_parent".[!.]* "$app/$u_parent"..?*; do
    real_folder "$u_dir" || continue
    u_name=\${u_dir##*/}
    case $u_name in .holdfast* | ${passedOver.map((name) => quotePrintable(name)).join(" | ")}) continue ;; esac
    for u_known in "$@"; do
      [ "$u_name" != "$u_known" ] || continue 2
    done
    u_count=$((u_count + 1))
    [ "$u_count" -gt ${MOST_NAMED} ] || say "⚠️ Not in the plan, stays where it is: $u_parent$u_name (nobody looked at it, and new code would come without it)"
  done
}

say_unplanned() {
  u_count=0
  each_known_folder unplanned_in
  [ $u_count -le ${MOST_NAMED} ] || say "⚠️ Not in the plan either: $((u_count - ${MOST_NAMED})) more folders"
  [ $u_count -eq 0 ] || say "   👉 to have them looked at, list this server and make a new plan from that: holdfast plan APP --inventory inventory.sh"
}
`;
}

const MOST_NAMED = 10;
