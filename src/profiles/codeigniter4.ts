import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/codeigniter4.php";
const UPLOADS = "https://codeigniter.com/user_guide/libraries/uploaded_files.html";

/** CodeIgniter 4. All that it writes lies in writable/. */
export const codeigniter4: Profile = {
  id: "codeigniter4",
  title: "CodeIgniter 4",
  docs: "https://codeigniter.com/user_guide/",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "codeigniter4/framework", weight: "proof" },
    { kind: "package", manager: "composer", name: "codeigniter4/codeigniter4", weight: "proof" },
    { kind: "path", path: "spark", weight: "proof", fact: "spark is there" },
    { kind: "path", path: "app/Config/App.php", weight: "hint", fact: "app/Config/App.php is there" },
    { kind: "path", path: "system/CodeIgniter.php", weight: "hint", fact: "system/CodeIgniter.php is there" },
  ],
  version: [
    { kind: "constant", path: "system/CodeIgniter.php", name: "CI_VERSION" },
    { kind: "package", manager: "composer", name: "codeigniter4/framework" },
  ],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", when: "always", fact: "Settings of this installation", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "writable",
      when: "always",
      fact: "Logs, sessions, caches and uploads",
      source: DEPLOYER,
    },
    { ...shape.USER_DIRECTORY, path: "writable/uploads", fact: "What people upload", source: UPLOADS },
    { ...shape.RUNTIME_DIRECTORY, path: "writable/session", fact: "Sessions", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "writable/logs", fact: "Logs", source: DEPLOYER },
    { ...shape.SCRATCH, path: "writable/cache", fact: "Caches, made again when asked for", source: DEPLOYER },
    { ...shape.SCRATCH, path: "writable/debugbar", fact: "What the debug bar has recorded", source: DEPLOYER },
    ...shape.PANEL_FILES,
  ],
  code: ["app", "system", "tests", "vendor"],
  builds: [],
  advice: [],
};
