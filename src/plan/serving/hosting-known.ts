import type { KeptHost } from "../../core/host.ts";
import { type Serving, SERVING_FILE } from "../../core/serving.ts";
import { HOST_FILE } from "../own-file.ts";
import type { Survey } from "../survey.ts";
import { readHostDocument } from "./host-document.ts";
import { readServing } from "./serving-document.ts";

/** What shared remembers of the host and of the way that serves the site, as far as a page is made from it. What cannot be read counts as not there: the commands that work by it say so. */
export function hostingOf({
  ours,
  layout,
}: Pick<Survey, "ours"> & { readonly layout: Pick<Survey["layout"], "kind" | "site"> }): {
  readonly host: KeptHost | null;
  readonly serving: Serving | null;
} {
  const host = ours[HOST_FILE] === undefined ? null : readHostDocument(ours[HOST_FILE]);
  // A copy of a site stands on another host than the one that was asked, and with other releases other ways are open.
  const isHere = host?.site === layout.site && host.releases === (layout.kind === "releases");
  return { host: isHere ? host : null, serving: servingOf(ours[SERVING_FILE]) };
}

function servingOf(text: string | undefined): Serving | null {
  if (text === undefined) return null;
  try {
    return readServing(text, SERVING_FILE);
  } catch {
    return null;
  }
}
