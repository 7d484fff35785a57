import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** WordPress in the layout of Bedrock: plugins and themes come by Composer. */
export const bedrock: Profile = {
  id: "bedrock",
  title: "WordPress (Bedrock)",
  docs: "https://roots.io/bedrock/docs/folder-structure/",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "roots/wordpress", weight: "proof" },
    { kind: "package", manager: "composer", name: "johnpbloch/wordpress", weight: "proof" },
    { kind: "path", path: "web/wp-config.php", weight: "proof", fact: "web/wp-config.php is there" },
    { kind: "path", path: "web/app", weight: "hint", fact: "web/app is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "roots/wordpress" }],
  webRoots: ["web"],
  supersedes: ["php", "wordpress"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Database password and keys of this installation",
      source: "https://roots.io/bedrock/docs/environment-variables/",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "web/app/uploads",
      when: "always",
      fact: "The media library",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.SCRATCH,
      path: "web/app/cache",
      fact: "Caches of plugins",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.SCRATCH,
      path: "web/app/upgrade",
      fact: "Scratch space of the updater",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.USER_FILE,
      path: "web/app/db.php",
      fact: "A drop-in that a plugin has written",
      source: "https://developer.wordpress.org/advanced-administration/upgrade/upgrading/",
    },
    {
      ...shape.USER_FILE,
      path: "web/app/object-cache.php",
      fact: "A drop-in that a plugin has written",
      source: "https://developer.wordpress.org/advanced-administration/upgrade/upgrading/",
    },
    {
      ...shape.USER_FILE,
      path: "web/app/advanced-cache.php",
      fact: "A drop-in that a plugin has written",
      source: "https://developer.wordpress.org/advanced-administration/upgrade/upgrading/",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "web/app/languages",
      fact: "Language packs are downloaded here",
      source: "https://developer.wordpress.org/advanced-administration/upgrade/upgrading/",
    },
    {
      ...shape.EDITED_FILE,
      path: "web/.htaccess",
      fact: "WordPress, plugins and the panel write rules into it",
      source: "https://developer.wordpress.org/advanced-administration/upgrade/upgrading/",
    },
    {
      ...shape.EDITED_FILE,
      path: "web/.user.ini",
      fact: "The host's panel writes PHP settings into it",
      source: "https://docs.cpanel.net",
    },
  ],
  code: ["config", "vendor"],
  builds: ["web/wp", "web/app/plugins", "web/app/mu-plugins", "web/app/themes"],
  advice: [],
};
