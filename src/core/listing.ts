import { decodeName } from "./bytes.ts";
import { HoldfastError } from "./error.ts";
import type { NodeKind } from "./inventory.ts";
import { type AbsPath, abs, ancestorsOf, isInside, parentOf, parseRel, type RelPath, resolveText } from "./path.ts";

/** The first line of a listing. */
export const LISTING_HEAD = "holdfast-listing 1";

/** One name on the server. */
export interface Listed {
  readonly kind: NodeKind;
  /** In bytes; 0 where it was not told. */
  readonly size: number;
  /** For links only. */
  readonly linkText?: string;
}

/** A root of the site on the server. */
export interface ListedRoot {
  /** Where it is there. */
  readonly path: string;
  readonly there: boolean;
  readonly nodes: ReadonlyMap<RelPath, Listed>;
  /** Folders in which not everything was listed; `""` is the root. */
  readonly partial: ReadonlySet<RelPath | "">;
}

/** What `inventory.sh` found on the server. */
export interface Listing {
  readonly app: ListedRoot;
  readonly shared: ListedRoot;
}

const KINDS = new Map<string, NodeKind>([
  ["d", "directory"],
  ["f", "file"],
  ["l", "link"],
  ["o", "other"],
]);
/** Lines; more would be no help to a judgement and a burden to a memory. */
const MOST = 400_000;

interface Growing {
  readonly path: string;
  readonly there: boolean;
  readonly nodes: Map<RelPath, Listed>;
  readonly partial: Set<RelPath | "">;
}

/**
 * Reads the output of `inventory.sh`, which somebody may have pasted, cut or written by hand: a line that is not one of its own, a name that leads out of the
 * site, a name below something that is no folder, and an end that is missing or counts otherwise throw a {@link HoldfastError} `listing-unreadable`.
 */
export function readListing(text: string, where: string): Listing {
  const roots = rootsIn(wholeLines(text, where), where);
  const [app, shared] = [roots.get("app"), roots.get("shared")];
  if (app?.there !== true || shared === undefined) throw unreadable(where, "it does not say where the application is");
  return { app, shared };
}

/** The lines between the first and the last. */
function wholeLines(text: string, where: string): string[] {
  const lines = text.replaceAll("\r\n", "\n").replace(/\n+$/, "").split("\n");
  const end = lines.pop();
  if (lines[0] !== LISTING_HEAD) throw unreadable(where, "its first line is not that of a listing");
  if (lines.length > MOST) throw unreadable(where, `it has more than ${MOST} lines`);
  if (end !== `end ${lines.length}`) throw unreadable(where, "its end is missing, so it may have been cut on the way");
  return lines.slice(1);
}

function rootsIn(lines: readonly string[], where: string): Map<string, Growing> {
  const roots = new Map<string, Growing>();
  let current: Growing | undefined;
  for (const [index, line] of lines.entries()) {
    const words = line.split(" ");
    const [word = ""] = words;
    const root = rootOf(words);
    if (root !== null && !roots.has(word)) {
      roots.set(word, root);
      current = root;
    } else if (root !== null || current?.there !== true || !isAdded(current, words))
      throw unreadable(where, `line ${index + 2} is none that inventory.sh writes`);
  }
  return roots;
}

function rootOf([word = "", there = "", token = "", ...more]: readonly string[]): Growing | null {
  if (word !== "app" && word !== "shared") return null;
  const path = decoded(token);
  if ((there !== "there" && there !== "absent") || path === null || !path.startsWith("/") || more.length > 0)
    return null;
  return { path, there: there === "there", nodes: new Map(), partial: new Set() };
}

function isAdded(root: Growing, words: readonly string[]): boolean {
  const [letter = "", size = "", token = "", link] = words;
  const name = decoded(token);
  if (name === null) return false;
  if (letter === "m") return words.length === 3 && isMarked(root, name);
  const [path, listed] = [parseRel(name), listedOf(letter, size, link)];
  if (listed === null || path !== name || words.length > 4) return false;
  if (root.nodes.has(path) || !isFolder(root, parentOf(path))) return false;
  root.nodes.set(path, listed);
  return true;
}

