import { childrenOf, type Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { isGuardPage } from "./guard-page.ts";
import { isDataName, isShippedName } from "./names.ts";

/** What a folder holds, all levels together. */
export interface Contents {
  readonly files: number;
  /** Programs and styles. */
  readonly code: number;
  /** Of those, what is compiled or imported by its name. */
  readonly sources: number;
  /** Fonts, vector drawings, source maps: made with the code, seldom uploaded. */
  readonly design: number;
  /** Pictures, films, documents, archives. */
  readonly media: number;
  /** Files whose names a program made: hashes, UUIDs, timestamps. */
  readonly generated: number;
  /** SQLite databases and the files that stand beside an open one. */
  readonly databases: number;
  /** Placeholders that keep an empty folder in a repository. */
  readonly placeholders: number;
}

type Tally = { -readonly [Field in keyof Contents]: Contents[Field] };

const EMPTY: Contents = {
  files: 0,
  code: 0,
  sources: 0,
  design: 0,
  media: 0,
  generated: 0,
  databases: 0,
  placeholders: 0,
};
const CODE =
  /\.(php|phtml|inc|js|mjs|cjs|ts|tsx|jsx|vue|svelte|css|scss|sass|less|styl|html?|twig|tpl|py|rb|sh|sql|pot?|mo|yml|yaml|md|rst)$/i;
const SOURCE = /\.(tsx?|jsx|vue|svelte|py|rb)$/i;
const DESIGN = /\.(svg|ttf|otf|woff2?|eot|map|cur|ico)$/i;
const MEDIA =
  /\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic|mp4|mov|webm|mp3|wav|ogg|pdf|docx?|xlsx?|pptx?|csv|zip|rar|gz|tar)$/i;
const DATABASE = /\.(sqlite3?|db3?|s3db)(-wal|-shm|-journal)?$/i;
const GENERATED =
  /^[0-9a-f]{13,}\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|(^|[^0-9])1[3-9][0-9]{8}([0-9]{3})?([^0-9]|$)|(^|[^0-9])20[0-9]{12}([^0-9]|$)|^(?=[a-z]*[0-9])(?=[0-9a-z]*[A-Z])[A-Za-z0-9]{24,}\./;
const PLACEHOLDER =
  /^(\.gitkeep|\.gitignore|\.keep|\.empty|\.htaccess|\.placeholder|placeholder(\.txt)?|index\.html?|web\.config|README(\.\w+)?)$/i;
/** What something else is begun from. */
const SAMPLE = /[._-](example|sample|dist)(\.\w{1,8})?$/i;
/** What a page that only sends visitors away is counted as. */
const GUARD = "index.html";
/** Fewer files than this show no habit. */
const ENOUGH = 8;

/** Names of folders for pictures, in which no build puts what it has named by itself. */
const PICTURES = /^(images?|img|frontend|banners?)$/i;

const known = new WeakMap<Inventory, Map<string, Tally>>();

/** What stands below a folder, as far as the scan saw. */
export function contentsOf(inventory: Inventory, directory: RelPath): Contents {
  return tallies(inventory).get(directory) ?? EMPTY;
}

/** True for the name of a file that only keeps an empty folder in a repository. */
export function isPlaceholder(name: string): boolean {
  return PLACEHOLDER.test(name);
}

/** True for the name of what something else is begun from (`users.php.dist`). */
export function isSample(name: string): boolean {
  return SAMPLE.test(name);
}

/** True when a folder holds nothing but placeholders, and at least one. */
export function onlyPlaceholders(contents: Contents): boolean {
  return contents.placeholders > 0 && contents.files === contents.placeholders;
}

/** True when most of what a folder holds is code. */
export function mostlyCode(contents: Contents): boolean {
  const real = contents.files - contents.placeholders;
  return real > 0 && contents.code * 2 > real;
}

/** True for a folder in which all is compiled, or imported by its name: nobody uploads such. */
export function onlySources({ files, sources }: Contents): boolean {
  return files > 0 && files === sources;
}

/** Files in which a program keeps what it knows: code that names one is as likely to write it as to ship it. */
const RECORDS = /\.(json|csv|tsv|txt|dat|log|xml|ya?ml|ini|db|sqlite3?|lock)$/i;

function holdsRecords(inventory: Inventory, path: RelPath): boolean {
  return childrenOf(inventory, path).some((node) => node.kind === "file" && RECORDS.test(node.path));
}

/** What a folder's contents say about it. Weak alone, and a doubt where they contradict its name. */
export function claimsByContents(inventory: Inventory, path: RelPath): Claim[] {
  const contents = contentsOf(inventory, path);
  const real = contents.files - contents.placeholders;
  if (real <= 0) return [];
  const claim = (fact: string, more: Pick<Claim, "class" | "handling"> & { readonly byName?: true }): Claim[] => {
    const { byName, ...rest } = more;
    const strength = byName === true ? "name" : "content";
    return [{ path, kind: "directory", ...rest, evidence: { fact, where: path, strength } }];
  };
  if ((contents.code + contents.design) * 2 > real) {
    const fact = `${contents.code + contents.design} of its ${real} files are code, styles, fonts or drawings`;
    return claim(fact, { class: "asset" });
  }
  if (isNamedByPrograms(path, contents)) {
    const fact = `${contents.generated} of its ${real} files have generated names, as uploads do`;
    if (!isShippedName(baseName(path))) return claim(fact, { class: "user" });
    if (isFullOfUploads(inventory, path)) return claim(fact, { class: "user", handling: "merge", byName: true });
    return claim(fact, { class: null, byName: true });
  }
  if (contents.databases === real) return claim("It holds databases and nothing else", { class: "user", byName: true });
  const named = namedInCode(inventory, path);
  if (named.total > 0 && named.found * 2 >= named.total && !holdsRecords(inventory, path))
    return claim(`The code names ${named.found} of ${named.total} of its files`, { class: "asset" });
  return claim(`It holds ${real} ${real === 1 ? "file" : "files"} that could be shipped or uploaded`, { class: null });
}

