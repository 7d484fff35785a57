import { displayName } from "../../core/bytes.ts";
import type { KeptHost, ServedLinks } from "../../core/host.ts";
import { NAMES, siteNamed } from "../../core/layout.ts";
import { type AbsPath, relativeText } from "../../core/path.ts";
import type { Way } from "../../core/serving.ts";
import { type Choice, chooseWay } from "../../plan/serving/choose-way.ts";
import { quoteShort } from "../../core/shell.ts";
import { backups } from "../backups.ts";
import { cell, code, prose, shellBlock, table } from "../markdown.ts";
import { emergencyLines } from "./by-hand.ts";
import { type HostingReport, liveApp, liveDoor, rootOf } from "./hosting-report.ts";
import { hasNoLinks, inPlaceBackups, inPlaceEmergency, inPlaceUndoing } from "./in-place-page.ts";
import { withoutShell } from "./panels.ts";

/**
 * `SHARED-HOSTING-SETUP.md`: how this very site is served on this very host. Its blocks can be run as they stand, in their order and more than once; none of
 * them removes or overwrites what somebody has made.
 */
export function renderHosting(report: HostingReport): string {
  return [
    "# Shared hosting: this site\n",
    `For ${code(report.layout.site)}. Each block can be run as it stands, from top to bottom and more than once; nothing on this page deletes what somebody has made. Lines that begin with ${code("holdfast")} need Node.js and Holdfast on this machine, the others only ${code("sh")}. Without either: [Where there is no shell](#where-there-is-no-shell).\n`,
    allowed(report),
    chosen(report),
    ...(hasNoLinks(report)
      ? [inPlaceEmergency(report), withoutShell(report), inPlaceBackups(report), inPlaceUndoing(report)]
      : [emergencyLines(report), withoutShell(report), backups(report.site, report.layout.shared), undoing(report)]),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function allowed(report: HostingReport): string {
  const { host } = report;
  return [
    "## What this host allows\n",
    host === null
      ? "Nobody has asked yet. This finds out by trying, in scratch folders that it removes again, and writes its answer onto this page:\n"
      : `As ${code("holdfast host")} found it out by trying. Ask again when the host has changed something:\n`,
    shellBlock([`holdfast host ${quoteShort(liveApp(report))}`]),
    `With the site's address behind it (${code("--url https://…")}) it also asks the web server how it treats links.\n`,
    ...(host === null ? [] : [table(["", ""], factRows(host)), refusals(host)]),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const LINKS: Readonly<Record<ServedLinks, string>> = {
  followed: "follows links, whoever owns them",
  "owner-match": "follows links only where a link and what it leads to have one owner",
  "not-followed": "follows no links",
  unknown: "did not serve the folder that was tried",
};

function factRows(host: KeptHost): string[][] {
  const { user, panel, home, server, jailed } = host;
  const known = host.programs.filter(({ path }) => path !== null).map(({ name }) => code(name));
  return [
    ["User", `${prose(user.name ?? "without a name")} (${user.uid}), at home in ${cell(home)}`],
    ...(panel === null ? [] : [["Panel", `${prose(panel.name)} (seen by ${panel.signs.map(cell).join(", ")})`]]),
    ...(jailed ? [["Jail", "this user sees a part of the machine only"]] : []),
    ...host.documentRoots.map((root) => [
      root.path === host.documentRoot ? "Document root" : "Another document root",
      `${cell(root.path)}, a ${root.kind === "link" ? "link" : "real folder"}${root.holds === "others" ? `; not of this site: ${root.foreign.map(cell).join(", ")}${root.more > 0 ? ` and ${root.more} more` : ""}` : ""}`,
    ]),
    ["Programs", known.join(", ") || "none of those that help"],
    ["Web server", server === null ? "not asked" : `${prose(server.url)} ${LINKS[server.links]}`],
  ];
}

function refusals({ folders }: KeptHost): string {
  const lines = folders.flatMap(({ path, calls }) =>
    Object.entries(calls)
      .filter(([, answer]) => answer !== "ok" && answer !== "not tried")
      .map(([call, answer]) => `- ${code(call)} in ${code(path)}: ${prose(answer)}\n`),
  );
  if (folders.length === 0) return "Nothing was tried.\n";
  return lines.length === 0
    ? "Every call that was tried works in these folders.\n"
    : `Does not work:\n\n${lines.join("")}`;
}

/** Each way in a paragraph. */
const WAY_WORDS: Readonly<Record<Way, string>> = {
  link: "The document root is one link to the live web root. A deployment changes one name, so that no visitor sees half of it.",
  entries:
    "The document root stays a real folder, and each name in it is a link: code leads to the live web root, data to shared. A deployment renews the links one by one; what the host puts there stays.",
  loader:
    "The document root stays a real folder with copies of the public files; its `index.php` loads the live release. What the host edits there (`.htaccess`) stays as it is edited.",
  "in-place":
    "Without links: data stays where it is, and code is replaced around it file by file. A visitor may meet old and new files for a moment.",
  server:
    "The server's own configuration, or a mount, leads to the live web root. That takes root, or the host's support.",
};

function chosen(report: HostingReport): string {
  const { host, serving } = report;
  const choice = host === null ? null : chooseWay(host);
  if (serving !== null) return told(serving.way, "Chosen", commands(report, serving.way));
  if (choice !== null && choice.stands !== null)
    return [HEAD, `As it stands: ${prose(choice.stands)}.\n`, bullets(choice.manual)].join("\n");
  if (choice === null || choice.recommended === null) return unchosen(report, choice);
  const reason = choice.ways.find((one) => one.way === choice.recommended)?.reason ?? "";
  const why = [`Here: ${prose(reason)}.\n`, bullets(choice.manual)];
  return told(choice.recommended, "Recommended for this host, not done yet", [
    ...why,
    ...commands(report, choice.recommended),
  ]);
}

const HEAD = "## How the site is served\n";

function told(way: Way, state: string, rest: readonly string[]): string {
  return [HEAD, `${state}: **${way}**. ${WAY_WORDS[way]}\n`, ...rest].filter((part) => part !== "").join("\n");
}

function unchosen(report: HostingReport, choice: Choice | null): string {
  const state = choice === null ? `; ${code("holdfast host")} recommends one` : ", and none works as things are";
  return [HEAD, `No way was chosen yet${state}. ${whole(report)}\n`, bullets(choice?.manual ?? [])]
    .filter((part) => part !== "")
    .join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${prose(line)}\n`).join("");
}

function whole(report: HostingReport): string {
  return `What visitors shall see is ${code(liveDoor(report))}.`;
}

function commands(report: HostingReport, way: Way): string[] {
  if (way === "in-place") return [withoutLinks(report)];
  const site = siteNamed(report.layout);
  const root = rootOf(report);
  const where = root === null || way === "server" ? "" : ` --document-root ${quoteShort(root)}`;
  const line = `holdfast serve ${way} --site ${quoteShort(site)}${where}`;
  return [
    "The first line says what would be done, the second does it. What gives way is kept beside the document root, and it says where. Done already, it changes nothing:\n",
    shellBlock([`${line} --dry-run`, `${line} --yes`]),
    ...(root === null || way === "server" ? [] : [lookLine(root, report)]),
  ];
}

/** Which of the lines come first depends on whether links are in use already, so that none stands in a block to be run as it is. */
function withoutLinks(report: HostingReport): string {
  const app = quoteShort(liveApp(report));
  const lines =
    report.serving === null
      ? `Where links are in use already, ${code(`holdfast undo ${app}`)} gives the application its data back first. Then ${code(`holdfast serve in-place --site ${app}`)}; it moves nothing. A`
      : "A";
  return `${lines} new version comes with ${code(`holdfast release NEW.zip --site ${app}`)}, the old one comes back with ${code(`holdfast rollback --site ${app}`)}.\n`;
}

function lookLine(root: AbsPath, report: HostingReport): string {
  const link = relativeText(report.layout.site, root);
  return `To see what stands there (${code(link)} from the site's folder):\n\n${shellBlock([`ls -la ${quoteShort(root)}/.`])}`;
}

function undoing(report: HostingReport): string {
  const app = quoteShort(liveApp(report));
  return [
    "## How to undo it\n",
    `The way to serve: ${code("holdfast serve WAY")} with the name of the way before; nothing is lost on the way, and ${code("serve")} prints the line. All of it: every link in the application becomes a plain folder again, and the site works without Holdfast:\n`,
    shellBlock([`holdfast undo ${app} --dry-run`, `holdfast undo ${app} --yes`]),
    "To keep the data in shared again:\n",
    shellBlock([`holdfast persist ${app} --yes`]),
    `The links that were made by hand above are links: ${code("rm NAME")} without ${code("-r")} and without a slash behind it takes away the link and never what it leads to. What was kept is below ${code(displayName(`${report.layout.shared}/${NAMES.state}/rescued`))}.\n`,
  ].join("\n");
}
