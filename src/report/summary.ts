import { NAMES } from "../core/layout.ts";
import { rel, under } from "../core/path.ts";
import { quoteShort } from "../core/shell.ts";
import { cell, code, prose, shellBlock, table } from "./markdown.ts";
import { plannedWords } from "./history-text.ts";
import type { ReportedEntry, SiteReport } from "./site-report.ts";

const CLASS_WORDS = { user: "🟢 user data", runtime: "🟣 generated", asset: "🔵 comes with the code" } as const;
const HANDLING_WORDS = {
  link: "lives in shared",
  merge: "lives in shared; what an update ships is merged in",
  carry: "stays with the code; what the server added must come along",
  "per-release": "one for each version of the code",
  release: "comes with the code",
} as const;
const LAST = 10;

/** `DEPLOYMENT-SUMMARY.md`: what was decided for this site and why, what waits for an answer, what was rescued. */
export function renderSummary(report: SiteReport): string {
  return [
    "# Deployment summary\n",
    facts(report),
    "## What is kept, and why\n",
    entries(report.entries),
    undecided(report),
    rescued(report),
    "## Look and repair\n",
    shellBlock([
      `sh ${quoteShort(under(report.sharedPath, rel(NAMES.healthCheck)))}`,
      `sh ${quoteShort(under(report.sharedPath, rel(NAMES.emergencyRecovery)))} --dry-run`,
    ]),
    `The first looks whether everything is where it belongs; the second says what a repair would do (without \`--dry-run\` it does it). How to do it all by hand: ${code(NAMES.guide)}.\n`,
    history(report),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function facts(report: SiteReport): string {
  const known = report.frameworks.map(({ title, version }) => prose(version === null ? title : `${title} ${version}`));
  const rows = [
    ["Application", cell(report.appPath)],
    ["Data", cell(report.sharedPath)],
    ["Framework", known.join(", ") || "none that is known; only what evidence supports is kept"],
    [
      "Layout",
      report.site.layout === "flat" ? "the application's folder beside shared" : "releases, shared and current",
    ],
    ["Web root", cell(report.site.webRoot === "" ? "." : report.site.webRoot)],
  ];
  return table(["", ""], rows);
}

function entries(all: readonly ReportedEntry[]): string {
  if (all.length === 0) return "Nothing in this application was found to be data.\n";
  const rows = all.map((entry) => [
    cell(entry.path),
    CLASS_WORDS[entry.class],
    HANDLING_WORDS[entry.handling],
    prose(entry.because),
  ]);
  return table(["Path", "What it is", "What happens to it", "Why"], rows);
}

function undecided(report: SiteReport): string {
  if (report.undecided.length === 0) return "";
  const items = report.undecided.map(
    ({ path, question, line }) =>
      `- ${code(path)}: ${prose(question)}\n  To answer, put this into ${code(NAMES.decisions)}: ${code(line)}\n`,
  );
  return `## Waiting for your answer\n\nThese stay with the code until you say what they are. What appears in them while the site runs is found and kept.\n\n${items.join("")}`;
}

function rescued(report: SiteReport): string {
  if (report.rescued.length === 0) return "";
  const rows = report.rescued.map(({ path, kept, why }) => [cell(path), cell(kept), prose(why)]);
  return `## Rescued\n\nTwo versions of a file met, and one of them had to step aside. Nothing was thrown away:\n\n${table(["File", "Kept at", "Why"], rows)}`;
}

function history(report: SiteReport): string {
  if (report.history.length === 0) return "";
  const shown = report.history.slice(-LAST).map((line) => `- ${readable(line)}\n`);
  const left = report.history.length - shown.length;
  return `## Deployments\n\n${left > 0 ? `The last ${LAST}; ${left} earlier ones are in ${code(NAMES.history)}.\n\n` : ""}${shown.join("")}`;
}

/** A line that nobody can read stands as it is. */
function readable(line: string): string {
  const words = plannedWords(line);
  return words === null ? code(line) : prose(words);
}
