/** The shapes that most entries have; an entry adds its path, fact and source, and overrides what differs. */

/** A folder that people fill. */
export const USER_DIRECTORY = { kind: "directory", class: "user", handling: "link", when: "present" } as const;
/** A folder that the system fills, and that cannot be made again. */
export const RUNTIME_DIRECTORY = { kind: "directory", class: "runtime", handling: "link", when: "present" } as const;
/** A folder that must be writable and can be made again: one for each release. */
export const SCRATCH = { kind: "directory", class: "runtime", handling: "per-release", when: "present" } as const;
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
