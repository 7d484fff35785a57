import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/laravel.php";
const LARAVEL = "https://laravel.com/docs";
const NWIDART = "https://laravelmodules.com/docs";
const BOTBLE = "https://docs.botble.com";

/** Laravel, and the bought scripts that are built on it. */
export const laravel: Profile = {
  id: "laravel",
  title: "Laravel",
  docs: "https://laravel.com/docs/deployment",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "laravel/framework", weight: "proof" },
    { kind: "path", path: "artisan", holds: "bootstrap/app.php", weight: "proof", fact: "artisan starts bootstrap/app.php" },
    { kind: "path", path: "artisan", weight: "hint", fact: "artisan is there" },
    { kind: "path", path: "bootstrap/app.php", weight: "hint", fact: "bootstrap/app.php is there" },
    { kind: "path", path: "config/filesystems.php", weight: "hint", fact: "config/filesystems.php is there" },
  ],
  version: [
    { kind: "constant", path: "vendor/laravel/framework/src/Illuminate/Foundation/Application.php", name: "VERSION" },
    { kind: "package", manager: "composer", name: "laravel/framework" },
  ],
  webRoots: ["public", "public_html", ""],
  supersedes: ["php"],
  reads: ["artisan", "config/filesystems.php", "config/database.php", "config/modules.php"],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "storage",
      when: "always",
      fact: "Laravel keeps uploads, sessions, logs and caches in storage",
      source: DEPLOYER,
      needs: ["app/public", "app/private", "framework/cache/data", "framework/sessions", "framework/testing", "framework/views", "logs"],
    },
    { ...shape.SECRET_FILE, path: ".env", when: "always", fact: "Settings and keys of this installation", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "public/storage",
      when: "always",
      chain: "storage/app/public",
      fact: "artisan storage:link makes public/storage lead to storage/app/public",
      source: `${LARAVEL}/filesystem`,
    },
    {
      ...shape.SCRATCH,
      path: "bootstrap/cache",
      when: "always",
      pooled: true,
      fact: "Compiled for one release: writable, and not shared between releases",
      source: DEPLOYER,
    },
    { ...shape.DATABASE_FILE, path: "database/*.sqlite", fact: "Laravel's SQLite database", source: `${LARAVEL}/database` },
    { ...shape.DATABASE_FILE, path: "database/*.sqlite3", fact: "A SQLite database", source: `${LARAVEL}/database` },
    { ...shape.DATABASE_FILE, path: "database/*.db", fact: "A SQLite database", source: `${LARAVEL}/database` },
    { ...shape.SECRET_FILE, path: ".env.production", when: "uncommitted", fact: "Settings for APP_ENV=production", source: LARAVEL },
    { ...shape.SECRET_FILE, path: ".env.staging", when: "uncommitted", fact: "Settings for APP_ENV=staging", source: LARAVEL },
    { ...shape.SECRET_FILE, path: "auth.json", when: "uncommitted", fact: "Composer's credentials", source: "https://getcomposer.org/doc" },
    { ...shape.SECRET_FILE, path: "storage/oauth-*.key", fact: "Passport's keys", source: `${LARAVEL}/passport` },
    { ...shape.RUNTIME_FILE, path: "storage/installed", fact: "Without the installer's mark the installer starts again", source: BOTBLE },
    { ...shape.USER_DIRECTORY, path: "storage/app", fact: "The local disk", source: `${LARAVEL}/filesystem` },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/framework", fact: "Sessions, caches, compiled views", source: `${LARAVEL}/session` },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/logs", fact: "The log channel writes here", source: `${LARAVEL}/logging` },
    { ...shape.USER_FILE, path: "modules_statuses.json", fact: "Which modules this installation has switched on", source: NWIDART },
    { ...shape.ADD_ONS, path: "Modules", fact: "Add-on modules are unpacked here on the server", source: NWIDART },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are unpacked here on the server", source: NWIDART },
    { ...shape.ADD_ONS, path: "platform/plugins", fact: "Plugins are unpacked here on the server", source: BOTBLE },
    { ...shape.ADD_ONS, path: "platform/themes", fact: "Themes are unpacked and edited here", source: BOTBLE },
    { ...shape.USER_FILE, path: "@/themes/*/css/style.integration.css", fact: "The custom CSS editor writes it", source: BOTBLE },
    { ...shape.USER_FILE, path: "@/css/app-custom.css", fact: "The owner's style sheet, loaded when it exists", source: "https://froiden.com" },
    { ...shape.EDITED_FILE, path: "@/.user.ini", fact: "The host's panel writes PHP settings into it", source: "https://docs.cpanel.net" },
    { ...shape.EDITED_FILE, path: "@/.htaccess", fact: "The host's panel writes its PHP handler into it", source: "https://docs.cpanel.net" },
  ],
  code: ["app", "bootstrap", "config", "database", "resources/css", "resources/js", "resources/views", "resources/sass", "routes", "tests", "vendor", "node_modules"],
  builds: ["@/build", "@/hot", "@/vendor", "@/mix-manifest.json"],
  advice: [
    "Run php artisan config:cache after a deployment: bootstrap/cache belongs to one release",
    "storage/framework/views is shared with the rest of storage: run php artisan view:clear after a deployment",
  ],
};
