/** The shapes that most entries have; an entry adds its path, fact and source, and overrides what differs. */

/** A folder that people fill. */
export const USER_DIRECTORY = { kind: "directory", class: "user", handling: "link", when: "present" } as const;
/** A folder that the system fills, and that cannot be made again. */
export const RUNTIME_DIRECTORY = { kind: "directory", class: "runtime", handling: "link", when: "present" } as const;
/** A folder that must be writable and can be made again: one for each release. */
export const SCRATCH = { kind: "directory", class: "runtime", handling: "per-release", when: "present" } as const;
/** A folder that does not persist as a whole: only some of its parts do, and each of them is an entry of its own. */
export const PARTS = { kind: "directory", class: "runtime", handling: "release", when: "present" } as const;
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
