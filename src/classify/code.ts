import type { EntryClass, EntryKind, Handling } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, isInside, join, parentOf, parseRel, type RelPath, segmentsOf } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { type ReadCode, readCode } from "./code-world.ts";
import { volumeClaims } from "./container-volumes.ts";
import { contentsOf, mostlyCode } from "./contents.ts";
import { deployerClaims } from "./deployer-lists.ts";
import { diskClaims, hasWebDisk } from "./disks.ts";
import type { PathValue } from "./path-value.ts";
import { pythonClaims } from "./python-settings.ts";
import { railsClaims } from "./rails-storage.ts";
import type { SourceFile } from "./stretch.ts";
import { isCodeName, isDataName, isRuntimeName, isShippedName, isUserName } from "./names.ts";
import { demandsIn, isDemanded } from "./writable-lists.ts";
import { type Write, writesIn } from "./writes.ts";

/** Facts per path; more say nothing new. */
const MOST_FACTS = 3;
const FILE = /\.[a-z0-9]{1,8}$/i;
/** A file of code that an installer writes is settings; any other belongs to the release. */
const PROGRAM = /\.(php|phtml|js|mjs|cjs|ts|tsx|jsx|vue|json|yml|yaml|html?|map|htaccess|md)$/i;
const SETTINGS =
  /(config|settings|database|connection|\bdb|install|licen[cs]e)[\w.-]*\.(php|json|ya?ml|js)$|(^|\/)(config|settings)\/[\w.-]+\.(php|json|ya?ml)$/i;
const ADD_ON_ROOTS = new Set([
  "lang",
  "resources/lang",
  "Modules",
  "modules",
  "plugins",
  "Plugins",
  "themes",
  "addons",
  "packages",
  "platform/plugins",
  "platform/themes",
  "extensions",
]);
const NEVER =
  /(^|\/)(node_modules|vendor|\.git|\.next|\.nuxt|\.output|bootstrap)(\/|$)|^(tests?|routes|config|app)$|^app\/(Http|Models|Providers|Services|Console)(\/|$)|^(composer\.(json|lock)|package(-lock)?\.json|artisan|\.env)$/;

const cache = new WeakMap<Inventory, Map<string, readonly Claim[]>>();

/** What the app's own code and configuration say about where it writes. */
export function claimsByCode(inventory: Inventory, webRoot: RelPath | ""): readonly Claim[] {
  const known = cache.get(inventory)?.get(webRoot);
  if (known !== undefined) return known;
  const code = readCode(inventory, webRoot);
  const claims = [
    ...diskClaims(inventory, code, webRoot),
    ...pythonClaims(inventory),
    ...railsClaims(inventory),
    ...volumeClaims(inventory),
    ...deployerClaims(inventory),
    ...writeClaims(inventory, code, webRoot),
  ];
  const perRoot = cache.get(inventory) ?? new Map<string, readonly Claim[]>();
  cache.set(inventory, perRoot.set(webRoot, claims));
  return claims;
}

interface Place {
  readonly path: RelPath;
  readonly kind: EntryKind;
}

interface Ground {
  readonly inventory: Inventory;
  readonly webRoot: RelPath | "";
  readonly laravel: boolean;
}

function writeClaims(inventory: Inventory, code: ReadCode, webRoot: RelPath | ""): Claim[] {
  const ground: Ground = {
    inventory,
    webRoot,
    laravel: inventory.behind !== undefined || inventory.nodes.has("artisan" as RelPath),
  };
  const webDisk = hasWebDisk(code, webRoot);
  const facts = new Map<RelPath, number>();
  const claims: Claim[] = [];
  const writes = code.files.flatMap((file) => [
    ...writesIn(file, code.world),
    ...(webDisk ? storedOnWebDisk(file, code) : []),
  ]);
  // What is written says more than what has to be writable.
  for (const write of [...writes, ...code.files.flatMap((file) => demandsIn(file, code.world))]) {
    const place = placeOf(write, ground);
    if (place === undefined || (write.demand === true && !isDemanded(place.path, place.kind, inventory))) continue;
    if ((facts.get(place.path) ?? 0) >= MOST_FACTS) continue;
    facts.set(place.path, (facts.get(place.path) ?? 0) + 1);
    claims.push(claimOf(write, place, inventory));
  }
  return claims;
}

function claimOf(write: Write, place: Place, inventory: Inventory): Claim {
  const handling = place.kind === "directory" ? handlingOf(place.path, inventory) : undefined;
  const settings = place.kind === "file" && SETTINGS.test(place.path);
  return {
    path: place.path,
    kind: place.kind,
    class:
      settings || ADD_ON_ROOTS.has(place.path)
        ? "user"
        : handling === "carry"
          ? "asset"
          : classOf(place.path, write.class),
    evidence: {
      fact:
        write.demand === true
          ? `The code demands that it can write to ${place.path}`
          : `The code writes to ${place.path} (${write.verb})`,
      where: `${write.file.path}:${write.line}`,
      strength: "code",
    },
    ...(handling === undefined ? {} : { handling }),
    ...(write.names === "database" ? { extras: { database: true } } : settings ? { extras: { secret: true } } : {}),
  };
}

/** Code folders that the server adds to stay with the code. */
function handlingOf(path: RelPath, inventory: Inventory): Handling | undefined {
  const contents = contentsOf(inventory, path);
  return ADD_ON_ROOTS.has(path) || (mostlyCode(contents) && !isDataName(baseName(path))) ? "carry" : undefined;
}

