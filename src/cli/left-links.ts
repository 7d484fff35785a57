import { linksToShared } from "../apply/links-to-shared.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { join, type RelPath, under } from "../core/path.ts";
import { leftLink, unreadFolder } from "../plan/left-links.ts";
import type { Plan } from "../plan/plan.ts";
import { isFolder } from "../system/site-facts.ts";

/** What of the live application leads into shared after this undo, and is said by none of its problems: links among the code, and in the data that it gives back. */
export function leftLinks({ layout, operations, diagnostics }: Plan): Diagnostic[] {
  const { app, shared } = layout;
  const known = new Set<string>([
    ...operations.filter(({ kind }) => kind === "unshare" || kind === "relink").map(({ path }) => path),
    ...diagnostics.flatMap(({ severity, path }) => (severity === "problem" && path !== undefined ? [path] : [])),
  ]);
  const code = linksToShared(app, { as: app, shared });
  const data = operations.flatMap((operation) => {
    if (operation.kind !== "unshare" || operation.nodeKind !== "directory") return [];
    const path = operation.path as RelPath;
    const root = under(operation.into.directory, operation.into.name as RelPath);
    if (!isFolder(root)) return [];
    const found = linksToShared(root, { as: under(app, path), shared });
    return [
      ...found.links.map((link) => leftLink({ ...link, path: join(path, link.path) }, app)),
      ...found.unread.map((folder) => unreadFolder(join(path, folder))),
    ];
  });
  return [
    ...code.links.filter(({ path }) => !known.has(path)).map((link) => leftLink(link, app)),
    ...code.unread.map(unreadFolder),
    ...data,
  ];
}
