import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/cakephp.php";
const IGNORE = "https://github.com/cakephp/app/blob/HEAD/.gitignore";
const DEPLOYMENT = "https://book.cakephp.org/5/en/deployment.html";
const UPLOAD = "https://github.com/FriendsOfCake/cakephp-upload";

/** CakePHP. */
export const cakephp: Profile = {
  id: "cakephp",
  title: "CakePHP",
  docs: DEPLOYMENT,
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "cakephp/cakephp", weight: "proof" },
    { kind: "path", path: "bin/cake", weight: "hint", fact: "bin/cake is there" },
    { kind: "path", path: "config/bootstrap.php", weight: "hint", fact: "config/bootstrap.php is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "cakephp/cakephp" }],
  webRoots: ["webroot"],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.RUNTIME_DIRECTORY, path: "logs", when: "always", fact: "Logs", source: DEPLOYER },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "tmp",
      when: "always",
      fact: "Caches, sessions and the debug kit's database",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "tmp/cache", fact: "Caches, made again when asked for", source: DEPLOYMENT },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "tmp/sessions",
      fact: "Sessions: without them everybody is logged out",
      source: DEPLOYER,
    },
    { ...shape.SECRET_FILE, path: "config/.env", fact: "Settings of this installation", source: DEPLOYER },
    {
      ...shape.SECRET_FILE,
      path: "config/app_local.php",
      when: "always",
      fact: "Settings of this installation",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "webroot/files", fact: "The usual upload folder", source: UPLOAD },
    ...shape.PANEL_FILES,
  ],
  code: ["src", "config", "templates", "plugins", "tests", "bin", "vendor"],
  builds: [],
  advice: [
    "config/app.php is code in current versions; where an old application holds its password there, decide it as user data",
  ],
};
