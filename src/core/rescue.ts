/** Where things in the rescue folder came from and why: what is noted, durably, for each run that rescues something. */

/** A place on disk that survives a move of the site: below shared, below the site, or (rarely) anywhere. */
export interface NotedPlace {
  readonly root: "shared" | "site" | "disk";
  /** Relative to the root; absolute for `disk`. */
  readonly path: string;
}

/** What one step of a run would rescue: known before the first file moves. */
export interface RescueOrigin {
  /** Below the run's rescue folder. */
  readonly kept: string;
  /** Where what lies at `kept` stood. */
  readonly place: NotedPlace;
  readonly reason: string;
  /** True where the step rescues one node as a whole; false where it rescues single files below it. */
  readonly whole: boolean;
}

/** One thing that was rescued: known when its run has ended. */
export interface RescuedItem {
  /** Below the run's rescue folder. */
  readonly kept: string;
  /** As the user knows it. */
  readonly path: string;
  readonly why: string;
}

/** The note of one run, beside its rescue folder. */
export interface RescueNote {
  readonly schema: 1;
  readonly command: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly release: string | null;
  readonly origins: readonly RescueOrigin[];
  readonly items: readonly RescuedItem[];
  /** What was put back to its place since: `kept` paths. */
  readonly putBack: readonly string[];
  /** Where each of them was put; absent in notes of earlier programs. */
  readonly putTo?: Readonly<Record<string, NotedPlace>> | undefined;
}
