/** Whether the document root is as it was recorded: what a visitor meets before any release. */
import { displayName } from "../core/bytes.ts";
import { type AbsPath, parentOf, rel, type RelPath, relativeText, resolveText, under } from "../core/path.ts";
import { NAMES, type SiteLayout } from "../core/layout.ts";
import { markedStanding, type Serving, SERVING_FILE } from "../core/serving.ts";
import { readServing } from "../plan/serving/serving-document.ts";
import { bytes } from "../system/bytes-path.ts";
import { isVanished } from "../system/dir.ts";
import { lookAt, type NodeFact } from "../system/facts.ts";
import { isAboutThePath } from "../system/path-error.ts";
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
  const { fact, answer } = seenAt(root);
  if (fact?.linkText === text) return { status: "passed", text: `Document root: ${shown} → ${displayName(text)}` };
  const what =
    fact === null
      ? (answer ?? "nothing is there")
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
  const { fact, answer } = seenAt(root);
  const remedy = `holdfast serve ${way}`;
  if (fact?.kind !== "directory") {
    const why = answer === undefined ? "" : `: ${answer}`;
    return [{ status: "failed", text: `Document root: ${shown} should be a real folder (${way})${why}`, remedy }];
  }
  const names = Object.entries(placed);
  const lines = names.flatMap(([path, mark]) => checkName(under(root, path as RelPath), mark, `${shown}/${path}`));
  if (lines.length === 0)
    return [{ status: "passed", text: `Document root: ${shown} (${way}), ${names.length} names` }];
  return lines.map((line) => (line.status === "failed" ? { ...line, remedy } : line));
}

function checkName(place: AbsPath, mark: string, path: string): CheckLine[] {
  const { fact, answer } = seenAt(place);
  const shown = displayName(path);
  if (answer !== undefined) return [{ status: "failed", text: `In the document root, ${shown}: ${answer}` }];
  if (fact !== null && stands(fact, mark)) return [];
  // What the host took away of the copies stays away.
  const isOurs = markedStanding(mark).kind !== "file" || path.endsWith(".php");
  return [{ status: isOurs ? "failed" : "note", text: `Missing in the document root: ${shown}` }];
}

/** A copy may have been edited; a link must lead where it led, or be what the host made of it. */
function stands(fact: NodeFact, mark: string): boolean {
  const known = markedStanding(mark);
  return known.kind !== "link" || fact.kind !== "link" || fact.linkText === known.text;
}

/** What stands somewhere; with the system's answer where this user may not see it. */
function seenAt(place: AbsPath): { readonly fact: NodeFact | null; readonly answer?: string } {
  try {
    return { fact: lookAt(bytes(place)) };
  } catch (error) {
    if (isVanished(error)) return { fact: null };
    if (isAboutThePath(error)) return { fact: null, answer: `it may not be looked at by this user (${error.code})` };
    throw error;
  }
}
