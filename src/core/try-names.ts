/** Names of ours that stand for a moment where `host` tries what is allowed; every later run may remove them. */

/** The folder in which calls are tried. */
export const SCRATCH = ".holdfast-try";

/** The folder in a document root that is asked for over HTTP; without a dot, because many servers refuse names that begin with one. */
export const LINK_TEST = "holdfast-try";

/** The link test's files, by what they are for. */
export const LINK_TEST_FILES = { real: "real.txt", own: "own.txt", other: "other.txt" } as const;

/** What the link test's links lead to, in the scratch folder. */
export const TARGETS = { own: "own", other: "other" } as const;

/** All that is ever made in a scratch folder. */
export const SCRATCH_NAMES: readonly string[] = [
  "file",
  "folder",
  "second",
  "link",
  "relative",
  "left",
  "right",
  "moving",
  ...Object.values(TARGETS),
];
