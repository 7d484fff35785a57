import type { Detection } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { childrenOf, type Inventory } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import type { Marker, Profile, VersionSource } from "../profiles/profile.ts";
import { findPackage } from "./packages.ts";

const TIERS: readonly Profile["tier"][] = ["product", "framework", "front-end", "language"];
/** Hints that make a match together. */
const ENOUGH_HINTS = 2;

/** What the app is, what it is most of all first; several may match (Laravel with a Vue front end), none may. */
export function detect(inventory: Inventory, profiles: readonly Profile[]): Detection[] {
  const matches = profiles.flatMap((profile) => {
    const found = profile.markers.flatMap((marker) => {
      const evidence = meetMarker(inventory, marker);
      return evidence === undefined ? [] : [{ evidence, weight: marker.weight }];
    });
    const proofs = found.filter(({ weight }) => weight === "proof").length;
    if (proofs === 0 && found.length < ENOUGH_HINTS) return [];
    return [{ profile, score: proofs * ENOUGH_HINTS + found.length, evidence: found.map(({ evidence }) => evidence) }];
  });
  const superseded = new Set(matches.flatMap(({ profile }) => profile.supersedes));
  return matches
    .filter(({ profile }) => !superseded.has(profile.id))
    .sort((a, b) => TIERS.indexOf(a.profile.tier) - TIERS.indexOf(b.profile.tier) || b.score - a.score)
    .map(({ profile, evidence }) => {
      const version = findVersion(inventory, profile.version);
      return {
        id: profile.id,
        title: profile.title,
        version: version?.version ?? null,
        evidence: version === undefined ? evidence : [...evidence, version.evidence],
      };
    });
}

function meetMarker(inventory: Inventory, marker: Marker): Evidence | undefined {
  switch (marker.kind) {
    case "path":
      return meetPath(inventory, marker);
    case "package": {
      const found = findPackage(inventory, marker.manager, marker.name);
      if (found === undefined) return undefined;
      return { fact: `The app asks for the package ${marker.name}`, where: found.where, strength: "profile" };
    }
    case "suffix": {
      const node = childrenOf(inventory, marker.directory as RelPath | "").find(
        ({ path, kind }) => kind === "file" && path.endsWith(marker.suffix),
      );
      return node === undefined ? undefined : { fact: marker.fact, where: node.path, strength: "profile" };
    }
  }
}

function meetPath(inventory: Inventory, marker: Marker & { readonly kind: "path" }): Evidence | undefined {
  const path = marker.path as RelPath;
  const text = inventory.texts.get(path);
  if (!inventory.nodes.has(path) && text === undefined) return undefined;
  if (marker.holds !== undefined && text?.includes(marker.holds) !== true) return undefined;
  return { fact: marker.fact, where: path, strength: "profile" };
}

interface FoundVersion {
  readonly version: string | null;
  readonly evidence: Evidence;
}

function findVersion(inventory: Inventory, sources: readonly VersionSource[]): FoundVersion | undefined {
  for (const source of sources) {
    const found = source.kind === "package" ? packageVersion(inventory, source) : constantVersion(inventory, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

function packageVersion(
  inventory: Inventory,
  source: VersionSource & { readonly kind: "package" },
): FoundVersion | undefined {
  const found = findPackage(inventory, source.manager, source.name);
  if (found === undefined || found.version === null) return undefined;
  const fact = found.exact
    ? `${source.name} ${found.version} is installed`
    : `The app asks for ${source.name} from ${found.version} on`;
  return { version: found.version, evidence: { fact, where: found.where, strength: "profile" } };
}

function constantVersion(
  inventory: Inventory,
  source: VersionSource & { readonly kind: "constant" },
): FoundVersion | undefined {
  const text = inventory.texts.get(source.path as RelPath) ?? "";
  const at = text.indexOf(source.name);
  if (at < 0) return undefined;
  const value = /^\W*['"]([^'"\n]+)['"]/.exec(text.slice(at + source.name.length))?.[1];
  if (value === undefined) return undefined;
  return { version: value, evidence: { fact: `${source.name} is ${value}`, where: source.path, strength: "profile" } };
}
