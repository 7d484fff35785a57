/** What is found in the guest, as it is handed to the host: one JSON document in the exchange folder. */
export interface Findings {
  readonly locks: readonly LockFinding[];
  readonly sites: readonly SiteFinding[];
}

/** The lock on one protocol. */
export interface LockFinding {
  readonly protocol: string;
  readonly acquisitions: number;
  readonly kills: number;
  readonly overlaps: number;
  readonly seconds: number;
}

/** One command line on one file system. */
export interface SiteFinding {
  readonly fileSystem: string;
  readonly what: string;
  /** What is not as promised, in sentences; none is the promise kept. */
  readonly violations: readonly string[];
  readonly seconds: number;
}

/** What the guest is told. */
export interface Wanted {
  readonly program: string;
  readonly contender: string;
  readonly kills: number;
}
