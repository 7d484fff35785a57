import type { NodeKind } from "./inventory.ts";
import type { LinkEnd } from "./observation.ts";
import type { AbsPath } from "./path.ts";

/** What a path on the command line leads to, as the kernel resolves it. */
export interface GivenPath {
  /** As it was given. */
  readonly given: string;
  readonly kind: NodeKind | "absent" | "loop" | "denied";
  /** What the system answered where this user may not look; for `denied` only. */
  readonly answer?: string;
  /** The physical path; for something absent, the physical path of its nearest existing parent with the rest appended. */
  readonly physical: AbsPath;
  /** Set when the last name itself is a link: who owns it. */
  readonly linkOwner: number | null;
  readonly owner: number | null;
  readonly dev: string | null;
}

/** What stands at `current` in a site. */
export interface CurrentFact {
  readonly kind: NodeKind | "absent";
  readonly text: string | null;
  readonly end: LinkEnd | null;
}

/** What is on disk around an app, as far as the layout is to be decided from it. */
export interface SiteFacts {
  readonly app: GivenPath;
  readonly shared: GivenPath | null;
  /** What stands at `<site>/shared` for each site the app might belong to. */
  readonly sharedOf: (site: AbsPath) => GivenPath;
  readonly currentOf: (site: AbsPath) => CurrentFact;
  /** True when the folder holds `releases/`. */
  readonly hasReleases: (site: AbsPath) => boolean;
  /** Folders beside `shared/` that hold links into it; the flat layout's app when a site was named. */
  readonly appsLinkedTo: (shared: AbsPath) => readonly AbsPath[];
  /** The flat app that shared's record names; tells it from copies of it that stand beside. */
  readonly recordedApp?: (shared: AbsPath) => AbsPath | null;
  /** Where shared is of another name or elsewhere: the folders that remember this very app; none where `own`, the one at the usual place, does. */
  readonly sharedOfApp?: (app: AbsPath, own: AbsPath) => readonly GivenPath[];
  /** Where a site that has no shared yet shall get one of its own although none is named; null where the usual place is good. */
  readonly sharedApart?: (app: AbsPath, own: AbsPath) => GivenPath | null;
  readonly home: string;
  readonly uid: number;
}
