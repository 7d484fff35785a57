import type { Diagnostic } from "../core/diagnostic.ts";
import type { Inventory } from "../core/inventory.ts";
import { rel } from "../core/path.ts";
import { findPackage } from "../detect/packages.ts";

const PACKAGE = "spatie/laravel-backup";
const SETTINGS = rel("config/backup.php");
const FOLLOWS = /^\s*['"]follow_links['"]\s*=>\s*true\b/m;

/**
 * A backup inside the application that stores links as links, and so holds nothing of what lives in shared. `spatie/laravel-backup` does that unless its
 * `config/backup.php` says `'follow_links' => true` (its documentation, "Installation and setup").
 */
export function backupNotes(inventory: Inventory): Diagnostic[] {
  if (findPackage(inventory, "composer", PACKAGE) === undefined) return [];
  if (FOLLOWS.test(inventory.texts.get(SETTINGS) ?? "")) return [];
  return [
    {
      severity: "note",
      code: "backup-follows-no-links",
      path: SETTINGS,
      message: `Backups: ${PACKAGE} does not follow links as it comes, so its archives do not hold what lives in shared`,
      hint: `In ${SETTINGS}, under source and files, put the shared folder into 'include' or set 'follow_links' => true; then look into the next archive: unzip -l ARCHIVE`,
    },
  ];
}