function listedOf(letter: string, size: string, link: string | undefined): Listed | null {
  const kind = KINDS.get(letter);
  if (kind === undefined || !/^(-|\d{1,15})$/.test(size) || (kind === "link") !== (link !== undefined)) return null;
  const known = { kind, size: size === "-" ? 0 : Number(size) };
  if (link === undefined) return known;
  const linkText = decoded(link);
  return linkText === null ? null : { ...known, linkText };
}

function isMarked(root: Growing, name: string): boolean {
  if (name !== "" && (parseRel(name) !== name || !isFolder(root, name as RelPath))) return false;
  root.partial.add(name as RelPath | "");
  return true;
}

/** Of what is in a folder that was too long to list, folders are named only by what is in them. */
function isFolder({ nodes, partial }: Growing, path: RelPath | ""): boolean {
  if (path === "") return true;
  const node = nodes.get(path);
  if (node !== undefined) return node.kind === "directory";
  if (!partial.has(parentOf(path))) return false;
  nodes.set(path, { kind: "directory", size: 0 });
  return true;
}

/** A name as inventory.sh writes it; null where it is none. */
function decoded(token: string): string | null {
  if (token === "%") return "";
  if (/^[A-Za-z0-9._/@+,:=-]+$/.test(token)) return token;
  if (!/^%([0-9a-f]{2})+$/.test(token)) return null;
  const bytes = Uint8Array.from(token.slice(1).match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  return bytes.includes(0) ? null : decodeName(bytes);
}

function unreadable(where: string, why: string): HoldfastError {
  return new HoldfastError({
    code: "listing-unreadable",
    message: `"${where}" is not a whole listing: ${why}`,
    hint: "Make it again on the server: sh inventory.sh APP >listing.txt",
    exit: "usage",
  });
}

/** What a listing says of a path: what stands there, that nothing does, or that it was not looked at (`unknown`). */
export function listedAt({ there, nodes, partial }: ListedRoot, path: RelPath): Listed | "absent" | "unknown" {
  if (!there) return "absent";
  for (const folder of ancestorsOf(path)) {
    const node = nodes.get(folder);
    if (node === undefined) return partial.has(parentOf(folder)) ? "unknown" : "absent";
    if (node.kind === "link") return "unknown";
    if (node.kind !== "directory") return "absent";
  }
  return nodes.get(path) ?? (partial.has(parentOf(path)) ? "unknown" : "absent");
}

/** Where a link of a listing ends: a place of the listing, or null outside of it. */
export interface ListedEnd {
  readonly root: "app" | "shared";
  readonly path: RelPath | "";
  readonly kind: NodeKind | "absent";
}

/** The kernel gives up after so many links (path_resolution(7)). */
const HOPS = 40;

/** Follows a link of a listing by text; null where it leaves what was listed, or never ends. */
export function endOfListed(listing: Listing, root: "app" | "shared", path: RelPath): ListedEnd | null {
  let at = abs(`${listing[root].path}/${path}`);
  for (let hops = 0; hops < HOPS; hops++) {
    const place = placeIn(listing, at);
    if (place === null) return null;
    if (place.path === "") return { ...place, kind: listing[place.root].there ? "directory" : "absent" };
    const seen = listedAt(listing[place.root], place.path);
    if (seen === "unknown") return null;
    if (seen === "absent" || seen.kind !== "link") return { ...place, kind: seen === "absent" ? seen : seen.kind };
    at = resolveText(parentOf(at), seen.linkText ?? "");
  }
  return null;
}

function placeIn(listing: Listing, at: AbsPath): Pick<ListedEnd, "root" | "path"> | null {
  for (const root of ["shared", "app"] as const) {
    const top = abs(listing[root].path);
    if (isInside(at, top)) return { root, path: at.slice(top.length + 1) as RelPath | "" };
  }
  return null;
}
