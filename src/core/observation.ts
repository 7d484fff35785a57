import type { NodeKind } from "./inventory.ts";
import type { Place } from "./layout.ts";
import type { AbsPath } from "./path.ts";

/** Who owns a node, and its mode. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** What stands at the end of a link. */
export interface LinkEnd {
  readonly kind: NodeKind | "absent" | "loop";
  readonly id: string | null;
  /** Who owns it; not there where nothing stands. */
  readonly uid?: number;
  /** The physical path, or where the text points when nothing is there. */
  readonly path: AbsPath;
  /** What the system said where it did not let this user look, such as EACCES. */
  readonly answer?: string;
}

/** What is on disk at one place that a plan may name, seen without following its last name. */
export interface Observation {
  readonly place: Place;
  /** The physical folder that holds (or would hold) the name: a link among the parents is resolved once. */
  readonly directory: AbsPath;
  readonly name: string;
  readonly kind: NodeKind | "absent";
  /** `dev:ino`; null when absent. */
  readonly id: string | null;
  readonly dev: string | null;
  readonly owner: Ownership | null;
  readonly size: number;
  readonly link?: { readonly text: string; readonly end: LinkEnd };
  /** The nearest parent folder that exists. */
  readonly parent: Ownership & { readonly dev: string; readonly missing: number };
  /** Set when a link among the parents leads where we may not follow: its path and text. */
  readonly blocked?: { readonly path: string; readonly text: string };
}

/** Why something cannot be moved, known without trying: what refuses, and the system's answer. */
export interface Denial {
  readonly code: "EACCES" | "EPERM" | "EROFS";
  readonly path: AbsPath;
}

/** The key of a place in a map. */
export function placeKey(place: Place): string {
  return `${place.root}:${place.path}`;
}
