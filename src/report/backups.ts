import { type AbsPath, under } from "../core/path.ts";
import { inOrder, type PortableSite } from "../script/portable-site.ts";
import { code, table } from "./markdown.ts";

/** What a backup has to hold, and which tools leave out what is behind links unless they are told otherwise (docs/hosting.md has the sources). */
export function backups(site: PortableSite, shared: AbsPath): string {
  return [
    "## Backups\n",
    `A backup of the application's folder keeps the links and nothing of what is behind them, unless its tool is told to follow links. Back up ${code(shared)} itself, and look into the backup whether these are in it:\n`,
    inOrder(site)
      .filter((entry) => entry.class === "user" && entry.chain === undefined)
      .map(({ path }) => `- ${code(under(shared, path))}`)
      .join("\n"),
    "",
    table(["Tool", "With links it", "What to set"], TOOLS),
    "A database in one file is backed up by its own command, or while nothing writes: a copy of it alone may be useless.\n",
  ].join("\n");
}

const TOOLS = [
  [
    "spatie/laravel-backup",
    "keeps none of what is behind them",
    "shared in `include`, or `'follow_links' => true`, in `config/backup.php`",
  ],
  ["`tar`", "keeps them as links", "name shared too, or `-h`"],
  ["`rsync -a`, `cp -a`", "keeps them as links", "name shared too, or `-L`"],
  ["`zip -r`", "follows them; with `-y` keeps them as links", "no `-y`"],
  [
    "a panel's backup of one folder",
    "differs; of the whole home: holds shared where that is in the home",
    "look into one",
  ],
] as const;
