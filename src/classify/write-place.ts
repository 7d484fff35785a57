/** Which path of the app a write is about. */
import type { EntryKind } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, isInside, join, parentOf, parseRel, type RelPath, segmentsOf } from "../core/path.ts";
import { contentsOf, mostlyCode } from "./contents.ts";
import { isIgnored } from "./ignored.ts";
import { isCodeName, isDataName, isRuntimeName, isShippedName, isUserName } from "./names.ts";
import type { PathValue } from "./path-value.ts";
import type { Write } from "./writes.ts";

const FILE = /\.[a-z0-9]{1,8}$/i;
/** A file of code that an installer writes is settings; any other belongs to the release. */
const PROGRAM = /\.(php|phtml|js|mjs|cjs|ts|tsx|jsx|vue|json|yml|yaml|html?|map|md)$/i;
/** What code writes into a folder to close it; the rules of the site itself, in its web root, are its owner's. */
const RULES_WITHIN = /\/.+\/\.htaccess$|[^/]\.htaccess$/;
const SETTINGS =
  /(config|settings|database|connection|\bdb|install|licen[cs]e)[\w.-]*\.(php|json|ya?ml|js)$|(^|\/)(config|settings)\/[\w.-]+\.(php|json|ya?ml)$/i;
/** Of those, what may hold a password; scripts for browsers are for everybody to read. */
const SECRET = /(config|settings|database|connection|\bdb|install|licen[cs]e)[\w.-]*\.(php|json|ya?ml)$/i;
const ADD_ON_ROOTS = new Set([
  "lang",
  "resources/lang",
  "Modules",
  "modules",
  "plugins",
  "Plugins",
  "themes",
  "theme",
  "addons",
  "packages",
  "platform/plugins",
  "platform/themes",
  "extensions",
]);
const NEVER =
  /(^|\/)(node_modules|vendor|dist|build|\.git|\.next|\.nuxt|\.output|bootstrap)(\/|$)|^(tests?|routes|config|app)$|^app\/(Http|Models|Providers|Services|Console)(\/|$)|^(composer\.(json|lock)|package(-lock)?\.json|artisan|\.env)$/;

/** A path that is written to. */
export interface Place {
  readonly path: RelPath;
  readonly kind: EntryKind;
}

/** What is known around it. */
export interface PlaceGround {
  readonly inventory: Inventory;
  readonly webRoot: RelPath | "";
  readonly laravel: boolean;
}

/** True for a folder of code to which add-ons come. */
export function isAddOnRoot(path: string): boolean {
  return ADD_ON_ROOTS.has(path);
}

/** True for a file of settings, as installers write them. */
export function isSettings(path: string): boolean {
  return SETTINGS.test(path);
}

/** True for such a file that may hold a password. */
export function isSecret(path: string): boolean {
  return SECRET.test(path);
}

/** True for a file of code that belongs to the release whoever writes it. */
export function isProgram(path: string): boolean {
  return (PROGRAM.test(path) && !SETTINGS.test(path)) || RULES_WITHIN.test(path);
}

/** The path of the app that a write is about; undefined when it leads outside or to what is no entry. */
export function placeOf(write: Write, ground: PlaceGround): Place | undefined {
  const spelled = spell(write, ground);
  if (spelled === undefined) return undefined;
  const place =
    write.names === "folder" ? { path: spelled.path, kind: "directory" as const } : placeOfFile(spelled, write, ground);
  if (place === undefined || !mayBeEntry(place, ground)) return undefined;
  const widened = widen(place);
  if (write.doubtful && !isBelievable(write, widened, ground)) return undefined;
  // A command of the developer's publishes and exports; only a place named like data is one.
  if (
    write.file.path.includes("Console/") &&
    !segmentsOf(widened.path).some((name) => isUserName(name) || isRuntimeName(name))
  )
    return undefined;
  return widened;
}

interface Spelled {
  readonly path: RelPath;
  /** True when `path` is a folder for certain, since an unknown name follows. */
  readonly folder: boolean;
}

function spell(write: Write, ground: PlaceGround): Spelled | undefined {
  const { value } = write;
  const text = value.text.replace(/\\/g, "/").replace(/\/{2,}/g, "/");
  if (!value.anchored && (isNoPath(text) || isNoPlace(text, write) || ground.inventory.isServedFromAbove === true))
    return undefined;
  const full = value.anchored ? text : relativeTo(text, write.file, ground);
  const cut = isCompleted(full, value, ground) ? full.slice(0, full.lastIndexOf("/") + 1) : full;
  const path = resolve(cut);
  return path === undefined ? undefined : { path, folder: value.open || cut.endsWith("/") };
}

function isNoPath(text: string): boolean {
  return text.startsWith("/") || /^[a-z.]*:/i.test(text) || /[\s<>*?{}%$]/.test(text);
}

/** True where something unknown completes the last name. */
function isCompleted(text: string, { open, whole }: PathValue, ground: PlaceGround): boolean {
  if (!open || text.endsWith("/")) return false;
  return BEGUN.test(text) || (!whole && !isPlausible(text, ground));
}

/** How a name ends that is only begun. */
const BEGUN = /[-_.=]$/;

