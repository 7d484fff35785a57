import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const UPGRADING = "https://www.mediawiki.org/wiki/Manual:Upgrading";
const IGNORE = "https://github.com/wikimedia/mediawiki/blob/HEAD/.gitignore";

/** MediaWiki. */
export const mediawiki: Profile = {
  id: "mediawiki",
  title: "MediaWiki",
  docs: UPGRADING,
  tier: "product",
  markers: [
    { kind: "path", path: "includes/WebStart.php", weight: "proof", fact: "includes/WebStart.php is there" },
    { kind: "path", path: "LocalSettings.php", weight: "hint", fact: "LocalSettings.php is there" },
    { kind: "path", path: "includes/Defines.php", weight: "hint", fact: "includes/Defines.php is there" },
  ],
  version: [{ kind: "constant", path: "includes/Defines.php", name: "MW_VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "LocalSettings.php",
      when: "always",
      fact: "Database password and settings of this wiki",
      source: UPGRADING,
    },
    { ...shape.USER_DIRECTORY, path: "images", when: "always", fact: "Uploaded files", source: UPGRADING },
    { ...shape.USER_DIRECTORY, path: "images/deleted", fact: "Deleted files, which can be restored", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "images/archive", fact: "Earlier versions of files", source: IGNORE },
    { ...shape.SCRATCH, path: "images/thumb", fact: "Scaled pictures, made again when asked for", source: IGNORE },
    { ...shape.SCRATCH, path: "images/temp", fact: "Uploads under way", source: IGNORE },
    { ...shape.ADD_ONS, path: "extensions", fact: "Extensions are installed here", source: UPGRADING },
    { ...shape.ADD_ONS, path: "skins", fact: "Skins are installed here", source: UPGRADING },
    {
      ...shape.USER_FILE,
      path: "composer.local.json",
      fact: "Lists the packages that this wiki has added",
      source: IGNORE,
    },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "Rules of this wiki", source: IGNORE },
    { ...shape.USER_FILE, path: "favicon.ico", fact: "The icon of this wiki", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: IGNORE },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: IGNORE },
  ],
  code: ["includes", "languages", "maintenance", "resources", "vendor"],
  builds: [],
  advice: ["Run php maintenance/run.php update after a deployment"],
};
