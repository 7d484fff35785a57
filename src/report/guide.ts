import { type AbsPath, ancestorsOf, baseName, parentOf, rel, type RelPath, under } from "../core/path.ts";
import { NAMES } from "../core/layout.ts";
import { chainText, inOrder, isPerRelease, linkText, type PortableEntry } from "../script/portable-site.ts";
import { quoteShort } from "../core/shell.ts";
import { backups } from "./backups.ts";
import { cell, code, prose, shellBlock, table } from "./markdown.ts";
import type { ReportedRescue, SiteReport } from "./site-report.ts";

/**
 * `MANUAL-SETUP-GUIDE.md`: for somebody who has nothing but a terminal. Every command is for this very site, can be run as it
 * stands and more than once, and removes or overwrites nothing.
 */
export function renderGuide(report: SiteReport): string {
  return [
    "# Manual setup guide\n",
    "For the day when something is wrong and nobody who knows this site is there. Nothing on this page deletes anything: each command can be run as it stands, and more than once.\n",
    "## Where things are\n",
    `The code of this site can be thrown away and put back. What people and the site itself have made cannot. So that lives in ${code(report.sharedPath)}, and the code only has links to it.\n`,
    table(
      ["In the application", "Lives in", "Why it is kept"],
      inOrder(report.site).map((entry) => placeRow(report, entry)),
    ),
    `The application is ${code(appOf(report))}${report.site.layout === "releases" ? `, which leads to the release that is live (${code(report.appPath)} when this page was written)` : ""}.\n`,
    "## First: look\n",
    shellBlock([look(report)]),
    "It changes nothing. A line with ❌ is broken, a line with ⚠️ works and needs an eye, a line with ℹ️ is for your information.\n",
    "## Then: repair\n",
    shellBlock([
      `sh ${shared(report, NAMES.emergencyRecovery)} --dry-run ${quoteShort(appOf(report))}`,
      `sh ${shared(report, NAMES.emergencyRecovery)} ${quoteShort(appOf(report))}`,
    ]),
    "The first line says what would be done, the second does it. It makes missing folders and links, and brings back into shared what was written into a folder that stood where a link belongs. Where two versions of a file meet, both are kept, and it says where.\n",
    byHand(report),
    realFolder(report),
    rescues(report),
    privacy(report),
    backups(report.site, report.sharedPath),
    afterSwitch(report),
    "## What never to do\n",
    `Do not remove folders recursively to "make room for the link": the folder that stands in the way may hold what people uploaded an hour ago. Do not copy the release's own ${code("storage")} or upload folders over shared. Do not make everything readable for everyone.\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function placeRow(report: SiteReport, entry: PortableEntry): string[] {
  const because = report.entries.find((known) => known.path === entry.path)?.because ?? "";
  const place = under(report.sharedPath, entry.chain ?? entry.path);
  return [cell(entry.path), cell(isPerRelease(report.site, entry) ? `${place}/RELEASE` : place), prose(because)];
}

function byHand(report: SiteReport): string {
  const blocks = inOrder(report.site).map((entry) => `${code(entry.path)}\n\n${shellBlock(linkLines(report, entry))}`);
  return `## Making the links by hand\n\nEach line makes something only where nothing is; what is there stays as it is.\n\n${blocks.join("\n")}`;
}

function linkLines(report: SiteReport, entry: PortableEntry): string[] {
  const perRelease = isPerRelease(report.site, entry);
  // In the releases layout a text ends with the release's own name, which the shell finds out.
  const release = perRelease ? `"$(basename "$(cd ${quoteShort(appOf(report))} && pwd -P)")"` : "";
  const data = `${quoteShort(under(report.sharedPath, entry.path))}${perRelease ? `/${release}` : ""}`;
  const text = `${quoteShort(linkText(report.site, entry.path))}${perRelease ? `/${release}` : ""}`;
  const link = quoteShort(under(appOf(report), entry.path));
  return [
    ...folderLines(appOf(report), ancestorsOf(entry.path).slice(-1)),
    ...dataLines(report, entry, data),
    entry.kind === "file" ? `test ! -e ${data} || ${linkOnce(text, link)}` : linkOnce(text, link),
  ];
}

function dataLines(report: SiteReport, entry: PortableEntry, data: string): string[] {
  const folders = (root: RelPath, needs: readonly RelPath[]): string[] =>
    folderLines(under(report.sharedPath, root), needs);
  if (entry.kind === "file") return [];
  if (entry.chain === undefined) return [`mkdir -p ${data}`, ...folders(entry.path, entry.needs ?? [])];
  const above = parentOf(entry.path);
  return [
    `mkdir -p ${quoteShort(under(report.sharedPath, entry.chain))}`,
    ...(above === "" ? [] : [`mkdir -p ${quoteShort(under(report.sharedPath, above))}`]),
    linkOnce(quoteShort(chainText(entry.path, entry.chain)), data),
  ];
}

function folderLines(root: AbsPath, paths: readonly RelPath[]): string[] {
  return paths.map((path) => `mkdir -p ${quoteShort(under(root, path))}`);
}

function linkOnce(text: string, link: string): string {
  return `test -e ${link} || test -L ${link} || ln -s ${text} ${link}`;
}

function realFolder(report: SiteReport): string {
  const example =
    report.site.entries.find((entry) => entry.kind === "directory" && entry.class === "user")?.path ??
    report.site.entries[0]?.path;
  if (example === undefined) return "";
  return [
    "## A real folder stands where a link belongs\n",
    `This happens when an update is unpacked over the site: ${code(example)} is a folder again, people upload into it, and their older files seem to be gone. They are still in shared. The repair above puts both together; by hand, look at the two first:\n`,
    shellBlock([
      `ls -la ${quoteShort(under(appOf(report), example))}/.`,
      `ls -la ${quoteShort(under(report.sharedPath, example))}/.`,
    ]),
    "A link that leads to the wrong place is changed by the repair as well; the text it had is kept.\n",
  ].join("\n");
}

function rescues(report: SiteReport): string {
  const first = report.rescued[0];
  const place = under(report.sharedPath, rel(`${NAMES.state}/rescued`));
  const head = `## Bringing back a rescued file\n\nWhere two versions of a file met, one stayed and the other was kept below ${code(place)}.\n`;
  if (first === undefined)
    return `${head}\nNothing had been rescued when this page was written. To see what there is now:\n\n${shellBlock([`test ! -d ${quoteShort(place)} || find ${quoteShort(place)} -type f`])}`;
  const rows = report.rescued.map(({ path, kept, why }) => [cell(path), cell(kept), prose(why)]);
  return `${head}\n${table(["File", "Kept at", "Why"], rows)}\nFor the first of them. The one in use now is kept beside the rescued ones before the other takes its place:\n\n${shellBlock(restoreLines(report, first))}`;
}

/** The lines stop at the first that fails; a second run stops at `ln`, because the one that was in use is kept already. */
function restoreLines(report: SiteReport, { path, kept }: ReportedRescue): string[] {
  const inUse = under(report.sharedPath, path);
  const before = under(report.sharedPath, rel(`${NAMES.state}/rescued/by-hand/${path}`));
  const fresh = quoteShort(`${parentOf(inUse)}/.restored-${baseName(path)}`);
  return [
    `test -f ${quoteShort(kept)} &&`,
    `  (umask 077; mkdir -p ${quoteShort(parentOf(before))}) &&`,
    `  ln ${quoteShort(inUse)} ${quoteShort(before)} &&`,
    `  cp -p ${quoteShort(kept)} ${fresh} &&`,
    `  mv ${fresh} ${quoteShort(inUse)}`,
  ];
}

function privacy(report: SiteReport): string {
  const secrets = report.site.entries.filter((entry) => entry.secret === true);
  if (secrets.length === 0) return "";
  const names = secrets.map((entry) => code(entry.path)).join(", ");
  const files = secrets
    .filter((entry) => entry.kind === "file")
    .map((entry) => quoteShort(under(report.sharedPath, entry.path)));
  return [
    "## Keep the secrets private\n",
    `${names}: database passwords and keys are in there. On a shared server a file of mode 644 can be read by every other customer, so advice to set all files of a site to 644 is not repeated here. The application reads it as its owner; nobody else has to:\n`,
    files.length === 0 ? "" : shellBlock(files.map((file) => `test ! -e ${file} || chmod o-rwx ${file}`)),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function afterSwitch({ site, entries }: SiteReport): string {
  const next =
    site.layout === "flat"
      ? ""
      : " In nginx, hand PHP the real path, and it never mixes two releases: `fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name;` and `fastcgi_param DOCUMENT_ROOT $realpath_root;`.";
  return entries.length === 0
    ? ""
    : [
        "## The old pages are still there after an update\n",
        `PHP keeps compiled files in memory (opcache) and remembers where links led. Reload PHP-FPM, or restart PHP in the hosting panel.${next} A server of Node goes on with the build that it was started with: restart it. A browser tab that was open before may ask for files of the old build: load the page anew.\n`,
      ].join("\n");
}

function look(report: SiteReport): string {
  return `sh ${shared(report, NAMES.healthCheck)} ${quoteShort(appOf(report))}`;
}

function shared(report: SiteReport, name: string): string {
  return quoteShort(under(report.sharedPath, rel(name)));
}

/** The way to the live app: `current` in the releases layout, so that this page stays true after the next switch. */
function appOf(report: SiteReport): AbsPath {
  return report.site.layout === "flat" ? report.appPath : under(report.sitePath, rel(NAMES.current));
}
