/** What a host allows, as it was found out by looking and by trying (docs/hosting.md). */
import type { Ownership } from "./observation.ts";
import type { AbsPath, RelPath } from "./path.ts";
import type { Way } from "./serving.ts";

/** The calls that are tried in a folder, each after those that it needs. */
export const CALLS = [
  "write",
  "sync-file",
  "sync-folder",
  "link",
  "relative-link",
  "follow",
  "hard-link",
  "exchange",
] as const;

export type Call = (typeof CALLS)[number];

/** `ok`, what the system answered (`EPERM`), or `not tried`. */
export type Answer = string;

export const NOT_TRIED: Answer = "not tried";

/** What one folder of the site allows. */
export interface TriedFolder {
  readonly path: AbsPath;
  readonly calls: Readonly<Record<Call, Answer>>;
  /** Whether a name can be moved from this folder to another that was tried. */
  readonly across: readonly { readonly path: AbsPath; readonly answer: Answer }[];
}

/** Whose files stand in a document root. */
export type Holding = "nothing" | "this-site" | "another-site" | "others";

/** A folder that a web server of the host serves, or a link where it looks for one. */
export interface DocumentRoot {
  readonly path: AbsPath;
  readonly kind: "link" | "folder";
  /** Where the link leads; null for a folder, and for a link that leads nowhere. */
  readonly leadsTo: AbsPath | null;
  readonly owner: Ownership;
  readonly holds: Holding;
  /** Names in it that are not this site's, the first twenty of them. */
  readonly foreign: readonly string[];
  /** How many more there are. */
  readonly more: number;
  /** Those that the web root has too, with something else in it. */
  readonly clashing: readonly string[];
}

/** How a web server answered for one file of the link test. */
export interface Asked {
  /** `real`: a file; `own`: a link of the file's owner; `other`: a link to the file of another owner. */
  readonly what: "real" | "own" | "other";
  readonly url: string;
  /** `served`, `status 403`, or why there was no answer. */
  readonly answer: string;
}

/** How a web server treats links: `unknown` where it does not serve that folder at all. */
export type ServedLinks = "followed" | "owner-match" | "not-followed" | "unknown";

/** What was found out over HTTP. */
export interface ServerFacts {
  readonly url: string;
  /** What the server calls itself; null where it does not say. */
  readonly software: string | null;
  readonly asked: readonly Asked[];
  readonly links: ServedLinks;
}

/** What the quota of a user leaves; null where no limit is set. */
export interface Quota {
  readonly usedBytes: number;
  readonly limitBytes: number | null;
  readonly usedFiles: number;
  readonly limitFiles: number | null;
}

/** Everything that is known of a host, for one site. */
export interface HostFacts {
  readonly site: AbsPath;
  readonly shared: AbsPath;
  /** The web root inside the application; null where it is the application's folder itself, or no application is there. */
  readonly webRoot: RelPath | null;
  /** The application answers every request through one `index.php` of its web root. */
  readonly frontController: boolean;
  /** The live code is one of the site's releases, to which `current` leads by a link. */
  readonly releases: boolean;
  /** How the site is said to be served; null where nobody has said so. */
  readonly way: Way | null;
  /** The document root is the web root of the live application itself, so that the site is served as it stands. */
  readonly asItStands: boolean;
  /** The ways that `serve` refuses for this very site as it stands, each with its reason. */
  readonly refused: Readonly<Partial<Record<Way, string>>>;
  readonly home: AbsPath;
  readonly user: { readonly uid: number; readonly name: string | null };
  /** `/proc/self/fd` is there, without which nothing is changed. */
  readonly descriptors: boolean;
  readonly owners: readonly { readonly path: AbsPath; readonly owner: Ownership }[];
  readonly documentRoots: readonly DocumentRoot[];
  /** The one that is this site's; null where none is, or where it cannot be told. */
  readonly documentRoot: AbsPath | null;
  /** The panel, and what it was recognised by. */
  readonly panel: { readonly name: string; readonly signs: readonly string[] } | null;
  /** The user sees a part of the machine only (CageFS, a chroot). */
  readonly jailed: boolean;
  readonly programs: readonly { readonly name: string; readonly path: AbsPath | null }[];
  /** What is free on shared's file system; no inodes where it does not count them. */
  readonly room: { readonly bytes: number; readonly inodes: number | null };
  readonly quota: Quota | null;
  readonly folders: readonly TriedFolder[];
  readonly server: ServerFacts | null;
}

/** What is kept of it: what changes from hour to hour is not. */
export type KeptHost = Omit<HostFacts, "room" | "quota">;

/** An answer for each call. */
export function answers(answer: (call: Call) => Answer): Record<Call, Answer> {
  return Object.fromEntries(CALLS.map((call) => [call, answer(call)])) as Record<Call, Answer>;
}
