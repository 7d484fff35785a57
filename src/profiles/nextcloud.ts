import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCKER = "https://github.com/nextcloud/docker/blob/master/upgrade.exclude";
const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/nextcloud/files/.platform.app.yaml";
const BACKUP = "https://docs.nextcloud.com/server/latest/admin_manual/maintenance/backup.html";

/** Nextcloud. */
export const nextcloud: Profile = {
  id: "nextcloud",
  title: "Nextcloud",
  docs: "https://docs.nextcloud.com",
  tier: "product",
  markers: [
    { kind: "path", path: "lib/versioncheck.php", weight: "proof", fact: "lib/versioncheck.php is there" },
    { kind: "path", path: "occ", weight: "hint", fact: "occ is there" },
    { kind: "path", path: "status.php", weight: "hint", fact: "status.php is there" },
  ],
  version: [{ kind: "constant", path: "version.php", name: "OC_VersionString" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: ["version.php"],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "config",
      when: "always",
      handling: "merge",
      secret: true,
      fact: "Settings of this installation",
      source: DOCKER,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/config.php",
      fact: "Database password and salts of this installation",
      source: BACKUP,
    },
    { ...shape.USER_DIRECTORY, path: "data", when: "always", fact: "Files of all users", source: DOCKER },
    { ...shape.RUNTIME_FILE, path: "data/nextcloud.log", fact: "The log", source: BACKUP },
    { ...shape.ADD_ONS, path: "custom_apps", fact: "Apps are installed here", source: DOCKER },
    { ...shape.ADD_ONS, path: "themes", fact: "Themes of the owner", source: DOCKER },
    { ...shape.ADD_ONS, path: "apps", fact: "Apps are installed here", source: TEMPLATE },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "The server writes rules into it", source: BACKUP },
    { ...shape.EDITED_FILE, path: ".user.ini", fact: "The server writes settings into it", source: BACKUP },
  ],
  code: ["core", "lib", "3rdparty", "ocs", "resources"],
  builds: ["dist"],
  advice: [
    "Run php occ upgrade after a deployment",
    "version.php belongs to the code, and says what the next upgrade starts from",
  ],
};
