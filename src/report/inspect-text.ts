import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Detection, PathVerdict, Undecided } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { isInside, type RelPath } from "../core/path.ts";
import { limitLines } from "./limits-text.ts";
import { classMark, renderDiagnostic } from "./marks.ts";
import { type Story, storyLines } from "./story-text.ts";
import { briefText, evidenceText, undecidedLines } from "./undecided-text.ts";

/** What `inspect` found. */
export interface Inspection {
  readonly app: string;
  readonly detections: readonly Detection[];
  readonly webRoot: RelPath | "";
  readonly paths: readonly PathVerdict[];
  /** The paths that were asked about; then only these are told, each with its whole story. */
  readonly stories: readonly Story[];
  readonly undecided: readonly Undecided[];
  /** What about the application itself its owner should know. */
  readonly notes: readonly Diagnostic[];
  readonly limits: Inventory["limits"];
  /** The first names seen, for an app that matches no framework. */
  readonly seen: readonly string[];
  /** What answers the open questions on the command line. */
  readonly decideCommand: string;
  /** What tells the whole story of a path. */
  readonly storyCommand: string;
}

const LEGEND = [
  `${classMark("asset")} comes with the code   ${classMark("user")} made by people   ${classMark("runtime")} made by the system`,
];

/** The inspection as a person reads it. */
export function renderInspection(inspection: Inspection): string {
  const { stories, undecided } = inspection;
  const isAsked = stories.length > 0;
  const sections = [
    [`🔍 ${displayName(inspection.app)}`],
    frameworkLines(inspection),
    [`🌐 Web root: ${inspection.webRoot === "" ? "the application's own folder" : displayName(inspection.webRoot)}`],
    ...(isAsked ? stories.map(storyLines) : [LEGEND, ...verdictGroups(inspection.paths)]),
    isAsked ? [] : undecidedLines(undecided),
    isAsked || undecided.length === 0 ? [] : [`👉 Answer them with: ${displayName(inspection.decideCommand)}`],
    inspection.notes.filter(({ path }) => isAbout(path, stories)).map(renderDiagnostic),
    limitLines(inspection.limits.filter(({ path }) => isAbout(path, stories))),
    isAsked ? [] : [`👉 The whole story of any path: ${displayName(inspection.storyCommand)}`],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Who asks about single paths is told what concerns these. */
function isAbout(path: string | undefined, stories: readonly Story[]): boolean {
  if (stories.length === 0 || path === undefined || path === "") return true;
  return stories.some(({ verdict }) => isInside(verdict.path, path) || isInside(path, verdict.path));
}

function frameworkLines({ detections, seen }: Inspection): string[] {
  if (detections.length > 0) {
    return detections.map(
      (found) =>
        `🧩 ${found.title}${found.version === null ? "" : ` ${found.version}`}: ${found.evidence.map(evidenceText).join("; ")}`,
    );
  }
  return [
    "🧩 No framework was recognised; only what the evidence supports is kept in shared",
    `   Seen here: ${seen.length === 0 ? "nothing" : seen.map(displayName).join(", ")}`,
  ];
}

function verdictGroups(paths: readonly PathVerdict[]): string[][] {
  const titles = {
    link: "Kept in shared, linked into each release",
    merge: "Kept in shared, shipped files merged in",
    carry: "Stays with the code; what the server added must come along to the next version",
    "per-release": "One for each release",
    release: "Comes with the code",
  } as const;
  return Object.entries(titles).flatMap(([handling, title]) => {
    const own = paths.filter((verdict) => verdict.handling === handling && verdict.class !== null);
    return own.length === 0 ? [] : [[`${title}:`, ...own.flatMap(verdictLines)]];
  });
}

/** What decided, and below it what spoke against that most strongly. */
function verdictLines(verdict: PathVerdict): string[] {
  const decisive = verdict.evidence.find(({ against }) => against !== true);
  const doubt = verdict.evidence.find(({ against }) => against === true);
  const state = verdict.present ? "" : " (not there yet)";
  const name = `${displayName(verdict.path)}${verdict.kind === "directory" ? "/" : ""}${state}`;
  return [
    `  ${classMark(verdict.class)} ${name}${decisive === undefined ? "" : ` — ${briefText(decisive, verdict.path)}`}`,
    ...(doubt === undefined ? [] : [`       against it: ${briefText(doubt, verdict.path)}`]),
  ];
}
