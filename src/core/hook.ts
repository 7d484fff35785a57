/** When the owner's own commands run during a deployment. `dump` runs before the switch, and only where a release brings new database migrations. */
const HOOKS = ["build", "dump", "before-activate", "after-activate"] as const;
export type HookName = (typeof HOOKS)[number];

/** One command of the owner's. */
export interface HookCommand {
  /** As it was written, for messages. */
  readonly text: string;
  /** The program and its arguments; `sh -c` only where the text has signs that need a shell. */
  readonly words: readonly string[];
  readonly timeoutSeconds: number;
}

/** The commands that a site's owner has declared, each list in the order in which it runs. */
export type Hooks = Readonly<Record<HookName, readonly HookCommand[]>>;

/** No commands at all. */
export const NO_HOOKS: Hooks = { build: [], dump: [], "before-activate": [], "after-activate": [] };

/** How long a command may take where its owner does not say. */
export const HOOK_SECONDS = 600;
