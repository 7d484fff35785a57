import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const ENVIRONMENT = "https://roots.io/bedrock/docs/environment-variables/";
const IGNORE = "https://github.com/roots/bedrock/blob/HEAD/.gitignore";
const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/wordpress-bedrock/files/.platform.app.yaml";
const DROP_INS = "https://developer.wordpress.org/reference/functions/_get_dropins/";
const LANGUAGES = "https://developer.wordpress.org/reference/functions/wp_download_language_pack/";
const UPGRADER = "https://developer.wordpress.org/reference/classes/wp_upgrader/";
const HTACCESS = "https://developer.wordpress.org/advanced-administration/server/web-server/httpd/";
const COMPOSER = "https://getcomposer.org/doc/articles/authentication-for-private-packages.md";

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
      source: ENVIRONMENT,
    },
    { ...shape.SECRET_FILE, path: ".env.local", fact: "Settings of this machine", source: ENVIRONMENT },
    { ...shape.SECRET_FILE, path: "auth.json", when: "uncommitted", fact: "Composer's credentials", source: COMPOSER },
    { ...shape.USER_DIRECTORY, path: "web/app/uploads", when: "always", fact: "The media library", source: IGNORE },
    { ...shape.SCRATCH, path: "web/app/cache", fact: "Caches of plugins", source: TEMPLATE },
    { ...shape.SCRATCH, path: "web/app/upgrade", fact: "Scratch space of the updater", source: UPGRADER },
    { ...shape.USER_FILE, path: "web/app/db.php", fact: "A drop-in that a plugin has written", source: DROP_INS },
    {
      ...shape.USER_FILE,
      path: "web/app/object-cache.php",
      fact: "A drop-in that a plugin has written",
      source: DROP_INS,
    },
    {
      ...shape.USER_FILE,
      path: "web/app/advanced-cache.php",
      fact: "A drop-in that a plugin has written",
      source: DROP_INS,
    },
    { ...shape.ADD_ONS, path: "web/app/languages", fact: "Language packs are downloaded here", source: LANGUAGES },
    {
      ...shape.EDITED_FILE,
      path: "web/.htaccess",
      fact: "WordPress, plugins and the panel write rules into it",
      source: HTACCESS,
    },
    shape.PANEL_SETTINGS,
  ],
  code: ["config", "vendor"],
  builds: ["web/wp", "web/app/plugins", "web/app/mu-plugins", "web/app/themes"],
  advice: [
    "Plugins and themes come by Composer: what the admin pages install on the server is gone with the next release",
  ],
};
