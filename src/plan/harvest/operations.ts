/** The operations that take along, or keep, what a site made among its code. */
import type { Source } from "../../core/arrival.ts";
import type { Ownership } from "../../core/observation.ts";
import type { AbsPath, RelPath } from "../../core/path.ts";
import type { At, Step } from "../step.ts";

/** Write down what a copy of the code held when it was delivered, as the baseline with which what the site does is compared later. */
export interface WriteBaseline extends Step {
  readonly kind: "write-baseline";
  /** In the folder of the baselines in shared, under the release's name. */
  readonly at: At;
  /** The copy of the code, `dev:ino` of its folder, and when that was made. */
  readonly tree: AbsPath;
  readonly identity: string;
  readonly born: string;
  /** What is read: that very copy, the commit of git that it is a checkout of, or what its vendor delivered. */
  readonly from: "tree" | "git" | (Source & { readonly digest: string | null });
}

/** Copy something of the site's own from a copy of the code into another, or into shared; never over anything that the plan does not name. */
export interface Bring extends Step {
  readonly kind: "bring";
  /** Where it stands, and stays. */
  readonly at: At;
  /** Where the copy goes. */
  readonly into: At;
  /** The tree that it goes into: folders between that and `into` which are missing are made like those around the original. */
  readonly root: AbsPath;
  readonly identity: string;
  readonly nodeKind: "directory" | "file" | "link";
  /** sha256 of the file that was decided about; what has another by then is left for the next look. */
  readonly digest: string | null;
  /** Owner and mode of the copy; null: as the original. */
  readonly rights: Ownership | null;
  /** Identity of what the release has there and gives way; null where nothing is. */
  readonly replaces: string | null;
  /** True where `root` is used already: no name of it may be missing for a moment. */
  readonly live: boolean;
  /** True: what gives way goes to the rescue folder; false: to the retired one, since it came with the release. */
  readonly keeps: boolean;
}

/** Copy a file or link that will not go along into the rescue folder. */
export interface KeepRescued extends Step {
  readonly kind: "keep-rescued";
  readonly at: At;
  readonly identity: string;
  readonly nodeKind: "file" | "link";
  /** Below the rescue folder of this transaction. */
  readonly as: RelPath;
}

/** Give a file or folder of the coming release, or of shared, the mode and owner that it was given on the server. */
export interface SetRights extends Step {
  readonly kind: "set-rights";
  readonly at: At;
  readonly identity: string;
  readonly nodeKind: "directory" | "file";
  readonly rights: Ownership;
}
