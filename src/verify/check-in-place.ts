/** The health check of data on a site without links: it stands in the application, as it always did. */
import type { Place } from "../core/layout.ts";
import { displayName } from "../core/bytes.ts";
import type { Observation } from "../core/observation.ts";
import type { PortableEntry } from "../script/portable-site.ts";
import type { CheckLine } from "./check-line.ts";
import { openSecretLines } from "./open-secret.ts";

/** The lines about one entry. */
export function checkInPlace(
  entry: PortableEntry,
  { at }: { readonly at: (place: Place) => Observation },
): CheckLine[] {
  const app = at({ root: "app", path: entry.path });
  const shown = displayName(entry.path);
  if (app.kind === "absent") return entry.chain === undefined ? [{ status: "note", text: `Not there: ${shown}` }] : [];
  if (app.kind === "link")
    return [
      { status: "note", text: `A link that was there before, left as it is: ${shown} → ${app.link?.text ?? ""}` },
    ];
  if (app.kind !== entry.kind) return [{ status: "failed", text: `Not a ${entry.kind}: ${shown}` }];
  const words =
    entry.handling === "per-release" ? "A plain folder, made anew by each release" : "In place, updates leave it alone";
  return [{ status: "passed", text: `${words}: ${shown}` }, ...openSecretLines(entry, shown, app)];
}
