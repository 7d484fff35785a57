import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
      source: "https://github.com/nextcloud/docker",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "data",
      when: "always",
      fact: "Files of all users",
      source: "https://github.com/nextcloud/docker",
    },
    {
      ...shape.ADD_ONS,
      path: "custom_apps",
      fact: "Apps are installed here",
      source: "https://github.com/nextcloud/docker",
    },
    { ...shape.ADD_ONS, path: "themes", fact: "Themes of the owner", source: "https://github.com/nextcloud/docker" },
    { ...shape.ADD_ONS, path: "apps", fact: "Apps are installed here", source: "https://github.com/nextcloud/docker" },
    {
      ...shape.EDITED_FILE,
      path: ".htaccess",
      fact: "The server writes rules into it",
      source: "https://github.com/nextcloud/docker",
    },
    {
      ...shape.EDITED_FILE,
      path: ".user.ini",
      fact: "The server writes settings into it",
      source: "https://github.com/nextcloud/docker",
    },
  ],
  code: ["core", "lib", "3rdparty", "ocs", "resources"],
  builds: ["dist"],
  advice: [],
};
