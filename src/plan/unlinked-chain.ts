import type { Diagnostic } from "../core/diagnostic.ts";
import type { RelPath } from "../core/path.ts";
import { type EntryIntent, inApp } from "./entry-intent.ts";
import type { Survey } from "./survey.ts";

const HELPERS = [
  ["storage/", "storage_path"],
  ["public/", "public_path"],
] as const;

/** As the application's own code names it. */
function place(path: RelPath): string {
  const [folder, name] = HELPERS.find(([begin]) => path.startsWith(begin)) ?? ["", "base_path"];
  return `${name}('${path.slice(folder.length)}')`;
}

/**
 * On a site without links: which folders the application reaches by a link of its own, and how it is told another place. `artisan storage:link` makes the only
 * one that the profiles know; the setting is that of https://laravel.com/docs/filesystem ("The Public Disk").
 */
export function unlinkedChains(intents: readonly EntryIntent[], survey: Survey): Diagnostic[] {
  if (!survey.inPlace) return [];
  return intents.flatMap((entry): Diagnostic[] => {
    const { chain, path } = entry;
    const { kind } = survey.at(inApp(entry));
    if (chain === undefined || (kind !== "absent" && kind !== "link")) return [];
    const stands = kind === "link" ? "is a link to" : "would be a link to";
    return [
      {
        severity: "note",
        code: "chain-without-links",
        path,
        message: `"${path}" ${stands} ${chain}, and where links are not followed nothing in it is given out`,
        hint: `Tell the application another place (docs/in-place.md): in config/filesystems.php 'root' => ${place(path)} instead of ${place(chain)}`,
      },
    ];
  });
}
