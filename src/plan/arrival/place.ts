/** One entry of a delivery as the place of the release that it becomes. */
import type { AcceptedNode, ArrivedEntries, ArrivedEntry, SourceKind } from "../../core/arrival.ts";
import { type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { baseName, type RelPath } from "../../core/path.ts";
import { pathOf } from "./names.ts";

/** A place of the tree; all but a hard link is already what the release will have there. */
export interface Place extends Omit<AcceptedNode, "kind" | "copyOf"> {
  readonly kind: AcceptedNode["kind"] | "hard-link";
  /** It would run with its owner's rights. */
  readonly privileged?: true;
}

/** What is listed, and where it comes from. */
export interface Listed {
  readonly source: string;
  readonly kind: SourceKind;
  readonly entries: ArrivedEntries;
}

/** The path of an entry, `""` for the root that a tar names; throws `archive-refused` where it has a name or a type that none may have. */
export function acceptedPath({ source, kind }: Listed, entry: ArrivedEntry): RelPath | "" {
  const culprit: Culprit = { source, entry: entry.name };
  if (entry.kind !== "directory" && entry.name.endsWith("/"))
    throw entryRefused(culprit, "its name ends as a folder's, and it is none");
  const named = pathOf(entry, kind);
  if ("rule" in named) throw entryRefused(culprit, named.rule);
  if (entry.kind === "other")
    throw entryRefused(culprit, `it is ${entry.what ?? "neither a file, a folder nor a link"}`);
  if (entry.kind === "directory" && entry.size > 0)
    throw entryRefused(culprit, "it is a folder and has a content all the same");
  // The root of a tar is the release itself; anything but a folder there would take its place.
  if (named.path === "" && entry.kind !== "directory") throw entryRefused(culprit, "it takes the place of the whole");
  return named.path;
}

/** An entry with an accepted path as it will be in the release. */
export function placeOf(path: RelPath, entry: ArrivedEntry, index: number): Place {
  const { kind, mtime } = entry;
  if (kind === "other") throw new Error(`"${path}" was not accepted`);
  if (kind === "directory") return { path, kind, index, size: 0, mode: FOLDER_MODE, mtime };
  if (kind !== "file") return { path, kind, index, size: 0, mode: 0o777, mtime, text: entry.target ?? "" };
  const file: Place = { path, kind, index, size: entry.size, mode: modeOf(path, entry), mtime };
  return ((entry.mode ?? 0) & 0o6000) === 0 ? file : { ...file, privileged: true };
}

/** A folder that no entry names. */
export function impliedFolder(path: RelPath): Place {
  return { path, kind: "directory", index: null, size: 0, mode: FOLDER_MODE, mtime: 0 };
}

const FOLDER_MODE = 0o755;
const SECRET = /^\.env(\..*)?$|\.(key|pem)$/i;

/** Readable as a web server needs it, executable where the delivery says so; what is secret and was kept private stays so. */
function modeOf(path: RelPath, entry: ArrivedEntry): number {
  const mode = entry.mode ?? 0o644;
  const whole = (mode & 0o111) === 0 ? 0o644 : 0o755;
  return (mode & 0o077) === 0 && SECRET.test(baseName(path)) ? whole & 0o700 : whole;
}