/** Words that are no paths: the name of a store, the ending that an upload gets, what a file's own copy ends in. */
function isNoPlace(text: string, write: Write): boolean {
  if (/^\.?(bak|old|tmp|png|jpe?g|webp|gif|svg|pdf)$/i.test(text)) return true;
  // What an installer draws to see whether it can draw.
  if (write.verb.startsWith("image") && /(^|\/)install/i.test(write.file.path)) return true;
  return write.names === "database" && !/[/.]/.test(text);
}

function placeOfFile(spelled: Spelled, write: Write, ground: PlaceGround): Place | undefined {
  if (spelled.folder) return { path: spelled.path, kind: "directory" };
  const parent = parentOf(spelled.path);
  if (write.names === "database") return { path: spelled.path, kind: "file" };
  if (!FILE.test(baseName(spelled.path))) return parent === "" ? undefined : { path: parent, kind: "directory" };
  const shared =
    parent === "" ||
    parent === ground.webRoot ||
    isShippedName(baseName(parent)) ||
    contentsOf(ground.inventory, parent).code > 0;
  if (!shared && mayBeEntry({ path: parent, kind: "directory" }, ground)) return { path: parent, kind: "directory" };
  return isProgram(spelled.path) ? undefined : { path: spelled.path, kind: "file" };
}

/** PHP resolves a relative path from the script that was asked for, Node from where it was started. */
function relativeTo(text: string, file: Write["file"], ground: PlaceGround): string {
  const own = parentOf(file.path);
  if (file.language !== "php") return text;
  if (text.startsWith("..")) return fromScript(text, own, ground);
  if (ground.laravel) return fromWebRoot(text, ground);
  const first = segmentsOf(text).find((segment) => segment !== ".") ?? "";
  const standing = [own, ground.webRoot, "" as const].find((base) => ground.inventory.nodes.has(join(base, first)));
  return join(standing ?? ground.webRoot, text);
}

/** What is included runs in the folder of the script that was asked for, which is the file's own or one above it. */
function fromScript(text: string, own: RelPath | "", { inventory }: PlaceGround): string {
  const places = [own, ...ancestorsOf(join(own, "x")).reverse(), ""].map((folder) => join(folder as RelPath, text));
  const isThere = (place: string): boolean => {
    const around = parentOf((resolve(place) ?? "") as RelPath);
    return around !== "" && inventory.nodes.has(around);
  };
  return places.find(isThere) ?? join(own, text);
}

/** A Laravel application that is served from its own root spells the web root out (`move('public/images')`). */
function fromWebRoot(text: string, { webRoot, inventory }: PlaceGround): string {
  const isSpelled = webRoot !== "" && text.replace(/^\.\//, "").startsWith(`${webRoot}/`);
  return isSpelled && !inventory.nodes.has(join(webRoot, webRoot)) ? text : join(webRoot, text);
}

function resolve(text: string): RelPath | undefined {
  const kept: string[] = [];
  for (const segment of text.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) return undefined;
  }
  return parseRel(kept.join("/"));
}

function mayBeEntry(place: Place, ground: PlaceGround): boolean {
  if (isInside(ground.webRoot, place.path) || NEVER.test(place.path)) return false;
  // Commands that publish scripts and styles write here; nobody's data lies in them.
  if (place.kind === "directory" && isCodeName(baseName(place.path)) && !isAddOnRoot(place.path)) return false;
  const standing = ground.inventory.nodes.get(place.path)?.kind;
  if (baseName(place.path).startsWith(".env")) return false;
  return !(
    place.kind === "directory" &&
    (standing === "file" || (standing === undefined && FILE.test(baseName(place.path))))
  );
}

/** A bare word is a folder only where it stands; a whole path that is named like data may be made later. */
function isBelievable(write: Write, place: Place, ground: PlaceGround): boolean {
  if (isShippedName(baseName(place.path))) return false;
  if (!isPlausible(place.path, ground) && !isFolderWithoutCode(place.path, ground)) return false;
  const spelled = write.value.anchored || (write.value.text.includes("/") && !ground.laravel);
  return (
    spelled || ground.inventory.nodes.has(place.path) || isIgnored(ground.inventory, place.path, "directory") === true
  );
}

/** A setting that is named like the place for files names this folder, which is kept out of the repository, or stands and holds no code. */
function isFolderWithoutCode(path: RelPath, { inventory }: PlaceGround): boolean {
  if (isIgnored(inventory, path, "directory") === true) return true;
  return inventory.nodes.get(path)?.kind === "directory" && contentsOf(inventory, path).code === 0;
}

/** The outermost folder named like data, so that `uploads/2026/05` and `uploads/logos` are one entry. */
function widen(place: Place): Place {
  const outer = [...ancestorsOf(place.path), ...(place.kind === "directory" ? [place.path] : [])].find((path) =>
    isDataName(baseName(path)),
  );
  return outer === undefined ? place : { path: outer, kind: "directory" };
}

function isPlausible(text: string, ground: PlaceGround): boolean {
  const path = resolve(text);
  if (path === undefined) return false;
  if (segmentsOf(path).some(isDataName)) return true;
  const node = ground.inventory.nodes.get(path);
  return (
    path.includes("/") &&
    node?.kind === "directory" &&
    !mostlyCode(contentsOf(ground.inventory, path)) &&
    !isCodeName(baseName(path))
  );
}
