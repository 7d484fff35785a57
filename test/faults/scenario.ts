/**
 * A scenario is all that the fault laboratory wants to know of a command: how the site looks before, what is typed, what is
 * typed after an interruption. Kill points, failing calls, crash states and power cuts are derived from it. A new command
 * joins by one file in `scenarios/`.
 */

/** Runs the tool to the end in a folder; rejects where it does not end with 0. */
type Holdfast = (cwd: string, argv: readonly string[]) => Promise<void>;

export interface Scenario {
  /** Kebab-case; names it in tables and on the command line. */
  readonly id: string;
  /** One line for a reader of a table. */
  readonly what: string;
  readonly layout: "flat" | "releases";
  /** Makes the site below an empty folder, the same each time. Everything in it afterwards counts as somebody's data, except what is ours. */
  readonly make: (root: string, holdfast: Holdfast) => void | Promise<void>;
  /** Where the command is typed, below the root. */
  readonly cwd: string;
  /** What follows `holdfast`. */
  readonly argv: readonly string[];
  /** What brings an interrupted site to its end. */
  readonly again: readonly string[];
  /** The folder, below the root, of which every path must go on resolving at every instant; null where nothing is live. */
  readonly live: string | null;
  /** True where the site needs file descriptors of the kernel's own (a database's locks, a second file system), so that it cannot run on the model of a disk. */
  readonly realDisk?: boolean;
  /** Files of its owner's, below the root, that the command is asked to change: they are not kept as they were, but end as an undisturbed run leaves them. */
  readonly edits?: readonly string[];
  /** Paths, below the root, that the command is asked to remove. */
  readonly removes?: RegExp;
}
