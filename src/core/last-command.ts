import type { AbsPath } from "./path.ts";

/** What `decide` wrote, kept so that it can be taken back: `shared/.holdfast/decided.json`. */
export interface Decided {
  readonly schema: 1;
  /** When, ISO. */
  readonly at: string;
  /** The decisions file. */
  readonly file: AbsPath;
  /** Its text before; null where there was none. */
  readonly before: string | null;
  readonly after: string;
}
