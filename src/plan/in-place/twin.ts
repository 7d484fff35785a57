/** Two copies of the code, name by name: the folder that is live, with the data in it, and the tree that lies beside it. */
import type { NodeKind } from "../../core/inventory.ts";
import type { RelPath } from "../../core/path.ts";

/** What stands at a name. */
export interface TwinNode {
  readonly kind: NodeKind;
  /** `dev:ino`. */
  readonly id: string;
}

/**
 * Whose a name is. `data`: the site's, whatever the code brings; `untouched`: nobody knows, so that it stays as it is; `cache`: made anew by each release;
 * `cache-root`: the folder of such caches; `code`: all else.
 */
export type TwinOwner = "code" | "data" | "untouched" | "cache" | "cache-root";

/** One name of either. */
export interface Twin {
  readonly path: RelPath;
  readonly owner: TwinOwner;
  readonly live: TwinNode | null;
  readonly next: TwinNode | null;
  /** Both are there with the same content; always false for folders. */
  readonly isSame: boolean;
  /** Of data: the coming code has something here that the code that is live had not brought, as far as its baseline tells. */
  readonly isNews: boolean;
  /** What was shipped here as the code that is live, as far as its baseline tells; null where there is no baseline. */
  readonly base: "this" | "other" | "nothing" | null;
  /** What is in it, where it is a folder in either; of data only what the coming code ships. */
  readonly below: readonly Twin[];
}
