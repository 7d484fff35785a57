import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const FOLDERS = "https://learn.getgrav.org/17/basics/folder-structure";
const IGNORE = "https://github.com/getgrav/grav/blob/HEAD/.gitignore";

/** Grav: content lies in files beside the code. */
export const grav: Profile = {
  id: "grav",
  title: "Grav",
  docs: "https://learn.getgrav.org",
  tier: "product",
  markers: [
    { kind: "path", path: "system/defines.php", weight: "hint", fact: "system/defines.php is there" },
    { kind: "path", path: "bin/grav", weight: "proof", fact: "bin/grav is there" },
    { kind: "path", path: "user/pages", weight: "hint", fact: "user/pages is there" },
  ],
  version: [{ kind: "constant", path: "system/defines.php", name: "GRAV_VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "user",
      when: "always",
      handling: "merge",
      fact: "Pages, accounts, settings, themes and plugins",
      source: FOLDERS,
    },
    { ...shape.USER_DIRECTORY, path: "user/pages", fact: "Pages", source: FOLDERS },
    { ...shape.USER_DIRECTORY, path: "user/accounts", fact: "People who may log in", source: FOLDERS },
    { ...shape.USER_DIRECTORY, path: "user/data", fact: "What visitors sent in, and data of plugins", source: FOLDERS },
    { ...shape.USER_DIRECTORY, path: "user/config", fact: "Settings of this site", source: FOLDERS },
    { ...shape.SECRET_FILE, path: "user/config/security.yaml", fact: "The salt of this site", source: IGNORE },
    { ...shape.ADD_ONS, path: "user/plugins", fact: "Plugins are installed here", source: FOLDERS },
    { ...shape.ADD_ONS, path: "user/themes", fact: "Themes are installed here", source: FOLDERS },
    { ...shape.USER_DIRECTORY, path: "backup", fact: "Backups", source: FOLDERS },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: FOLDERS },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: FOLDERS },
    { ...shape.SCRATCH, path: "tmp", fact: "Scratch space", source: FOLDERS },
    { ...shape.SCRATCH, path: "images", fact: "Scaled pictures", source: FOLDERS },
    { ...shape.SCRATCH, path: "assets", fact: "Bundled scripts and styles", source: FOLDERS },
    ...shape.PANEL_FILES,
  ],
  code: ["system", "vendor", "bin"],
  builds: [],
  advice: ["Shipped pages, plugins and themes are updated where you have not changed them"],
};
