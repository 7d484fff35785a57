import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/Dolibarr/dolibarr/blob/HEAD/.gitignore";
const DOCKER = "https://github.com/Dolibarr/dolibarr-docker/blob/HEAD/Dockerfile.template";

/** Dolibarr. */
export const dolibarr: Profile = {
  id: "dolibarr",
  title: "Dolibarr",
  docs: "https://wiki.dolibarr.org",
  tier: "product",
  markers: [
    { kind: "path", path: "htdocs/filefunc.inc.php", weight: "proof", fact: "htdocs/filefunc.inc.php is there" },
    {
      kind: "path",
      path: "filefunc.inc.php",
      holds: "DOL_VERSION",
      weight: "proof",
      fact: "filefunc.inc.php speaks of DOL_VERSION",
    },
  ],
  version: [
    { kind: "constant", path: "htdocs/filefunc.inc.php", name: "DOL_VERSION" },
    { kind: "constant", path: "filefunc.inc.php", name: "DOL_VERSION" },
  ],
  webRoots: ["htdocs", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "@/conf/conf.php",
      when: "always",
      fact: "Database password and key of this installation",
      source: IGNORE,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "documents",
      when: "always",
      fact: "Documents, pictures, backups",
      source: DOCKER,
    },
    { ...shape.USER_FILE, path: "documents/install.lock", fact: "The installer's mark", source: IGNORE },
    { ...shape.SCRATCH, path: "documents/*/temp", fact: "Scratch space of a module", source: DOCKER },
    { ...shape.ADD_ONS, path: "@/custom", fact: "Modules are installed here", source: DOCKER },
    ...shape.PANEL_FILES,
  ],
  code: ["scripts", "@/conf", "@/core", "@/includes", "@/theme", "@/install"],
  builds: [],
  advice: ["Keep documents/install.lock: without it anybody may run the installer"],
};
