/** Whether the document root is as it was recorded: what a visitor meets before any release. */
import { displayName } from "../core/bytes.ts";
import { type AbsPath, parentOf, rel, type RelPath, relativeText, resolveText, under } from "../core/path.ts";
import { NAMES, type SiteLayout } from "../core/layout.ts";
import { markedStanding, type Serving, SERVING_FILE } from "../core/serving.ts";
import { readServing } from "../plan/serving/serving-document.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { attempt } from "../system/path-error.ts";
import type { CheckLine } from "./check-line.ts";

/** True where that record says that the site has no links. */
export function isServedInPlace(text: string | null, { shared }: Pick<SiteLayout, "shared">): boolean {
  return text !== null && readServing(text, `${shared}/${SERVING_FILE}`).way === "in-place";
}

/** The line about it, and one for each name that is missing; nothing where nobody has said how the site is served. */
export function checkServing(text: string | null, layout: SiteLayout, webRoot: RelPath | ""): CheckLine[] {
  if (text === null || !layout.live) return [];
  const serving = readServing(text, `${layout.shared}/${SERVING_FILE}`);
  if (serving.documentRoot === null || serving.way === "server")
    return [{ status: "note", text: `Served by the server's own configuration (${serving.way})` }];
  if (serving.way === "in-place")
    return [{ status: "passed", text: "No links: the data stays where it is, code is replaced around it (in-place)" }];
  const root = resolveText(layout.site, serving.documentRoot);
  const shown = displayName(serving.documentRoot);
  if (serving.way === "link") return [checkLink(root, shown, { layout, webRoot })];
  return checkFolder(root, shown, serving);
}

function checkLink(
  root: AbsPath,
  shown: string,
  { layout, webRoot }: { readonly layout: SiteLayout; readonly webRoot: RelPath | "" },
): CheckLine {
  const live = layout.kind === "releases" ? under(layout.site, rel(NAMES.current)) : layout.app;
  const text = relativeText(parentOf(root), webRoot === "" ? live : under(live, webRoot));
  const fact = attempt(() => lookAt(bytes(root))) ?? null;
  if (fact?.linkText === text) return { status: "passed", text: `Document root: ${shown} → ${displayName(text)}` };
  const what =
    fact === null
      ? "nothing is there"
      : fact.kind === "link"
        ? `it leads to ${displayName(fact.linkText ?? "")}`
        : `it is a ${fact.kind}`;
  return {
    status: "failed",
    text: `Document root: ${shown} should be a link to ${displayName(text)}, and ${what}`,
    remedy: "holdfast serve link",
  };
}

function checkFolder(root: AbsPath, shown: string, { way, placed }: Serving): CheckLine[] {
  const fact = attempt(() => lookAt(bytes(root))) ?? null;
  const remedy = `holdfast serve ${way}`;
  if (fact?.kind !== "directory")
    return [{ status: "failed", text: `Document root: ${shown} should be a real folder (${way})`, remedy }];
  const missing = Object.entries(placed).filter(([path, mark]) => !stands(under(root, path as RelPath), mark));
  if (missing.length === 0)
    return [{ status: "passed", text: `Document root: ${shown} (${way}), ${Object.keys(placed).length} names` }];
  return missing.map(([path, mark]) => {
    // What the host took away of the copies stays away.
    const isOurs = markedStanding(mark).kind !== "file" || path.endsWith(".php");
    return {
      status: isOurs ? "failed" : "note",
      text: `Missing in the document root: ${displayName(`${shown}/${path}`)}`,
      ...(isOurs ? { remedy } : {}),
    };
  });
}

/** A copy may have been edited; a link must lead where it led, or be what the host made of it. */
function stands(place: AbsPath, mark: string): boolean {
  const fact = attempt(() => lookAt(bytes(place))) ?? null;
  if (fact === null) return false;
  const known = markedStanding(mark);
  return known.kind !== "link" || fact.kind !== "link" || fact.linkText === known.text;
}
