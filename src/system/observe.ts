import { realpathSync, statSync } from "node:fs";
import type { Place } from "../core/layout.ts";
import type { LinkEnd, Observation } from "../core/observation.ts";
import { type AbsPath, abs, baseName, parentOf, resolveText, segmentsOf } from "../core/path.ts";
import { bytes, fromSystem } from "./bytes-path.ts";
import { factOf, lookAt, type NodeFact } from "./facts.ts";
import { isAboutThePath } from "./path-error.ts";

/** The roots that places are below, both physical. */
export interface Roots {
  readonly app: AbsPath;
  readonly shared: AbsPath;
}

/** Looks at one place. Follows a link among its parents only where the link has the same owner as the root (or root's). */
export function observe(roots: Roots, place: Place): Observation {
  return observing(roots)(place);
}

/** The same for many places of one look: folders that are on the way to several are looked at once. */
export function observing(roots: Roots): (place: Place) => Observation {
  const walks = new Map<string, ParentWalk>();
  return (place) => {
    const names = segmentsOf(place.path).slice(0, -1);
    const key = `${place.root}:${names.join("/")}`;
    const parent = walks.get(key) ?? walkParents(roots[place.root], names);
    walks.set(key, parent);
    return seenIn(parent, place);
  };
}

function seenIn(parent: ParentWalk, place: Place): Observation {
  const name = baseName(place.path);
  const found = parent.missing > 0 || parent.blocked ? null : lookAt(bytes(`${parent.directory}/${name}`));
  const seen = {
    place,
    directory: parent.directory,
    name,
    parent: { ...parent.fact, missing: parent.missing },
    ...(parent.blocked ? { blocked: parent.blocked } : {}),
  };
  return found === null ? { ...seen, ...ABSENT } : { ...seen, ...presentFacts(parent.directory, found) };
}

const ABSENT = { kind: "absent", id: null, dev: null, owner: null, size: 0 } as const;

function presentFacts(
  directory: AbsPath,
  found: NodeFact,
): Omit<Observation, "place" | "directory" | "name" | "parent"> {
  const text = found.linkText;
  return {
    kind: found.kind,
    id: found.id,
    dev: found.dev,
    owner: { uid: found.uid, gid: found.gid, mode: found.mode },
    size: found.size,
    ...(text === undefined ? {} : { link: { text, end: endOf(directory, text) } }),
  };
}

/** What stands at the end of a link with this text in this (physical) directory. */
export function endOf(directory: AbsPath, text: string): LinkEnd {
  const meant = resolveText(directory, text);
  const followed = bytes(text.startsWith("/") ? text : `${directory}/${text}`);
  try {
    const fact = factOf(statSync(followed, { bigint: true }));
    return { kind: fact.kind, id: fact.id, uid: fact.uid, path: physical(followed) };
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    const looping = error.code === "ELOOP";
    const answer = ["ENOENT", "ENOTDIR", "ELOOP"].includes(error.code ?? "") ? undefined : error.code;
    return { kind: looping ? "loop" : "absent", id: null, path: meant, ...(answer === undefined ? {} : { answer }) };
  }
}

/** The physical path of something that exists. */
export function physical(path: Buffer | string): AbsPath {
  return fromSystem(realpathSync.native(path, { encoding: "buffer" }));
}

interface ParentWalk {
  readonly directory: AbsPath;
  readonly fact: { readonly uid: number; readonly gid: number; readonly mode: number; readonly dev: string };
  readonly missing: number;
  readonly blocked?: { readonly path: string; readonly text: string };
}

function walkParents(root: AbsPath, names: readonly string[]): ParentWalk {
  let directory = root;
  let fact = ownershipOf(nearestFact(root));
  const trusted = fact.uid;
  for (const [index, name] of names.entries()) {
    const path = abs(`${directory}/${name}`);
    const found = lookAt(bytes(path));
    if (found?.kind === "directory") {
      directory = path;
      fact = ownershipOf(found);
    } else if (found?.kind === "link") {
      const text = found.linkText ?? "";
      const end = endOf(directory, text);
      if (end.kind !== "directory" || (found.uid !== trusted && found.uid !== 0)) {
        return { directory, fact, missing: 0, blocked: { path, text } };
      }
      directory = end.path;
      fact = ownershipOf(lookAt(bytes(end.path)));
    } else if (found === null) {
      const rest = names.slice(index).join("/");
      return { directory: abs(`${directory}/${rest}`), fact, missing: names.length - index };
    } else return { directory, fact, missing: 0, blocked: { path, text: found.kind } };
  }
  return { directory, fact, missing: 0 };
}

/** The facts of a folder, or where it does not exist yet of the nearest one above it, on whose file system it will be. */
function nearestFact(folder: AbsPath): NodeFact | null {
  let nearest = folder;
  let fact = lookAt(bytes(nearest));
  while (fact === null && nearest !== "/") {
    nearest = parentOf(nearest);
    fact = lookAt(bytes(nearest));
  }
  return fact;
}

function ownershipOf(fact: NodeFact | null): ParentWalk["fact"] {
  return fact === null
    ? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mode: 0o755, dev: "" }
    : { uid: fact.uid, gid: fact.gid, mode: fact.mode, dev: fact.dev };
}
