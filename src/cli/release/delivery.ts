import { parseDecisions, parseHooks } from "../../classify/decisions.ts";
import { type ArrivalLimits, type Source } from "../../core/arrival.ts";
import type { Detection } from "../../core/entry.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Inventory } from "../../core/inventory.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, rel, type RelPath } from "../../core/path.ts";
import { type ApplicationFact, APPLICATION_FILES, applicationOf } from "../../detect/application.ts";
import { detectAll } from "../../detect/nested.ts";
import { readsOf, wantsText } from "../../detect/wants.ts";
import { acceptListing } from "../../plan/arrival/listing.ts";
import { profiles } from "../../profiles/index.ts";
import { contentDigest } from "../../system/archive/content-digest.ts";
import { inventoryOf } from "../../system/archive/inventory.ts";
import { openSource } from "../../system/archive/open-source.ts";
import { readSiteFacts } from "../../system/site-facts.ts";
import type { Context } from "../context.ts";

/** A delivery that was read and judged without writing anything. */
export interface Delivery {
  readonly source: Source;
  /** The sha256 of an archive, or of what becomes of a folder. */
  readonly digest: string;
  /** The sha256 of an archive's bytes; null for a folder. */
  readonly archiveDigest: string | null;
  readonly root: RelPath | "";
  readonly limits: ArrivalLimits;
  /** What it will take on disk, and how many names. */
  readonly bytes: number;
  readonly names: number;
  readonly notices: readonly Diagnostic[];
  readonly inventory: Inventory;
  readonly detections: readonly Detection[];
  readonly application: ApplicationFact;
}

/** Reads and judges a delivery. Throws where it may not become a release: damaged, hostile, too large, of a kind that is not read here. */
export function readDelivery(
  given: string,
  options: { readonly limits: ArrivalLimits; readonly root: string | null; readonly becomes: AbsPath },
  context: Context,
): Delivery {
  const path = sourcePath(given, context);
  const archive = openSource(path, options.limits);
  try {
    const { kind, identity, size, entries } = archive;
    const listing = acceptListing({ source: path, kind, size, entries }, options);
    const content = contentDigest(archive, listing);
    const inventory = inventoryOf(archive, listing, {
      wants: wantsText,
      reads: [...readsOf(profiles), ...APPLICATION_FILES],
      root: options.becomes,
      along: content.sinkOf,
    });
    refuseWrongSettings(inventory, path);
    const detections = detectAll(inventory, profiles);
    return {
      source: { path, kind, identity, size },
      digest: content.digest(),
      archiveDigest: archive.digest(),
      root: listing.root,
      limits: options.limits,
      bytes: listing.bytes,
      names: listing.nodes.length,
      notices: listing.notices,
      inventory,
      detections,
      application: applicationOf(inventory, detections, profiles),
    };
  } finally {
    archive.close();
  }
}

/** Where a delivery stands, whatever links lead there. */
export function sourcePath(given: string, { cwd }: Pick<Context, "cwd">): AbsPath {
  return readSiteFacts({ cwd, app: given, shared: null }).app.physical;
}

/** Throws where its own `holdfast.json` is wrong: that would be found when it is unpacked, or when a hook is due. */
function refuseWrongSettings({ texts }: Inventory, source: AbsPath): void {
  const text = texts.get(rel(NAMES.decisions));
  if (text === undefined) return;
  const where = `${source}/${NAMES.decisions}`;
  parseDecisions(text, where);
  parseHooks(text, where);
}
