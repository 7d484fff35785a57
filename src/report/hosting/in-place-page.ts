/** What the page about a site's hosting says of a site without links: its data stands in the application, and shared holds only what Holdfast remembers. */
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, baseName, type RelPath, rel, under } from "../../core/path.ts";
import { quoteShort } from "../../core/shell.ts";
import { code, shellBlock } from "../markdown.ts";
import type { HostingReport } from "./hosting-report.ts";

/** True where the site is said to have no links. */
export function hasNoLinks({ serving }: HostingReport): boolean {
  return serving?.way === "in-place";
}

/** What can be done where an update went wrong, with the program and without. */
export function inPlaceEmergency(report: HostingReport): string {
  const app = quoteShort(report.layout.app);
  return [
    "## Emergency\n",
    "The site is broken after an update, or an update was broken off. The first line looks, the second brings a run that was broken off to its end:\n",
    shellBlock([`holdfast check ${app}`, `holdfast recover ${app} --yes`]),
    `The update itself is bad: ${code(`holdfast rollback --site ${app}`)} brings back the code that was live before. The data stays as it is, what came to it since too.\n`,
    byHand(report),
  ].join("\n");
}

/** Code alone, file by file; what gives way keeps its content under a second name. */
function byHand(report: HostingReport): string {
  const { app, shared } = report.layout;
  const kept = under(shared, rel(`${NAMES.state}/rescued/by-hand/code`));
  const old = `.${baseName(app)}-`;
  return [
    "### Without Node.js\n",
    `The code of each release that was live before stands whole in a folder beside the application, whose name begins with ${code(old)}. This block changes nothing: it lists these folders, and makes ${code("back")} known to this shell.\n`,
    shellBlock([
      `app=${quoteShort(app)}`,
      `kept=${quoteShort(kept)}`,
      ...backLines(standingData(report)),
      `find ${quoteShort(report.layout.site)} -maxdepth 1 -type d -name ${quoteShort(`${old}*`)} -exec ls -ld {} +`,
    ]),
    `Then ${code("back FOLDER")}, with one of the folders that are listed, brings its code back, file by file. Data is left out. What stands in a file's place is kept below ${code(kept)}, and files that only the new code has stay. When Holdfast can run again, ${code(`holdfast rollback --site ${quoteShort(app)}`)} makes it whole.\n`,
  ].join("\n");
}

/** `back` follows no link: a folder that is one may lead out of the application. */
function backLines(data: readonly RelPath[]): string[] {
  const but = data.flatMap((path) => [
    `! -path ${quoteShort(`./${globbed(path)}`)}`,
    `! -path ${quoteShort(`./${globbed(path)}/*`)}`,
  ]);
  return [
    `back() {`,
    `  test -d "$1" || { echo "No such folder: $1"; return 1; }`,
    `  to="$kept/$(date +%Y%m%d-%H%M%S)-$$"`,
    `  (cd "$1" && find . -type f${but.map((one) => ` ${one}`).join("")} -exec sh -c '`,
    `    app=$1; to=$2; shift 2`,
    `    for file do`,
    `      cmp -s "$file" "$app/$file" && continue`,
    `      folder=\${file%/*}`,
    `      mkdir -p "$app/$folder" && (umask 077 && mkdir -p "$to/$folder") || exit`,
    `      if test "$(cd "$app/$folder" && pwd -P)" != "$app\${folder#.}" || test -d "$app/$file" || test -L "$app/$file"; then`,
    `        echo "Left as it is: $app/$file"; continue`,
    `      fi`,
    `      test ! -e "$app/$file" || ln "$app/$file" "$to/$file" 2>/dev/null || cp -p "$app/$file" "$to/$file" || exit`,
    `      cp -p "$file" "$app/$file.back-$$" && mv "$app/$file.back-$$" "$app/$file" || exit`,
    `    done' sh "$app" "$to" {} +)`,
    `}`,
  ];
}

/** find(1) takes what it compares a path with as a pattern. */
function globbed(path: string): string {
  return path.replace(/[\\*?[\]]/g, "\\$&");
}

/** What updates leave alone. */
function standingData({ site }: HostingReport): RelPath[] {
  return site.entries.filter(({ handling }) => handling !== "per-release").map(({ path }) => path);
}

/** What a backup has to hold. */
export function inPlaceBackups({ site, layout }: HostingReport): string {
  const data = site.entries.filter((entry) => entry.class === "user" && entry.chain === undefined);
  const own: AbsPath = layout.shared;
  return [
    "## Backups\n",
    `The data stands in the application itself. Back up ${code(layout.app)} as a whole, and look into the backup whether these are in it:\n`,
    data.map(({ path }) => `- ${code(under(layout.app, path))}`).join("\n"),
    "",
    `Back up ${code(own)} too: it holds no data, only what Holdfast remembers (the releases, what was decided) and what was rescued.\n`,
    "A database in one file is backed up by its own command, or while nothing writes: a copy of it alone may be useless.\n",
  ].join("\n");
}

/** There is nothing to take back. */
export function inPlaceUndoing({ layout }: HostingReport): string {
  const app = quoteShort(layout.app);
  return [
    "## How to undo it\n",
    "The application works without Holdfast as it is; this says so:\n",
    shellBlock([`holdfast undo ${app} --dry-run`]),
    `To have no more of it, move ${code(layout.shared)} away, after a look at what was rescued (${code(displayRescued(layout.shared))}). To have links, where they work: ${code(`holdfast serve server --site ${app}`)} lists the data that comes to shared, and asks first.\n`,
  ].join("\n");
}

function displayRescued(shared: AbsPath): string {
  return under(shared, rel(`${NAMES.state}/rescued`));
}

/** What to click where nothing can be typed. */
export function inPlacePanelItems({ layout, site }: HostingReport): string[] {
  const recover = `holdfast recover ${quoteShort(layout.app)} --yes`;
  const root = site.webRoot === "" ? layout.app : under(layout.app, site.webRoot);
  return [
    `**A terminal in the panel** (cPanel: Advanced → Terminal; Plesk: SSH Terminal): all blocks of this page can be pasted there.`,
    `**One command by a cron job** (cPanel: Advanced → Cron Jobs; Plesk: Scheduled Tasks; DirectAdmin: Cron Jobs): put in ${code(recover)} (where Node.js and Holdfast are), let it run once, read its mail, remove the job.`,
    `**The document root** stays ${code(root)}.`,
    `**In the file manager and by SFTP**: turn on hidden files. Rename, never delete, and leave the data alone (the list under [Backups](#backups)). Upload new code beside the site, not over it. The code of before is in the folders beside it whose names begin with ${code(`.${baseName(layout.app)}-`)}.`,
    `**After an update** the old pages may still be there: switch PHP's version there and back, or use the panel's button for opcache.`,
  ];
}
