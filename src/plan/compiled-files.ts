import { join, rel, relativeText, under } from "../core/path.ts";
import type { Place } from "../core/layout.ts";
import { ownPool } from "./entry-intent.ts";
import type { Operation } from "./operation.ts";
import type { Survey } from "./survey.ts";

/**
 * Files that Laravel compiles into bootstrap/cache. Made for other code they take every artisan command down, and the site
 * with it (seen with Laravel 8.83: a package that one release discovers is missing in the other).
 */
const COMPILED_FILES = ["packages.php", "services.php", "config.php", "events.php", "routes-v7.php"] as const;
const CACHE = rel("bootstrap/cache");

/** In the flat layout, sets compiled files aside when `composer.lock` is another than they were made for. */
export function staleCompiledFiles(survey: Survey): Operation[] {
  const { record, code, layout } = survey;
  const entry = record?.entries.find((known) => known.path === CACHE);
  if (layout.kind !== "flat" || entry === undefined || record?.lockfile === code.lockfile) return [];
  const app = survey.at({ root: "app", path: CACHE });
  const base = relativeText(app.directory, under(layout.shared, CACHE));
  if (ownPool(entry, app.link?.text, { base, layout }) !== null) return [];
  return COMPILED_FILES.flatMap((name): Operation[] => {
    const place: Place = { root: "shared", path: join(CACHE, name) };
    const seen = survey.at(place);
    if (seen.kind !== "file") return [];
    return [
      {
        kind: "set-aside",
        path: `shared/${place.path}`,
        at: { directory: seen.directory, name: seen.name },
        identity: seen.id ?? "",
        nodeKind: "file",
        to: "retired",
        as: place.path,
        reason: "it was compiled for other code (composer.lock differs); the application makes it anew",
      },
    ];
  });
}
