import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const BACKUP = "https://docs.espocrm.com/administration/backup-and-restore/";
const IGNORE = "https://github.com/espocrm/espocrm/blob/HEAD/.gitignore";

/** EspoCRM. */
export const espocrm: Profile = {
  id: "espocrm",
  title: "EspoCRM",
  docs: BACKUP,
  tier: "product",
  markers: [
    { kind: "path", path: "application/Espo", weight: "proof", fact: "application/Espo is there" },
    { kind: "path", path: "data/config.php", weight: "hint", fact: "data/config.php is there" },
    { kind: "path", path: "client/lib", weight: "hint", fact: "client/lib is there" },
  ],
  version: [],
  webRoots: ["public", ""],
  supersedes: ["php", "slim"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "data",
      when: "always",
      secret: true,
      fact: "Uploads, settings, logs and caches",
      source: BACKUP,
    },
    { ...shape.SECRET_FILE, path: "data/config.php", fact: "Settings of this installation", source: IGNORE },
    {
      ...shape.SECRET_FILE,
      path: "data/config-internal.php",
      fact: "Database password and salt of this installation",
      source: BACKUP,
    },
    { ...shape.USER_DIRECTORY, path: "data/upload", fact: "Attached files", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "data/logs", fact: "Logs", source: IGNORE },
    { ...shape.SCRATCH, path: "data/cache", fact: "Caches, made again by php rebuild.php", source: IGNORE },
    { ...shape.SCRATCH, path: "data/tmp", fact: "Scratch space", source: BACKUP },
    {
      ...shape.ADD_ONS,
      path: "custom",
      fact: "What the owner has made in the administration, and extensions",
      source: BACKUP,
    },
    {
      ...shape.ADD_ONS,
      path: "client/custom",
      fact: "What extensions and the owner have added to the client",
      source: BACKUP,
    },
    ...shape.PANEL_FILES,
  ],
  code: ["application", "client/lib", "client/src", "vendor", "install"],
  builds: [],
  advice: ["Extensions are written into custom and client/custom; run php rebuild.php after a deployment"],
};
