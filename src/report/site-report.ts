import type { EntryClass, Handling } from "../core/entry.ts";
import type { AbsPath, RelPath } from "../core/path.ts";
import type { PortableSite } from "../script/portable-site.ts";

/** What the site's own pages are made from; every date is in the values. */
export interface SiteReport {
  readonly site: PortableSite;
  readonly sitePath: AbsPath;
  readonly sharedPath: AbsPath;
  /** The app that was persisted; in the releases layout a release. */
  readonly appPath: AbsPath;
  readonly frameworks: readonly { readonly id: string; readonly title: string; readonly version: string | null }[];
  readonly entries: readonly ReportedEntry[];
  readonly undecided: readonly { readonly path: RelPath; readonly question: string; readonly line: string }[];
  readonly rescued: readonly ReportedRescue[];
  /** Lines of `.deployment-history`, oldest first. */
  readonly history: readonly string[];
}

export interface ReportedEntry {
  readonly path: RelPath;
  readonly class: EntryClass;
  readonly handling: Handling;
  /** The strongest fact behind it. */
  readonly because: string;
}

export interface ReportedRescue {
  /** The entry's path, or one below it, as the user knows it. */
  readonly path: RelPath;
  /** Where it is kept, absolute. */
  readonly kept: AbsPath;
  readonly why: string;
}
