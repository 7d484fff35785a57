import { NAMES } from "../../core/layout.ts";
import { isInside, rel, relativeText, under } from "../../core/path.ts";
import { quoteShort } from "../../core/shell.ts";
import { code } from "../markdown.ts";
import { type HostingReport, liveApp, liveDoor, rootOf } from "./hosting-report.ts";
import { hasNoLinks, inPlacePanelItems } from "./in-place-page.ts";

/** What to click where nothing can be typed. Names of menus are those of the panels' own manuals; a host may have renamed them. */
export function withoutShell(report: HostingReport): string {
  const items = hasNoLinks(report) ? inPlacePanelItems(report) : linkedItems(report);
  const panel = report.host?.panel ?? null;
  return `## Where there is no shell\n\n${panel === null ? "" : `This host has ${panel.name}. `}The names of the menus differ from host to host.\n\n${items.map((item) => `- ${item}\n`).join("")}`;
}

function linkedItems(report: HostingReport): string[] {
  const { layout } = report;
  const recovery = `sh ${quoteShort(under(layout.shared, rel(NAMES.emergencyRecovery)))} ${quoteShort(liveApp(report))}`;
  const root = rootOf(report);
  return [
    `**A terminal in the panel** (cPanel: Advanced → Terminal; Plesk: SSH Terminal): all blocks of this page can be pasted there.`,
    `**One command by a cron job** (cPanel: Advanced → Cron Jobs; Plesk: Scheduled Tasks; DirectAdmin: Cron Jobs): put in ${code(recovery)}, let it run once, read its mail, remove the job.`,
    `**The document root** (cPanel: Domains → Manage → New Document Root, for added domains and subdomains; Plesk: Hosting Settings → Document root): set it to ${code(fromHome(report))}, and no link is needed. The main domain's ${code("public_html")} is often fixed; then it has to become what [How the site is served](#how-the-site-is-served) says.`,
    `**Without any command**: where you work, ${code("holdfast plan APP --script FILE --php PAGE.php")} makes one page that carries out a plan on the server when it is opened once (docs/without-node.md).`,
    `**In the file manager and by SFTP**: turn on hidden files. Rename, never delete: deleting a linked folder there may delete what it leads to, in ${code(layout.shared)}${root === null ? "" : `; so never empty ${code(root)}`}. Upload new code beside the site, not over it.`,
    `**After an update** the old pages may still be there: switch PHP's version there and back, or use the panel's button for opcache.`,
  ];
}

/** Panels ask for it from the user's home. */
function fromHome(report: HostingReport): string {
  const door = liveDoor(report);
  const { host } = report;
  return host !== null && host.home !== "/" && isInside(door, host.home) ? relativeText(host.home, door) : door;
}
