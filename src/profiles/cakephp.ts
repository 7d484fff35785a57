import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** CakePHP. */
export const cakephp: Profile = {
  id: "cakephp",
  title: "CakePHP",
  docs: "https://book.cakephp.org/5/en/deployment.html",
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
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "logs",
      when: "always",
      fact: "Logs",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/cakephp.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "tmp",
      when: "always",
      fact: "Caches, sessions and the debug kit's database",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/cakephp.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/.env",
      fact: "Settings of this installation",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/cakephp.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/app_local.php",
      when: "always",
      fact: "Settings of this installation",
      source: "https://book.cakephp.org/5/en/deployment.html",
    },
  ],
  code: ["src", "config", "templates", "plugins", "tests", "bin", "vendor"],
  builds: [],
  advice: [],
};
