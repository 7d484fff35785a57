import { ARRIVAL_LIMITS } from "../../core/arrival.ts";
import type { Baseline } from "../../core/baseline.ts";
import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, under } from "../../core/path.ts";
import { acceptListing } from "../../plan/arrival/listing.ts";
import { openSource } from "../../system/archive/open-source.ts";
import { shippedBaseline } from "../../system/archive/shipped-baseline.ts";
import { bytes } from "../../system/bytes-path.ts";
import { isVanished } from "../../system/dir.ts";
import { lookAt } from "../../system/facts.ts";
import { readSiteFacts } from "../../system/site-facts.ts";
import type { Context } from "../context.ts";
import type { ShippedSource } from "./baselining.ts";

/** What the live application was shipped as. */
export interface Shipped {
  readonly source: ShippedSource;
  readonly baseline: Baseline;
}

/**
 * Looks at what the live application was shipped as: its vendor's old archive or folder, read without unpacking it. Throws where that is no delivery, and
 * `shipped-does-not-fit` where it is one of something else.
 */
export function readShipped(given: string, live: AbsPath, context: Context): Shipped {
  const path = readSiteFacts({ cwd: context.cwd, app: given, shared: null }).app.physical;
  const archive = openSource(path, ARRIVAL_LIMITS);
  try {
    const { kind, size, entries } = archive;
    const listing = acceptListing({ source: path, kind, size, entries }, { limits: ARRIVAL_LIMITS, root: null });
    const baseline = shippedBaseline(archive, listing);
    refuseUnlike(baseline, { given, live });
    return { source: { path, kind, size, identity: archive.identity, digest: archive.digest() }, baseline };
  } finally {
    archive.close();
  }
}

function isFileAt(path: Buffer | string): boolean {
  try {
    return lookAt(path)?.kind === "file";
  } catch (error) {
    // What was a folder may be a file by now.
    if (isVanished(error)) return false;
    throw error;
  }
}

/** Of an old version most files are still there, whatever was changed in them. */
const ENOUGH = 0.5;

function refuseUnlike({ nodes }: Baseline, about: { readonly given: string; readonly live: AbsPath }): void {
  const files = [...nodes].filter(([, { kind }]) => kind === "file");
  const there = files.filter(([path]) => isFileAt(bytes(under(about.live, path))));
  if (files.length > 0 && there.length >= files.length * ENOUGH) return;
  throw new HoldfastError({
    code: "shipped-does-not-fit",
    message: `"${displayName(about.given)}" is not what is live: ${there.length} of its ${files.length} files are in "${about.live}"`,
    hint: "Name the archive of the version that is live now, as its vendor delivered it",
  });
}
