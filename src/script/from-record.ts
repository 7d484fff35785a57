import type { SiteLayout } from "../core/layout.ts";
import { parentOf, relativeText, type RelPath } from "../core/path.ts";
import type { PersistenceRecord, RecordedEntry } from "../core/record.ts";
import type { PortableEntry, PortableSite } from "./portable-site.ts";

/** What the portable scripts need of a record. `assets` are folders under the web root that are known to be code. */
export function portableSiteOf(
  record: PersistenceRecord,
  layout: Pick<SiteLayout, "app" | "shared">,
  assets: readonly RelPath[],
): PortableSite {
  const from = record.layout === "releases" ? parentOf(parentOf(layout.app)) : layout.app;
  return {
    layout: record.layout,
    appFromShared: relativeText(layout.shared, from),
    linkPrefix: relativeText(layout.app, layout.shared),
    webRoot: record.webRoot,
    entries: record.entries.flatMap(portableEntry),
    assets: [...assets],
    undone: record.undone === true,
    trees: record.trees,
  };
}

function portableEntry(entry: RecordedEntry): PortableEntry[] {
  if (entry.handling === "carry" || entry.handling === "release" || entry.class === "asset") return [];
  return [
    {
      path: entry.path,
      kind: entry.kind,
      class: entry.class,
      handling: entry.handling,
      ...(entry.chain === undefined ? {} : { chain: entry.chain }),
      ...(entry.secret === undefined ? {} : { secret: entry.secret }),
      ...(entry.needs === undefined ? {} : { needs: entry.needs }),
    },
  ];
}
