import { HoldfastError } from "../core/error.ts";
import { NAMES } from "../core/layout.ts";
import type { Listing } from "../core/listing.ts";
import { abs, rel, relativeText } from "../core/path.ts";
import type { KnownSite } from "./site.ts";

/** Refuses a listing that is not of the server that the copy was taken from, or of one that knows more of itself than the copy does. */
export function refuseOtherServer({ layout, state }: KnownSite, listing: Listing): void {
  const there = relativeText(abs(listing.app.path), abs(listing.shared.path));
  const here = relativeText(layout.app, layout.shared);
  if (there !== here)
    throw new HoldfastError({
      code: "listing-of-another-site",
      message: `On the server shared stands at "${there}" from the application, and in the copy at "${here}"`,
      hint: "Put the copy into folders as on the server: the links of the plan lead from one to the other",
    });
  if (state.record === null && listing.shared.nodes.get(rel(NAMES.config))?.kind === "file")
    throw new HoldfastError({
      code: "copy-without-records",
      message: `The server has records in "${listing.shared.path}", and the copy has none`,
      hint: `Bring ${listing.shared.path}/${NAMES.config} and ${listing.shared.path}/${NAMES.state}/*.json into "${layout.shared}", then plan again`,
    });
}
