import { HoldfastError } from "../../core/error.ts";
import { NAMES } from "../../core/layout.ts";
import type { Ownership } from "../../core/observation.ts";
import { type AbsPath, abs, baseName, isInside, parentOf, rel, resolveText, under } from "../../core/path.ts";
import type { At, MakeDirectory } from "../../plan/operation.ts";
import type { Premise } from "../../plan/plan.ts";
import type { ReleaseSite } from "../../plan/release/places.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt, type NodeFact } from "../../system/facts.ts";
import { endOf, physical } from "../../system/observe.ts";
import { ownerOf } from "../../apply/read-survey.ts";

/** A place in the site that something shall come to, as the disk has it now. */
export interface ComingPlace {
  readonly at: At;
  /** What stands there; null where nothing does. */
  readonly fact: NodeFact | null;
  /** Folders on the way that are missing, outermost first. */
  readonly missing: readonly MakeDirectory[];
  readonly premise: Premise;
}

/**
 * Finds where a path of the site really is: behind the links of the application that lead to shared, because there the data is. Throws where it lies
 * outside the site and shared, or in Holdfast's own folder.
 */
export function comingPlace(
  wanted: AbsPath,
  site: Pick<ReleaseSite, "site" | "shared">,
  made?: (path: AbsPath) => Ownership | undefined,
): ComingPlace {
  const { folder, missing } = nearestFolder(parentOf(wanted));
  const directory = missing.reduce<AbsPath>((parent, name) => abs(`${parent}/${name}`), folder);
  const place =
    missing.length > 0 ? abs(`${directory}/${baseName(wanted)}`) : behindLink(directory, baseName(wanted), site);
  refuseOutside(place, site);
  const fact = missing.length > 0 ? null : lookAt(bytes(place));
  return {
    at: { directory: parentOf(place), name: baseName(place) },
    fact,
    missing: foldersOf(folder, missing, (path) => made?.(path) ?? ownerOf(folder)),
    premise: premiseOf(place, fact),
  };
}

/** A premise about what stands at a path now. */
export function premiseOf(path: AbsPath, fact: NodeFact | null): Premise {
  if (fact === null) return { path, kind: "absent", id: null };
  return { path, kind: fact.kind, id: fact.id, ...(fact.linkText === undefined ? {} : { linkText: fact.linkText }) };
}

function nearestFolder(path: AbsPath): { readonly folder: AbsPath; readonly missing: readonly string[] } {
  const missing: string[] = [];
  let nearest = path;
  while (lookAt(bytes(nearest)) === null && nearest !== "/") {
    missing.unshift(baseName(nearest));
    nearest = parentOf(nearest);
  }
  const folder = physical(bytes(nearest));
  if (lookAt(bytes(folder))?.kind === "directory") return { folder, missing };
  throw new HoldfastError({
    code: "place-blocked",
    message: `"${path}" is not there, and "${folder}" is no folder that it could be made in`,
    hint: "Move away what stands in the way, or name another place with --to PATH",
  });
}

/** A link of ours to shared stands for what it leads to. */
function behindLink(directory: AbsPath, name: string, { shared }: Pick<ReleaseSite, "shared">): AbsPath {
  const path = abs(`${directory}/${name}`);
  const fact = lookAt(bytes(path));
  if (fact?.kind !== "link" || fact.linkText === undefined) return path;
  const end = endOf(directory, fact.linkText);
  const meant = end.kind === "absent" ? resolveText(directory, fact.linkText) : end.path;
  return isInside(meant, shared) && meant !== shared ? meant : path;
}

function refuseOutside(place: AbsPath, { site, shared }: Pick<ReleaseSite, "site" | "shared">): void {
  const isOurs = isInside(place, under(shared, rel(NAMES.state)));
  const isInSite = [site, shared].some((root) => isInside(place, root) && place !== root);
  if (isInSite && !isOurs) return;
  throw new HoldfastError({
    code: "place-outside",
    message: isOurs
      ? `"${place}" is in Holdfast's own folder`
      : `"${place}" lies outside the site "${site}" and its shared folder`,
    hint: "Name a place in the site with --to PATH",
  });
}

function foldersOf(
  folder: AbsPath,
  missing: readonly string[],
  ownerFor: (path: AbsPath) => Ownership,
): MakeDirectory[] {
  let directory = folder;
  return missing.map((name): MakeDirectory => {
    const at: At = { directory, name };
    directory = abs(`${directory}/${name}`);
    return {
      kind: "make-directory",
      path: directory,
      at,
      owner: ownerFor(directory),
      reason: "what comes back stood in it",
    };
  });
}