/** Most names were made by a program. Migrations, too, are named by the minute they were made in. */
function isNamedByPrograms(path: RelPath, { files, placeholders, generated }: Contents): boolean {
  const real = files - placeholders;
  return real >= ENOUGH && generated * 2 > real && baseName(path) !== "migrations";
}

/** True for a folder for pictures in which most have names that a program made. */
export function isFullOfUploads(inventory: Inventory, path: RelPath): boolean {
  const { files, placeholders, generated, code, design } = contentsOf(inventory, path);
  const real = files - placeholders;
  return PICTURES.test(baseName(path)) && real >= ENOUGH && generated * 2 > real && (code + design) * 2 <= real;
}

function tallies(inventory: Inventory): Map<string, Tally> {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const all = new Map<string, Tally>();
  for (const node of inventory.nodes.values()) {
    if (node.kind !== "file") continue;
    const name = baseName(node.path);
    const isGuard = isGuardPage(inventory, node.path);
    const above = ancestorsOf(node.path);
    // What lies in a folder of data says nothing about the folder of assets around it.
    const home = above.findIndex((directory) => isDataName(baseName(directory)));
    for (const directory of above.slice(Math.max(home, 0))) {
      const tally = all.get(directory) ?? { ...EMPTY };
      if (tally.files === 0) all.set(directory, tally);
      count(tally, isGuard ? GUARD : name);
    }
  }
  known.set(inventory, all);
  return all;
}

function count(tally: Tally, name: string): void {
  tally.files++;
  if (PLACEHOLDER.test(name)) tally.placeholders++;
  else if (SAMPLE.test(name)) return;
  else if (CODE.test(name)) tally.code++;
  else if (DESIGN.test(name)) tally.design++;
  else if (MEDIA.test(name)) tally.media++;
  else if (DATABASE.test(name)) tally.databases++;
  if (SOURCE.test(name)) tally.sources++;
  if (GENERATED.test(name)) tally.generated++;
}

const MOST_NAMES = 40;
/** Bounded, since a line of slashes without a dot would be read to its end from each of them. */
const MENTION = /[\w@.-]{1,100}\/[\w@./-]{0,200}\.[A-Za-z0-9]{2,5}\b/g;
const mentions = new WeakMap<Inventory, ReadonlySet<string>>();

/** How many of a folder's files the code names: nobody writes the name of a file that a visitor will upload. */
export function namedInCode(
  inventory: Inventory,
  directory: RelPath,
): { readonly found: number; readonly total: number } {
  const files = filesBelow(inventory, directory);
  const spelled = mentionsIn(inventory);
  return {
    found: files.filter((path) => spelled.has(path.split("/").slice(-2).join("/"))).length,
    total: files.length,
  };
}

function filesBelow(inventory: Inventory, directory: RelPath): RelPath[] {
  const files: RelPath[] = [];
  const waiting: RelPath[] = [directory];
  for (let next = waiting.pop(); next !== undefined && files.length < MOST_NAMES; next = waiting.pop()) {
    for (const node of childrenOf(inventory, next)) {
      if (node.kind === "directory") waiting.push(node.path);
      else if (node.kind === "file" && !keepsFolder(inventory, node.path)) files.push(node.path);
    }
  }
  return files.slice(0, MOST_NAMES);
}

function keepsFolder(inventory: Inventory, path: RelPath): boolean {
  return PLACEHOLDER.test(baseName(path)) || isGuardPage(inventory, path);
}

/** Every `folder/name.ext` that the code spells. */
function mentionsIn(inventory: Inventory): ReadonlySet<string> {
  const cached = mentions.get(inventory);
  if (cached !== undefined) return cached;
  const found = new Set<string>();
  for (const [path, text] of inventory.texts) {
    if (path.endsWith(".gitignore") || path.endsWith(".lock") || path.startsWith("vendor/")) continue;
    for (const run of pathRuns(text))
      for (const mention of run.matchAll(MENTION)) found.add(mention[0].split("/").slice(-2).join("/"));
  }
  mentions.set(inventory, found);
  return found;
}

/** The stretches of a text that a path could be: around each slash. Looked for from the slashes, of which a text has few, so that each letter is read once. */
function* pathRuns(text: string): Generator<string> {
  for (let from = 0, slash = text.indexOf("/"); slash >= 0; slash = text.indexOf("/", from)) {
    let start = slash;
    while (start > from && isOfPath(text.charCodeAt(start - 1))) start--;
    let end = slash + 1;
    while (isOfPath(text.charCodeAt(end))) end++;
    yield text.slice(start, end);
    from = end;
  }
}

/** Letters and digits of ASCII, `-./@_`: what {@link MENTION} is made of. */
function isOfPath(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a;
  if (code >= 0x40) return code <= 0x5a || code === 0x5f;
  return code >= 0x2d && code <= 0x39;
}
