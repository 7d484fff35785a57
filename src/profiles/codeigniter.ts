import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** CodeIgniter 3 and 4. */
export const codeigniter: Profile = {
  id: "codeigniter",
  title: "CodeIgniter",
  docs: "https://codeigniter.com/user_guide/",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "codeigniter4/framework", weight: "proof" },
    { kind: "path", path: "spark", weight: "proof", fact: "spark is there" },
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
    { kind: "path", path: "app/Config/App.php", weight: "hint", fact: "app/Config/App.php is there" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "codeigniter4/framework" },
    { kind: "constant", path: "system/core/CodeIgniter.php", name: "CI_VERSION" },
  ],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      fact: "Settings of this installation",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/codeigniter4.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "writable",
      fact: "Logs, sessions, caches and uploads",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/codeigniter4.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "application/logs",
      fact: "Logs",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/codeigniter.php",
    },
    {
      ...shape.SCRATCH,
      path: "application/cache",
      fact: "Caches",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/codeigniter.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "application/sessions",
      fact: "Sessions",
      source: "https://codeigniter.com/user_guide/",
    },
    {
      ...shape.SECRET_FILE,
      path: "application/config/database.php",
      handling: "merge",
      fact: "The installer writes the database password into it",
      source: "https://codeigniter.com/user_guide/",
    },
    {
      ...shape.EDITED_FILE,
      path: "@/.htaccess",
      fact: "The host's panel writes its PHP handler into it",
      source: "https://docs.cpanel.net",
    },
  ],
  code: ["app", "application", "system", "tests", "vendor"],
  builds: [],
  advice: [],
};
