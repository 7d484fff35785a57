import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/matomo-org/matomo/blob/HEAD/.gitignore";
const UPDATE = "https://matomo.org/faq/on-premise/update-matomo/";
const GEO = "https://matomo.org/docs/geo-locate/";

/** Matomo. Its release ships vendor and node_modules. */
export const matomo: Profile = {
  id: "matomo",
  title: "Matomo",
  docs: UPDATE,
  tier: "product",
  markers: [
    { kind: "path", path: "core/Piwik.php", weight: "proof", fact: "core/Piwik.php is there" },
    { kind: "path", path: "matomo.php", weight: "hint", fact: "matomo.php is there" },
    { kind: "path", path: "piwik.php", weight: "hint", fact: "piwik.php is there" },
  ],
  version: [{ kind: "constant", path: "core/Version.php", name: "VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config/config.ini.php",
      when: "always",
      fact: "Database password and salt of this installation",
      source: IGNORE,
    },
    { ...shape.SECRET_FILE, path: "config/*.config.ini.php", fact: "Settings of one of several hosts", source: IGNORE },
    { ...shape.USER_FILE, path: "config/config.php", fact: "Settings that plugins have added", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "misc/user", when: "always", fact: "Logo and icon of the owner", source: IGNORE },
    { ...shape.USER_FILE, path: "misc/*.mmdb", fact: "The database of places that was downloaded", source: GEO },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed here", source: UPDATE },
    { ...shape.SCRATCH, path: "tmp", when: "always", fact: "Caches, sessions and logs, made again", source: IGNORE },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "Rules of this installation", source: IGNORE },
    {
      ...shape.USER_FILE,
      path: "bootstrap.php",
      handling: "carry",
      fact: "The owner's own constants, which name folders beside it",
      source: IGNORE,
    },
    shape.PANEL_SETTINGS,
  ],
  code: ["core", "js", "lang", "libs", "misc", "vendor", "node_modules"],
  builds: [],
  advice: ["Run ./console core:update after a deployment"],
};