function classOf(path: RelPath, usual: EntryClass): EntryClass {
  for (const name of segmentsOf(path).reverse()) {
    if (isUserName(name)) return "user";
    if (isRuntimeName(name)) return "runtime";
  }
  return usual;
}

/** `store('x')` and its like on a disk whose root is the web root itself. */
function storedOnWebDisk(file: SourceFile, code: ReadCode): Write[] {
  const root = code.world.webRoot;
  return file.tokens.flatMap((token, index): Write[] => {
    const text = file.tokens[index + 2];
    const known = /^(store|storeAs|storePublicly|storePubliclyAs|putFile|putFileAs|makeDirectory)$/.test(token.value);
    if (token.kind !== "word" || !known || file.tokens[index + 1]?.value !== "(" || text?.kind !== "text") return [];
    const value: PathValue = { anchored: true, text: `${root}/${text.value}`, open: false, whole: true };
    return [{ value, names: "folder", class: "user", doubtful: false, verb: token.value, file, line: text.line }];
  });
}

/** The path of the app that a write is about; undefined when it leads outside or to what is no entry. */
function placeOf(write: Write, ground: Ground): Place | undefined {
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

function spell(write: Write, ground: Ground): Spelled | undefined {
  const { value } = write;
  const text = value.text.replace(/\\/g, "/").replace(/\/{2,}/g, "/");
  if (!value.anchored && (text.startsWith("/") || /^[a-z]+:/i.test(text) || /[\s<>*?{}%$]/.test(text)))
    return undefined;
  if (!value.anchored && ground.inventory.isServedFromAbove === true) return undefined;
  const full = value.anchored ? text : relativeTo(text, write.file, ground);
  const cut =
    value.open && !value.whole && !full.endsWith("/") && !isPlausible(full, ground)
      ? full.slice(0, full.lastIndexOf("/") + 1)
      : full;
  const path = resolve(cut);
  return path === undefined ? undefined : { path, folder: value.open || cut.endsWith("/") };
}

function placeOfFile(spelled: Spelled, write: Write, ground: Ground): Place | undefined {
  if (spelled.folder) return { path: spelled.path, kind: "directory" };
  const parent = parentOf(spelled.path);
  if (write.names === "database") return { path: spelled.path, kind: "file" };
  if (!FILE.test(baseName(spelled.path))) return parent === "" ? undefined : { path: parent, kind: "directory" };
  const shared =
    parent === "" ||
    parent === ground.webRoot ||
    isShippedName(baseName(parent)) ||
    contentsOf(ground.inventory, parent).code > 0;
  if (!shared) return { path: parent, kind: "directory" };
  const name = baseName(spelled.path);
  return PROGRAM.test(name) && !SETTINGS.test(spelled.path) ? undefined : { path: spelled.path, kind: "file" };
}

/** PHP resolves a relative path from the script that was asked for, Node from where it was started. */
function relativeTo(text: string, file: SourceFile, ground: Ground): string {
  const own = parentOf(file.path);
  if (file.language === "js") return text;
  if (text.startsWith("..")) return fromScript(text, own, ground);
  if (ground.laravel) return fromWebRoot(text, ground);
  const first = segmentsOf(text).find((segment) => segment !== ".") ?? "";
  const standing = [own, ground.webRoot, "" as const].find((base) => ground.inventory.nodes.has(join(base, first)));
  return join(standing ?? ground.webRoot, text);
}

/** What is included runs in the folder of the script that was asked for, which is the file's own or one above it. */
function fromScript(text: string, own: RelPath | "", { inventory }: Ground): string {
  const places = [own, ...ancestorsOf(join(own, "x")).reverse(), ""].map((folder) => join(folder as RelPath, text));
  const isThere = (place: string): boolean => {
    const around = parentOf((resolve(place) ?? "") as RelPath);
    return around !== "" && inventory.nodes.has(around);
  };
  return places.find(isThere) ?? join(own, text);
}

/** A Laravel application that is served from its own root spells the web root out (`move('public/images')`). */
function fromWebRoot(text: string, { webRoot, inventory }: Ground): string {
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

function mayBeEntry(place: Place, ground: Ground): boolean {
  if (isInside(ground.webRoot, place.path) || NEVER.test(place.path)) return false;
  // Commands that publish scripts and styles write here; nobody's data lies in them.
  if (place.kind === "directory" && isCodeName(baseName(place.path)) && !ADD_ON_ROOTS.has(place.path)) return false;
  const standing = ground.inventory.nodes.get(place.path)?.kind;
  if (baseName(place.path).startsWith(".env")) return false;
  return !(
    place.kind === "directory" &&
    (standing === "file" || (standing === undefined && FILE.test(baseName(place.path))))
  );
}

/** A bare word is a folder only where it stands; a whole path that is named like data may be made later. */
function isBelievable(write: Write, place: Place, ground: Ground): boolean {
  if (isShippedName(baseName(place.path)) || !isPlausible(place.path, ground)) return false;
  const spelled = write.value.anchored || (write.value.text.includes("/") && !ground.laravel);
  return spelled || ground.inventory.nodes.has(place.path);
}

/** The outermost folder named like data, so that `uploads/2026/05` and `uploads/logos` are one entry. */
function widen(place: Place): Place {
  const outer = [...ancestorsOf(place.path), ...(place.kind === "directory" ? [place.path] : [])].find((path) =>
    isDataName(baseName(path)),
  );
  return outer === undefined ? place : { path: outer, kind: "directory" };
}

function isPlausible(text: string, ground: Ground): boolean {
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
