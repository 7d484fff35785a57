/**
 * The lists of other deployment tools: what they link into each release. Whoever wrote one has answered the same question before. Read are Capistrano
 * (`linked_dirs`, `linked_files`, https://capistranorb.com/documentation/getting-started/configuration/), Deployer (`shared_dirs`, `shared_files`,
 * https://deployer.org/docs/7.x/recipe/deploy/shared), Mina, which says the same as Deployer, and the mounts of Upsun and Platform.sh
 * (https://docs.upsun.com/create-apps/app-reference/single-runtime-image.html#mounts).
 */
import type { EntryKind } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { baseName, parseRel, type RelPath, segmentsOf } from "../core/path.ts";
import { isDeployerFile } from "../detect/deployment-files.ts";
import type { Claim } from "./claim.ts";
import { isCodeName, isRuntimeName, isScratchName } from "./names.ts";

const LIST = /\b(linked_dirs|linked_files|shared_dirs|shared_files|shared_paths|app_symlinks)\b["']?/g;
/** No list reaches further. */
const LONGEST = 2_000;
const MOUNTS = /^( *)mounts:\s*$/m;
/** Made again by installing and building. */
const MADE = /(^|\/)(node_modules|vendor|\.bundle|bundle|bower_components|pids|sockets|packs|assets)(\/|$)/;

/** A path that a list names. */
interface Listed {
  readonly text: string;
  readonly kind: EntryKind;
  /** Where in its file. */
  readonly at: number;
}

/** What the lists name, each path once. */
export function deployerClaims(inventory: Inventory): Claim[] {
  const found = new Map<RelPath, Claim>();
  for (const [file, text] of inventory.texts) {
    if (!isDeployerFile(file)) continue;
    for (const listed of [...listsIn(text, file), ...mountsIn(text)]) {
      const path = parseRel(listed.text.replace(/^\.?\//, "").replace(/\/+$/, ""));
      if (path === undefined || found.has(path) || !isKept(path)) continue;
      found.set(path, {
        path,
        kind: listed.kind,
        class: segmentsOf(path).some(isRuntimeName) ? "runtime" : "user",
        handling: "link",
        evidence: {
          fact: "Another deployment tool links it into each release",
          where: `${file}:${text.slice(0, listed.at).split("\n").length}`,
          strength: "code",
        },
      });
    }
  }
  return [...found.values()];
}

function isKept(path: RelPath): boolean {
  const names = segmentsOf(path);
  return !MADE.test(path) && !names.some(isScratchName) && !isCodeName(baseName(path)) && !/[*{}<>$#]/.test(path);
}

/** `set('shared_dirs', ['a', 'b'])`, `append :linked_dirs, "a", "b"`, `set :app_symlinks, %w{a b}`, and `shared_dirs:` with its list below. */
function listsIn(text: string, file: RelPath): Listed[] {
  return [...text.matchAll(LIST)].flatMap((match): Listed[] => {
    const name = match[1] ?? "";
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + LONGEST);
    const list = file.endsWith(".php") ? rest.slice(0, endOr(rest, /\)\s*;/)) : linesOf(rest);
    const kind = name.endsWith("_files") ? "file" : "directory";
    // These lie in the web root by the recipe that they are named in.
    const home = name === "app_symlinks" ? "public/" : "";
    return namesIn(list, file).map(({ text: word, at }) => ({ text: `${home}${word}`, kind, at: from + at }));
  });
}

function endOr(text: string, end: RegExp): number {
  const at = text.search(end);
  return at < 0 ? text.length : at;
}

/** The rest of the line, and the lines that go on with it: indented, or items of a list. */
function linesOf(text: string): string {
  const [first = "", ...more] = text.split("\n");
  const end = more.findIndex(
    (line) => !/^(\s+\S|\s*-\s|[\])}])/.test(line) || /^\s*(set|append|namespace|task|desc)\b/.test(line),
  );
  return [first, ...(end < 0 ? more : more.slice(0, end))].join("\n");
}

const QUOTED = /(["'])([^"'\n]{1,200})\1/g;
const WORDS = /%[wW][{[(<]([^}\])>]{0,1000})[}\])>]/g;
const ITEMS = /^\s*-\s+["']?([^\s"'#]{1,200})["']?\s*$/gm;

/** What a list names, in the way of its language. */
function namesIn(list: string, file: RelPath): { readonly text: string; readonly at: number }[] {
  const named = (pattern: RegExp, group: number): { readonly text: string; readonly at: number }[] =>
    [...list.matchAll(pattern)].map((match) => ({ text: match[group] ?? "", at: match.index }));
  if (/\.ya?ml$/.test(file)) return named(ITEMS, 1);
  if (!file.endsWith(".rb")) return named(QUOTED, 2);
  const words = named(WORDS, 1).flatMap(({ text, at }) => text.split(/\s+/).map((word) => ({ text: word, at })));
  return [...words, ...named(QUOTED, 2)];
}

/** The keys below `mounts:`. */
function mountsIn(text: string): Listed[] {
  const start = MOUNTS.exec(text);
  if (start === null) return [];
  const from = start.index + start[0].length;
  const depth = (start[1] ?? "").length;
  const found: Listed[] = [];
  let at = from;
  for (const line of text.slice(from).split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== "" && indent <= depth) break;
    const key = /^ *["']?(\/?[\w.@/-]+)["']?:\s*(\{.*|["'].*|#.*)?$/.exec(line)?.[1];
    const isMount = key !== undefined && !/^(source|source_path|service|type)$/.test(key);
    if (isMount) found.push({ text: key, kind: "directory", at });
    at += line.length + 1;
  }
  return found;
}
