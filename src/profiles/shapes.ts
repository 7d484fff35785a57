/** The shapes that most entries have; an entry adds its path, fact and source, and overrides what differs. */

/** A folder that people fill. */
export const USER_DIRECTORY = { kind: "directory", class: "user", handling: "link", when: "present" } as const;
/** A folder that the system fills, and that cannot be made again. */
export const RUNTIME_DIRECTORY = { kind: "directory", class: "runtime", handling: "link", when: "present" } as const;
/** A folder that must be writable and can be made again: one for each release. */
export const SCRATCH = { kind: "directory", class: "runtime", handling: "per-release", when: "present" } as const;
/** A folder of which only some parts persist, each of them an entry of its own: it stays with the code, and what else the server adds goes along. */
export const PARTS = { kind: "directory", class: "runtime", handling: "carry", when: "present" } as const;
/** A folder of code to which the server's owner adds: it goes along from release to release. */
export const ADD_ONS = { kind: "directory", class: "user", handling: "carry", when: "present" } as const;
/** A file of this installation. */
export const USER_FILE = { kind: "file", class: "user", handling: "link", when: "present" } as const;
/** A file that the system writes. */
export const RUNTIME_FILE = { kind: "file", class: "runtime", handling: "link", when: "present" } as const;
/** A file of this installation that holds passwords or keys. */
export const SECRET_FILE = { ...USER_FILE, secret: true } as const;
/** A SQLite database. */
export const DATABASE_FILE = { ...USER_FILE, database: true } as const;
/** A file that ships with the code and that the host or the app rewrites. */
export const EDITED_FILE = { kind: "file", class: "user", handling: "merge", when: "present" } as const;

/** PHP settings that a host's control panel writes into the folder that it serves. */
export const PANEL_SETTINGS = {
  ...EDITED_FILE,
  path: "@/.user.ini",
  fact: "The host's panel writes PHP settings into it",
  source: "https://docs.cpanel.net/cpanel/software/multiphp-ini-editor-for-cpanel/",
} as const;
/** All that a host's control panel writes into the folder that it serves. */
export const PANEL_FILES = [
  {
    ...EDITED_FILE,
    path: "@/.htaccess",
    fact: "The host's panel writes its PHP handler into it",
    source: "https://docs.cpanel.net/cpanel/software/multiphp-manager-for-cpanel/",
  },
  PANEL_SETTINGS,
] as const;

/** The settings files that front ends built by Vite, and those that follow its names, read. */
export const VITE_ENV_FILES = [
  {
    ...SECRET_FILE,
    path: ".env",
    fact: "Settings of this installation",
    source: "https://vite.dev/guide/env-and-mode",
  },
  {
    ...SECRET_FILE,
    path: ".env.local",
    fact: "Settings of this machine",
    source: "https://vite.dev/guide/env-and-mode",
  },
  {
    ...SECRET_FILE,
    path: ".env.production",
    when: "uncommitted",
    fact: "Production settings",
    source: "https://vite.dev/guide/env-and-mode",
  },
  {
    ...SECRET_FILE,
    path: ".env.production.local",
    fact: "Production settings of this machine",
    source: "https://vite.dev/guide/env-and-mode",
  },
] as const;

/** Drupal, whatever its version: the folder of its sites. */
export const DRUPAL_SITES = {
  ...PARTS,
  path: "@/sites",
  fact: "The settings and files of each site lie below it",
} as const;
/** Drupal, whatever its version: a site's files. */
export const DRUPAL_FILES = {
  ...USER_DIRECTORY,
  path: "@/sites/default/files",
  when: "always",
  fact: "Files of this site",
} as const;
/** Drupal, whatever its version: the files of each of several sites. */
export const DRUPAL_FILES_OF_SEVERAL = {
  ...USER_DIRECTORY,
  path: "@/sites/*/files",
  fact: "Files of one site of several",
} as const;
/** Drupal, whatever its version: combined styles. */
export const DRUPAL_STYLES = {
  ...SCRATCH,
  path: "@/sites/*/files/css",
  fact: "Combined styles, made again when asked for",
} as const;
/** Drupal, whatever its version: combined scripts. */
export const DRUPAL_SCRIPTS = {
  ...SCRATCH,
  path: "@/sites/*/files/js",
  fact: "Combined scripts, made again when asked for",
} as const;
/** Drupal, whatever its version: scaled pictures. */
export const DRUPAL_PICTURES = {
  ...SCRATCH,
  path: "@/sites/*/files/styles",
  fact: "Scaled pictures, made again when asked for",
} as const;

/** October CMS and Winter, which began as its copy: the folder of themes. */
export const OCTOBER_THEMES = {
  ...ADD_ONS,
  path: "themes",
  fact: "Themes are installed here, and the editor writes pages into them",
} as const;
/** October CMS and Winter, which began as its copy: each theme. */
export const OCTOBER_THEME = { ...ADD_ONS, path: "themes/*", fact: "An editable theme" } as const;
/** October CMS and Winter, which began as its copy: the folder of plugins. */
export const OCTOBER_PLUGINS = { ...ADD_ONS, path: "plugins", fact: "Plugins are installed here" } as const;
/** October CMS and Winter, which began as its copy: the media library. */
export const OCTOBER_MEDIA = { ...USER_DIRECTORY, path: "storage/app/media", fact: "The media library" } as const;
/** October CMS and Winter, which began as its copy: attached files. */
export const OCTOBER_UPLOADS = { ...USER_DIRECTORY, path: "storage/app/uploads", fact: "Attached files" } as const;
/** October CMS and Winter, which began as its copy: scaled pictures. */
export const OCTOBER_RESIZED = {
  ...SCRATCH,
  path: "storage/app/resized",
  fact: "Scaled pictures, made again when asked for",
} as const;
/** October CMS and Winter, which began as its copy: compiled pages. */
export const OCTOBER_PAGES = {
  ...SCRATCH,
  path: "storage/cms",
  fact: "Compiled pages and combined files, made again when asked for",
} as const;
/** October CMS and Winter, which began as its copy: scratch space. */
export const OCTOBER_TEMP = { ...SCRATCH, path: "storage/temp", fact: "Scratch space" } as const;
