import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/codeigniter.php";
const SESSIONS = "https://codeigniter.com/userguide3/libraries/sessions.html";
const DATABASE = "https://codeigniter.com/userguide3/database/configuration.html";
const INSTALLATION = "https://codeigniter.com/userguide3/installation/index.html";

/** CodeIgniter 3. Products built on it have profiles of their own, which add to this one. */
export const codeigniter3: Profile = {
  id: "codeigniter3",
  title: "CodeIgniter 3",
  docs: "https://codeigniter.com/userguide3/",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "codeigniter/framework", weight: "proof" },
    {
      kind: "path",
      path: "system/core/CodeIgniter.php",
      weight: "proof",
      fact: "system/core/CodeIgniter.php is there",
    },
    {
      kind: "path",
      path: "application/config/config.php",
      weight: "hint",
      fact: "application/config/config.php is there",
    },
    {
      kind: "path",
      path: "application/config/autoload.php",
      weight: "hint",
      fact: "application/config/autoload.php is there",
    },
  ],
  version: [
    { kind: "constant", path: "system/core/CodeIgniter.php", name: "CI_VERSION" },
    { kind: "package", manager: "composer", name: "codeigniter/framework" },
  ],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.RUNTIME_DIRECTORY, path: "application/logs", when: "always", fact: "Logs", source: DEPLOYER },
    {
      ...shape.SCRATCH,
      path: "application/cache",
      fact: "Caches; the recipe shares them, and they are made again when asked for",
      source: DEPLOYER,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "application/sessions",
      fact: "Sessions, where they are kept in files",
      source: SESSIONS,
    },
    {
      ...shape.SECRET_FILE,
      path: "application/config/config.php",
      handling: "merge",
      fact: "The installation's address and encryption key are set in it",
      source: INSTALLATION,
    },
    {
      ...shape.SECRET_FILE,
      path: "application/config/database.php",
      handling: "merge",
      fact: "The installer writes the database password into it",
      source: DATABASE,
    },
    {
      ...shape.SECRET_FILE,
      path: "application/config/production/database.php",
      fact: "The database password of the live site",
      source: DATABASE,
    },
    ...shape.PANEL_FILES,
  ],
  code: ["application", "system", "tests", "vendor"],
  builds: [],
  advice: [
    "Bought scripts on CodeIgniter keep uploads in folders of their own beside application/: look at what is undecided",
  ],
};
