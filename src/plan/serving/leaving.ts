/** What no longer belongs into a document root: what was placed there and no release has any more goes, unless somebody has changed it. */
import { ancestorsOf, type RelPath } from "../../core/path.ts";
import { type FillBook, PREPARED } from "./fill-book.ts";
import type { Filling } from "./filling.ts";
import type { FoundName } from "./root-facts.ts";

/** Plans it into the book. */
export function leaving(filling: Filling, book: FillBook): void {
  if (!filling.isPrepared)
    for (const name of filling.found.filter(isLeftover))
      if (!isCovered(name.path, { book, gone: new Set() })) book.retireLeftover(name);
  const found = new Map<string, FoundName>(filling.found.map((name) => [name.path, name]));
  const gone = new Set<string>();
  const names = Object.keys(filling.placed).filter((path) => !filling.wanted.names.has(path as RelPath));
  for (const path of names.sort() as RelPath[]) {
    const there = found.get(path);
    if (there === undefined || isCovered(path, { book, gone })) continue;
    if (!book.isPlaced(there)) tellKept(there, book);
    else if (there.kind !== "directory" || isAllOurs(there, { filling, book })) {
      book.retire(there);
      gone.add(path);
    }
  }
}

function isLeftover({ path }: FoundName): boolean {
  return path.slice(path.lastIndexOf("/") + 1).startsWith(PREPARED) && path.split(PREPARED).length === 2;
}

function isCovered(
  path: RelPath,
  { book, gone }: { readonly book: FillBook; readonly gone: ReadonlySet<string> },
): boolean {
  return ancestorsOf(path).some((above) => gone.has(above) || book.closed.has(above)) || book.isStaged(path);
}

/** True for a folder in which nothing stands but what we placed and nothing wants any more. */
function isAllOurs(folder: FoundName, about: { readonly filling: Filling; readonly book: FillBook }): boolean {
  const { filling, book } = about;
  return filling.found
    .filter(({ path }) => path.startsWith(`${folder.path}/`))
    .every((name) => book.isPlaced(name) && !filling.wanted.names.has(name.path));
}

function tellKept({ path }: FoundName, book: FillBook): void {
  book.diagnostics.push({
    severity: "note",
    code: "document-root-file-kept",
    path,
    message: `"${book.filling.shown}/${path}" is in no release any more; it was changed on this server, and stays`,
  });
}
