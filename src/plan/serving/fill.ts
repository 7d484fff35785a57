/**
 * Brings a real document root to what a way to serve wants, name by name. New names come before the switch to the release that has them, changed ones
 * and the removal of old ones after it, so that none is missing for a moment. What the host edited is decided by the three versions
 * (core/three-way.ts): what was placed there last, what stands there, what the release brings. Nobody else's file gives way unless its owner says so.
 */
import { type AbsPath, ancestorsOf, type RelPath } from "../../core/path.ts";
import { decideName } from "../../core/three-way.ts";
import { markedStanding, markOf } from "../../core/serving.ts";
import type { Standing } from "../../core/versions.ts";
import type { Operation } from "../operation.ts";
import { type FillBook, fillBook, PREPARED } from "./fill-book.ts";
import type { Filled, Filling } from "./filling.ts";
import { leaving } from "./leaving.ts";
import { isHostFile } from "./host-file.ts";
import type { FoundName } from "./root-facts.ts";
import type { Wanted } from "./wanted.ts";

/** Plans it. */
export function fill(filling: Filling): Filled {
  const book = fillBook(filling);
  for (const [path, wanted] of filling.wanted.names) {
    if (ancestorsOf(path).some((above) => book.closed.has(above))) continue;
    // What is below was prepared together with it.
    if (filling.isPrepared && book.isStaged(path)) book.placed.set(path, markOf(wanted));
    else if (filling.data.has(path)) book.placed.set(path, markOf(wanted));
    else fillName({ path, wanted, found: book.foundAt(path) }, book);
  }
  leaving(filling, book);
  return {
    before: [...writeLoaders(filling, [...book.before, ...book.after]), ...book.before],
    after: book.after,
    placed: Object.fromEntries(book.placed),
    added: Object.fromEntries(book.added),
    basedOn: book.premises(),
    diagnostics: book.diagnostics,
    inTheWay: book.inTheWay,
    others: othersIn(filling, book),
  };
}

/** The outermost names that are nobody's that we know. */
function othersIn({ found, wanted, placed, data }: Filling, book: FillBook): RelPath[] {
  const told = new Set<string>();
  const isDataAbove = (path: RelPath): boolean => [...data].some((place) => place.startsWith(`${path}/`));
  for (const name of found) {
    const { path } = name;
    if (path.includes(PREPARED)) continue;
    if (wanted.names.has(path) || path in placed || isDataAbove(path)) continue;
    if (ancestorsOf(path).some((above) => told.has(above) || book.closed.has(above))) continue;
    if (!book.isKnown(name) || (name.kind === "directory" && !path.includes("/"))) told.add(path);
  }
  return [...told] as RelPath[];
}

interface Name {
  readonly path: RelPath;
  readonly wanted: Wanted;
  readonly found: FoundName | null;
}

function fillName(name: Name, book: FillBook): void {
  const { path, wanted, found } = name;
  if (found === null) return addName(name, book);
  if (isAlready(found, wanted)) {
    book.placed.set(path, markOf(wanted));
    return;
  }
  if (wanted.kind === "file" && found.kind === "file") return decideFile({ ...name, found, wanted }, book);
  if (!book.givesWay(found)) return book.stopAt(path);
  book.placed.set(path, markOf(wanted));
  if (wanted.kind === "link" && found.kind === "link" && found.isKnown) book.relink(path, found, wanted.text);
  else if (wanted.kind === "file" && found.kind === "link")
    book.bring(path, wanted, { replaces: found, keeps: !found.isKnown });
  else replaceByPrepared({ path, wanted, found }, book);
}

/** What the host deleted of the copies stays deleted; links and loaders are ours and come back. */
function addName({ path, wanted }: Name, book: FillBook): void {
  const known = book.filling.placed[path];
  const isCopy = wanted.kind === "file" && !wanted.generated;
  book.placed.set(path, markOf(wanted));
  if (isCopy && known !== undefined && markedStanding(known).kind === "file" && !book.isStaged(path)) return;
  book.add(path, wanted);
}

function isAlready(found: FoundName, wanted: Wanted): boolean {
  if (wanted.kind === "link") return found.kind === "link" && found.text === wanted.text;
  if (wanted.kind === "folder") return found.kind === "directory";
  return found.kind === "file" && found.digest === wanted.digest;
}

function decideFile(
  { path, wanted, found }: Name & { readonly found: FoundName; readonly wanted: Wanted & { readonly kind: "file" } },
  book: FillBook,
): void {
  const live: Standing = { kind: "file", digest: found.digest, rights: null };
  const next: Standing = { kind: "file", digest: wanted.digest, rights: null };
  const known = book.filling.placed[path];
  const base: Standing = known === undefined ? (found.isKnown ? live : { kind: "absent" }) : markedStanding(known);
  const { stands, group } = decideName({ handling: "merge", base, live, next, inert: true });
  const isForeign = group === "kept-differs" && !isHostFile(path);
  if (isForeign && !book.filling.aside) return book.stopAt(path);
  book.placed.set(path, markOf(wanted));
  if (stands === "next" || isForeign) book.bring(path, wanted, { replaces: found, keeps: isForeign });
  else if (group !== "kept") book.keepBeside(path, wanted);
}

/** What takes the place is made whole beside it, and then both change names in one call. */
function replaceByPrepared({ path, wanted, found }: Name & { readonly found: FoundName }, book: FillBook): void {
  book.prepare(path, wanted);
  book.standIn(path, found);
  if (wanted.kind !== "folder") book.closed.add(path);
}

/** Only those that something copies from. */
function writeLoaders({ wanted, loaders, owner }: Filling, steps: readonly Operation[]): Operation[] {
  const used = new Set(steps.filter(({ at }) => at.directory === loaders).map(({ at }) => at.name));
  const written = wanted.loaders.filter(({ name }) => used.has(name));
  if (written.length === 0) return [];
  return [
    folderOf(loaders, owner),
    ...written.map(
      ({ name, content }): Operation => ({
        kind: "write-file",
        path: `shared/.holdfast/serving/${name}`,
        at: { directory: loaders, name },
        content,
        mode: 0o644,
        owner,
        exclusive: false,
        reason: "the loader, from where it is copied into the document root",
      }),
    ),
  ];
}

function folderOf(loaders: AbsPath, owner: Filling["owner"]): Operation {
  const slash = loaders.lastIndexOf("/");
  return {
    kind: "make-directory",
    path: "shared/.holdfast/serving",
    at: { directory: loaders.slice(0, slash) as AbsPath, name: loaders.slice(slash + 1) },
    owner: { ...owner, mode: 0o700 },
    reason: "holds the loaders",
  };
}
