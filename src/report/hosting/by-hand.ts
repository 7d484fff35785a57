import { type AbsPath, baseName, parentOf, rel, relativeText, under } from "../../core/path.ts";
import { NAMES } from "../../core/layout.ts";
import { quoteShort } from "../../core/shell.ts";
import { code, shellBlock } from "../markdown.ts";
import { foldersAbove, type HostingReport, liveDoor, publicFolders, rootOf } from "./hosting-report.ts";

/** The specification's emergency lines, in a form that can lose nothing; each needs `sh` and nothing of ours. */
export function emergencyLines(report: HostingReport): string {
  const root = rootOf(report);
  return [
    "## Emergency: with nothing but a shell\n",
    "Links are broken, or an update was unpacked over the site. The first line says what would be done, the second does it:\n",
    shellBlock(recovery(report)),
    ...(root === null ? [] : [folders(report, root), links(report, root)]),
    rights(report),
    shellBlock([`sh ${own(report, NAMES.healthCheck)} ${quoteShort(appOf(report))}`]),
  ].join("\n");
}

function appOf({ layout }: HostingReport): AbsPath {
  return layout.kind === "flat" ? layout.app : under(layout.site, rel(NAMES.current));
}

function own({ layout }: HostingReport, name: string): string {
  return quoteShort(under(layout.shared, rel(name)));
}

function recovery(report: HostingReport): string[] {
  const line = `sh ${own(report, NAMES.emergencyRecovery)}`;
  return [`${line} --dry-run ${quoteShort(appOf(report))}`, `${line} ${quoteShort(appOf(report))}`];
}

function folders(report: HostingReport, root: AbsPath): string {
  const found = publicFolders(report);
  if (found.length === 0) return "";
  const kept = under(report.layout.shared, rel(`${NAMES.state}/rescued/by-hand/document-root`));
  const calls = found.map(({ path, data }) => {
    const above = foldersAbove(path).map((folder) => `"$root"/${quoteShort(folder)}`);
    const text = relativeText(parentOf(under(root, path)), data);
    // What is reached through a link is another place than it seems.
    const guard = above.map((folder) => `test ! -d ${folder} || test -L ${folder} || `).join("");
    return `  ${guard}bring ${quoteShort(path)} ${quoteShort(data)} ${quoteShort(text)}`;
  });
  return [
    `### ${code(baseName(root))} has folders of its own where people's files belong\n`,
    `Often told is ${code(`rm -rf ${baseName(root)}/uploads`)}, then a link. That deletes what was uploaded into that folder. Here the folder steps aside by a rename, the link is made at once, and what was inside goes to shared name by name; where shared has another file of that name, both stay, and it says where. A folder is only removed when it is empty (${code("rmdir")}).\n`,
    shellBlock([`root=${quoteShort(root)}`, `kept=${quoteShort(kept)}`, ...BRING, ...inRealRoot(calls)]),
  ].join("\n");
}

/** A rename between two disks would be a copy, during which an upload may be missed. */
const BRING = [
  `disk() { df -P "$1" | sed -n '2s/.*% *//p'; }`,
  `bring() {`,
  `  key=$(printf '%s' "$1" | tr / _)`,
  `  if test -d "$root/$1" && test ! -L "$root/$1"; then`,
  `    (umask 077 && mkdir -p "$kept/$key") || return`,
  `    test -n "$(disk "$root/$1")" && test "$(disk "$root/$1")" = "$(disk "$kept")" || { echo "On another disk, left as it is: $root/$1"; return 1; }`,
  `    mv "$root/$1" "$kept/$key/$(date +%Y%m%d-%H%M%S)-$$" || return`,
  `  fi`,
  `  mkdir -p "$2" || return`,
  `  test -e "$root/$1" || test -L "$root/$1" || ln -s "$3" "$root/$1"`,
  `  for old in "$kept/$key"/*/; do`,
  `    test -d "$old" || continue`,
  `    (cd "$old" &&`,
  `      find . -type d -exec sh -c 'for d do mkdir -p "$0/$d" || exit; done' "$2" {} + &&`,
  `      find . ! -type d -exec sh -c 'for f do test -e "$0/$f" || test -L "$0/$f" || mv "$f" "$0/$f" || exit; done' "$2" {} +`,
  `      find . -depth -type d ! -name . -exec rmdir {} + 2>/dev/null || :`,
  `      rmdir "$old" 2>/dev/null || :)`,
  `    test ! -d "$old" || echo "Kept, because shared has other files of these names: $old"`,
  `  done`,
  `}`,
];

function inRealRoot(lines: readonly string[]): string[] {
  return [`if test -d "$root" && test ! -L "$root"; then`, ...lines, "fi"];
}

function links(report: HostingReport, root: AbsPath): string {
  // With copies and a loader, a link would be one of the two ways and neither.
  const way = report.serving?.way ?? "entries";
  if (report.site.webRoot === "" || way === "loader") return "";
  const door = liveDoor(report);
  return [
    `### ${code(baseName(root))} lacks names of the code\n`,
    `Often told is ${code(`cp -r releases/current/public/* ${baseName(root)}/`)}. A copy grows old with the next release, it writes over what the host or you have changed there, and its ${code("index.php")} looks for the application beside ${code(baseName(root))}, where it is not. Here each missing name becomes a link to what is live. What stands there stays, and is listed; to let the live one take its place, rename it (never delete it) and run this again. If ${code(baseName(root))} is gone altogether, it becomes one link.\n`,
    shellBlock([
      `root=${quoteShort(root)}`,
      `door=${quoteShort(door)}`,
      `test -e "$root" || test -L "$root" || ln -s ${quoteShort(relativeText(parentOf(root), door))} "$root"`,
      ...inRealRoot([
        `  for path in "$door"/*; do`,
        `    name=\${path##*/}`,
        `    test -e "$path" || continue`,
        `    test ! -L "$root/$name" || continue`,
        `    if test -e "$root/$name"; then echo "Stays as it is: $root/$name"; continue; fi`,
        `    ln -s ${quoteShort(relativeText(root, door))}/"$name" "$root/$name"`,
        `  done`,
      ]),
    ]),
  ].join("\n");
}

const KEYS = [".env*", "*.key", "*.pem", "*.p12", "id_*", ".ht*"];

function rights(report: HostingReport): string {
  const found = publicFolders(report);
  if (found.length === 0) return "";
  const but = KEYS.map((name) => `! -name '${name}'`).join(" ");
  return [
    "### Visitors get 403 for uploads\n",
    `Often told is to set all of shared to 755 and 644. That opens ${code(".env")}, keys and logs to every other customer of the server. Here only the folders that visitors reach anyway are opened, what else may be done with a file stays, and files that look like keys are left out. Where it does not help, ${code(NAMES.healthCheck)} says what else keeps the server out (another owner of a link).\n`,
    shellBlock(
      found.flatMap(({ data }) => {
        const at = quoteShort(data);
        return [
          `test ! -d ${at} || find ${at} -type d -exec chmod u+rwx,go+rx {} +`,
          `test ! -d ${at} || find ${at} -type f ${but} -exec chmod u+rw,go+r {} +`,
        ];
      }),
    ),
  ].join("\n");
}
