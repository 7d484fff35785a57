import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/wordpress.php";
const BACKUP = "https://developer.wordpress.org/advanced-administration/security/backup/";
const MUST_USE = "https://developer.wordpress.org/advanced-administration/plugins/mu-plugins/";
const LANGUAGES = "https://developer.wordpress.org/reference/functions/wp_download_language_pack/";
const DROP_INS = "https://developer.wordpress.org/reference/functions/_get_dropins/";
const UPGRADER = "https://developer.wordpress.org/reference/classes/wp_upgrader/";
const TEMPLATES =
  "https://github.com/platformsh/template-builder/blob/master/templates/wordpress-vanilla/files/.platform.app.yaml";
const NETWORK = "https://developer.wordpress.org/advanced-administration/multisite/";
const UPDRAFT = "https://wordpress.org/plugins/updraftplus/";
const AI1WM = "https://wordpress.org/plugins/all-in-one-wp-migration/";
const WORDFENCE = "https://wordpress.org/plugins/wordfence/";
const SQLITE = "https://wordpress.org/plugins/sqlite-database-integration/";
const HTACCESS = "https://developer.wordpress.org/advanced-administration/server/web-server/httpd/";

/** WordPress as it comes from wordpress.org. */
export const wordpress: Profile = {
  id: "wordpress",
  title: "WordPress",
  docs: "https://developer.wordpress.org/advanced-administration/upgrade/upgrading/",
  tier: "product",
  markers: [
    { kind: "path", path: "wp-includes/version.php", weight: "proof", fact: "wp-includes/version.php is there" },
    { kind: "path", path: "wp-load.php", weight: "proof", fact: "wp-load.php is there" },
    { kind: "path", path: "wp-content", weight: "hint", fact: "wp-content is there" },
    { kind: "path", path: "wp-config.php", weight: "hint", fact: "wp-config.php is there" },
    { kind: "path", path: "wp-admin", weight: "hint", fact: "wp-admin is there" },
  ],
  version: [{ kind: "constant", path: "wp-includes/version.php", name: "$wp_version" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "wp-config.php",
      when: "always",
      fact: "Database password and keys of this installation",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "wp-content/uploads",
      when: "always",
      fact: "The media library",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "wp-content/uploads/cache", fact: "Caches of plugins", source: TEMPLATES },
    { ...shape.ADD_ONS, path: "wp-content/plugins", fact: "Plugins are installed here on the server", source: BACKUP },
    {
      ...shape.ADD_ONS,
      path: "wp-content/themes",
      fact: "Themes are installed and edited here on the server",
      source: BACKUP,
    },
    { ...shape.ADD_ONS, path: "wp-content/languages", fact: "Language packs are downloaded here", source: LANGUAGES },
    {
      ...shape.ADD_ONS,
      path: "wp-content/mu-plugins",
      fact: "Plugins of the owner that are always on",
      source: MUST_USE,
    },
    { ...shape.SCRATCH, path: "wp-content/cache", fact: "Caches of plugins", source: TEMPLATES },
    { ...shape.SCRATCH, path: "wp-content/upgrade", fact: "Scratch space of the updater", source: UPGRADER },
    {
      ...shape.SCRATCH,
      path: "wp-content/upgrade-temp-backup",
      fact: "Scratch space of the updater",
      source: UPGRADER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "wp-content/blogs.dir",
      fact: "Uploads of an old network of sites",
      source: NETWORK,
    },
    { ...shape.USER_DIRECTORY, path: "wp-content/updraft", fact: "Backups", source: UPDRAFT },
    { ...shape.USER_DIRECTORY, path: "wp-content/ai1wm-backups", fact: "Backups", source: AI1WM },
    {
      ...shape.USER_DIRECTORY,
      path: "wp-content/database",
      fact: "The SQLite integration keeps its database here",
      source: SQLITE,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "wp-content/wflogs",
      fact: "Rules and logs of the Wordfence firewall",
      source: WORDFENCE,
    },
    {
      ...shape.USER_FILE,
      path: "wp-content/object-cache.php",
      fact: "A drop-in that a plugin has written",
      source: DROP_INS,
    },
    {
      ...shape.USER_FILE,
      path: "wp-content/advanced-cache.php",
      fact: "A drop-in that a plugin has written",
      source: DROP_INS,
    },
    { ...shape.USER_FILE, path: "wp-content/db.php", fact: "A drop-in that a plugin has written", source: DROP_INS },
    { ...shape.USER_FILE, path: "wp-content/sunrise.php", fact: "A drop-in of a network of sites", source: DROP_INS },
    {
      ...shape.EDITED_FILE,
      path: ".htaccess",
      fact: "WordPress, plugins and the panel write rules into it",
      source: HTACCESS,
    },
    shape.PANEL_SETTINGS,
  ],
  code: ["wp-admin", "wp-includes"],
  builds: [],
  advice: ["Deployments replace wp-admin and wp-includes; plugins and themes are updated on the server"],
};
