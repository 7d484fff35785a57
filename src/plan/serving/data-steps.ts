/** Data that the document root holds of its own comes to shared first, by the operations that take over what an application has. */
import { type AbsPath, abs, baseName, isInside, parentOf, relativeText, under } from "../../core/path.ts";
import type { Ownership } from "../../core/observation.ts";
import type { Adopt, MakeDirectory, Merge, Operation } from "../operation.ts";
import type { Premise } from "../plan.ts";
import { spotAt } from "../release/places.ts";
import type { FoundData } from "./root-facts.ts";

/** Where it is. */
export interface DataGround {
  readonly root: AbsPath;
  readonly shown: string;
  readonly shared: AbsPath;
  readonly owner: Ownership;
}

/** Plans it. What people use through the document root wins over what shared has; the loser is rescued. */
export function planData(
  found: readonly FoundData[],
  ground: DataGround,
): { readonly operations: readonly Operation[]; readonly basedOn: readonly Premise[] } {
  const operations = found.flatMap((place): Operation[] =>
    place.inShared === "absent" ? adopting(place, ground) : [merging(place, ground)],
  );
  const basedOn = found.flatMap((place): Premise[] => [
    { path: under(ground.root, place.path), kind: place.kind, id: place.id },
    ...(place.inShared === "absent" ? [{ path: place.shared, kind: "absent", id: null } as const] : []),
  ]);
  return { operations, basedOn };
}

function common(
  place: FoundData,
  ground: DataGround,
): Pick<Merge, "path" | "at" | "into" | "text" | "identity" | "nodeKind" | "live" | "reason"> {
  const at = under(ground.root, place.path);
  return {
    path: `${ground.shown}/${place.path}`,
    at: spotAt(at),
    into: spotAt(place.shared),
    text: relativeText(parentOf(at), place.shared),
    identity: place.id,
    nodeKind: place.kind,
    live: true,
    reason: "it is data of the site that lies in the document root",
  };
}

function merging(place: FoundData, ground: DataGround): Merge {
  return { kind: "merge", ...common(place, ground), winner: "app", fromApp: [], staysDeleted: [] };
}

function adopting(place: FoundData, ground: DataGround): Operation[] {
  const adopt: Adopt = { kind: "adopt", ...common(place, ground), database: false, companions: [] };
  return [...foldersTo(parentOf(place.shared), ground), adopt];
}

/** One that is there is left as it is. */
function foldersTo(folder: AbsPath, ground: DataGround): MakeDirectory[] {
  if (folder === ground.shared || !isInside(folder, ground.shared)) return [];
  const make: MakeDirectory = {
    kind: "make-directory",
    path: `shared/${baseName(folder)}`,
    at: spotAt(folder),
    owner: ground.owner,
    reason: "data comes into it",
  };
  return [...foldersTo(abs(parentOf(folder)), ground), make];
}
