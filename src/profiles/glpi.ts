import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/glpi-project/glpi/blob/HEAD/.gitignore";
const INSTALL = "https://glpi-install.readthedocs.io/en/latest/install/";

/** GLPI. */
export const glpi: Profile = {
  id: "glpi",
  title: "GLPI",
  docs: INSTALL,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "inc/define.php",
      holds: "GLPI_VERSION",
      weight: "proof",
      fact: "inc/define.php speaks of GLPI_VERSION",
    },
    {
      kind: "path",
      path: "src/autoload/constants.php",
      holds: "GLPI_VERSION",
      weight: "proof",
      fact: "src/autoload/constants.php speaks of GLPI_VERSION",
    },
    { kind: "path", path: "front/central.php", weight: "hint", fact: "front/central.php is there" },
    { kind: "path", path: "src/Glpi", weight: "hint", fact: "src/Glpi is there" },
  ],
  version: [
    { kind: "constant", path: "inc/define.php", name: "GLPI_VERSION" },
    { kind: "constant", path: "src/autoload/constants.php", name: "GLPI_VERSION" },
  ],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "config",
      when: "always",
      secret: true,
      fact: "Database password and the key of this installation",
      source: IGNORE,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/config_db.php",
      fact: "Database password of this installation",
      source: INSTALL,
    },
    { ...shape.SECRET_FILE, path: "config/glpicrypt.key", fact: "The key to stored passwords", source: INSTALL },
    {
      ...shape.USER_DIRECTORY,
      path: "files",
      when: "always",
      fact: "Documents, pictures, sessions and logs",
      source: IGNORE,
    },
    { ...shape.SCRATCH, path: "files/_cache", fact: "Caches, made again when asked for", source: IGNORE },
    { ...shape.SCRATCH, path: "files/_tmp", fact: "Scratch space", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "files/_sessions", fact: "Sessions", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "files/_log", fact: "Logs", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "files/_dumps", fact: "Backups of the database", source: IGNORE },
    { ...shape.ADD_ONS, path: "marketplace", fact: "Plugins are installed here from the marketplace", source: IGNORE },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed here by hand", source: IGNORE },
    ...shape.PANEL_FILES,
  ],
  code: ["inc", "src", "front", "ajax", "vendor", "locales"],
  builds: [],
  advice: ["Run php bin/console database:update after a deployment"],
};
