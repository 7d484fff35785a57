import type { EntryClass, EntryKind, Handling } from "../core/entry.ts";
import type { Place, SiteLayout } from "../core/layout.ts";
import { type AbsPath, baseName, join, parentOf, type RelPath, relativeText, rel, under } from "../core/path.ts";
import type { Survey } from "./survey.ts";

/** One path that shall live in shared, whether the classification or the record says so. */
export interface EntryIntent {
  readonly path: RelPath;
  readonly kind: EntryKind;
  readonly class: EntryClass;
  readonly handling: Handling;
  readonly chain?: RelPath;
  readonly needs: readonly RelPath[];
  readonly secret: boolean;
  readonly database: boolean;
  /** The strongest fact behind it. */
  readonly because: string;
}

/** An entry whose name in shared is a link to another. */
export type ChainedIntent = EntryIntent & { readonly chain: RelPath };

/** Where a chain leads. */
export function chainSpot(
  entry: ChainedIntent,
  survey: Survey,
): { readonly directory: AbsPath; readonly name: string } {
  const parent = parentOf(entry.chain);
  const { shared } = survey.layout;
  return { directory: parent === "" ? shared : under(shared, parent), name: baseName(entry.chain) };
}

/** The path in shared that the app's link leads to: its own, or one for each release. */
export function sharedPathOf(entry: Pick<EntryIntent, "path" | "handling">, layout: SiteLayout): RelPath {
  return entry.handling === "per-release" && layout.release !== null
    ? join(entry.path, rel(layout.release))
    : entry.path;
}

/**
 * Flat layout: the name of the folder that caches of this copy of the code have of their own, where its link says so. A copy that was made ready beside the
 * live one has one: shared between two copies, the caches of one take the other down (research on Laravel 8.83).
 */
export function ownPool(
  entry: Pick<EntryIntent, "handling">,
  linkText: string | undefined,
  { base, layout }: { readonly base: string; readonly layout: Pick<SiteLayout, "kind" | "release"> },
): string | null {
  if (entry.handling !== "per-release" || layout.kind !== "flat" || layout.release !== null) return null;
  const name = linkText?.startsWith(`${base}/`) === true ? linkText.slice(base.length + 1) : "";
  return name === "" || name === "." || name === ".." || name.includes("/") ? null : name;
}

/** Where the entry stands in the app. */
export function inApp(entry: Pick<EntryIntent, "path">): Place {
  return { root: "app", path: entry.path };
}

/** Where the entry stands in shared. */
export function inShared(entry: Pick<EntryIntent, "path" | "handling">, layout: SiteLayout): Place {
  return { root: "shared", path: sharedPathOf(entry, layout) };
}

/** The text of the app's link, computed between physical folders so that the kernel agrees. */
export function appLinkText(entry: EntryIntent, survey: Survey): string {
  const from = survey.at(inApp(entry)).directory;
  return relativeText(from, under(survey.layout.shared, sharedPathOf(entry, survey.layout)));
}

/** The text of a chain's link inside shared (`public/storage -> ../storage/app/public`). */
export function chainLinkText(entry: ChainedIntent, survey: Survey): string {
  const { shared } = survey.layout;
  const parent = parentOf(entry.path);
  return relativeText(parent === "" ? shared : under(shared, parent), under(shared, entry.chain));
}

/** What SQLite keeps beside a database in WAL mode (sqlite.org/wal.html). */
export const COMPANIONS = ["-wal", "-shm"] as const;
