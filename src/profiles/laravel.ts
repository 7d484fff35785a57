import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/laravel.php";
const FILESYSTEM = "https://laravel.com/docs/filesystem";
const DATABASE = "https://laravel.com/docs/database";
const CONFIGURATION = "https://laravel.com/docs/configuration";
const COMPOSER = "https://getcomposer.org/doc/articles/authentication-for-private-packages.md";
const PASSPORT = "https://laravel.com/docs/passport";
const INSTALLER = "https://github.com/rashidlaasri/LaravelInstaller";
const SESSION = "https://laravel.com/docs/session";
const CACHE = "https://laravel.com/docs/cache";
const VIEWS = "https://laravel.com/docs/views";
const LOGGING = "https://laravel.com/docs/logging";
const DEBUGBAR = "https://github.com/barryvdh/laravel-debugbar";
const MODULES = "https://laravelmodules.com/docs";

/** Laravel. Products built on it have profiles of their own, which add to this one. */
export const laravel: Profile = {
  id: "laravel",
  title: "Laravel",
  docs: "https://laravel.com/docs/deployment",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "laravel/framework", weight: "proof" },
    {
      kind: "path",
      path: "artisan",
      holds: "bootstrap/app.php",
      weight: "proof",
      fact: "artisan starts bootstrap/app.php",
    },
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
      needs: [
        "app/public",
        "app/private",
        "framework/cache/data",
        "framework/sessions",
        "framework/testing",
        "framework/views",
        "logs",
      ],
      fact: "Laravel keeps uploads, sessions, logs and caches in storage",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Settings and keys of this installation",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/storage",
      when: "always",
      chain: "storage/app/public",
      fact: "artisan storage:link makes public/storage lead to storage/app/public",
      source: FILESYSTEM,
    },
    {
      ...shape.SCRATCH,
      path: "bootstrap/cache",
      when: "always",
      pooled: true,
      fact: "Compiled for one release: writable, and not shared between releases",
      source: DEPLOYER,
    },
    { ...shape.DATABASE_FILE, path: "database/*.sqlite", fact: "Laravel's SQLite database", source: DATABASE },
    { ...shape.DATABASE_FILE, path: "database/*.sqlite3", fact: "A SQLite database", source: DATABASE },
    { ...shape.DATABASE_FILE, path: "database/*.db", fact: "A SQLite database", source: DATABASE },
    { ...shape.DATABASE_FILE, path: "storage/database/*.sqlite", fact: "A SQLite database", source: DATABASE },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Settings for APP_ENV=production",
      source: CONFIGURATION,
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.staging",
      when: "uncommitted",
      fact: "Settings for APP_ENV=staging",
      source: CONFIGURATION,
    },
    { ...shape.SECRET_FILE, path: "auth.json", when: "uncommitted", fact: "Composer's credentials", source: COMPOSER },
    { ...shape.SECRET_FILE, path: "storage/oauth-*.key", fact: "Passport's keys", source: PASSPORT },
    {
      ...shape.RUNTIME_FILE,
      path: "storage/installed",
      fact: "Without the installer's mark the installer starts again",
      source: INSTALLER,
    },
    {
      ...shape.RUNTIME_FILE,
      path: "storage/.installed",
      fact: "Without the installer's mark the installer starts again",
      source: INSTALLER,
    },
    { ...shape.USER_DIRECTORY, path: "storage/app", fact: "The local disk", source: FILESYSTEM },
    {
      ...shape.USER_DIRECTORY,
      path: "storage/app/public",
      fact: "The public disk: what people upload",
      source: FILESYSTEM,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "storage/app/private",
      fact: "The local disk of new applications",
      source: FILESYSTEM,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "storage/framework",
      fact: "Sessions, caches, compiled views",
      source: SESSION,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "storage/framework/sessions",
      fact: "Sessions: without them everybody is logged out",
      source: SESSION,
    },
    {
      ...shape.SCRATCH,
      path: "storage/framework/cache",
      fact: "The file cache, made again when asked for",
      source: CACHE,
    },
    {
      ...shape.SCRATCH,
      path: "storage/framework/views",
      fact: "Compiled views, made again when asked for",
      source: VIEWS,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/logs", fact: "The log channel writes here", source: LOGGING },
    { ...shape.SCRATCH, path: "storage/debugbar", fact: "What the debug bar has recorded", source: DEBUGBAR },
    {
      ...shape.USER_FILE,
      path: "modules_statuses.json",
      fact: "Which modules this installation has switched on",
      source: MODULES,
    },
    {
      ...shape.USER_FILE,
      path: "storage/app/modules_statuses.json",
      fact: "Which modules this installation has switched on",
      source: MODULES,
    },
    { ...shape.ADD_ONS, path: "Modules", fact: "Add-on modules are unpacked here on the server", source: MODULES },
    ...shape.PANEL_FILES,
  ],
  code: [
    "app",
    "bootstrap",
    "config",
    "database",
    "resources",
    "resources/css",
    "resources/js",
    "resources/views",
    "resources/sass",
    "routes",
    "tests",
    "vendor",
    "node_modules",
  ],
  builds: ["@/build", "@/hot", "@/vendor", "@/mix-manifest.json"],
  advice: [
    "Run php artisan config:cache after a deployment: bootstrap/cache belongs to one release",
    "storage/framework/views is shared with the rest of storage: run php artisan view:clear after a deployment",
  ],
};
