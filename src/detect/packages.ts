import type { Inventory } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import type { PackageManager } from "../profiles/profile.ts";

/** What a manifest says about one package. */
export interface PackageFact {
  /** The installed version, or what the manifest asks for; null where neither is readable. */
  readonly version: string | null;
  /** True when `version` is the installed one rather than a range. */
  readonly exact: boolean;
  readonly where: string;
}

/** Finds a package that the app itself asks for; undefined when its manifest does not name it. */
export function findPackage(inventory: Inventory, manager: PackageManager, name: string): PackageFact | undefined {
  switch (manager) {
    case "composer":
      return findComposer(inventory, name);
    case "npm":
      return findNpm(inventory, name);
    case "pip":
      return findLine(inventory, ["requirements.txt", "requirements/base.txt", "pyproject.toml", "Pipfile"], name);
    case "gem":
      return findLine(inventory, ["Gemfile"], name);
  }
}

/** The manifests that {@link findPackage} reads, apart from those of single packages. */
export const MANIFESTS = [
  "composer.json",
  "composer.lock",
  "vendor/composer/installed.json",
  "package.json",
  "requirements.txt",
  "requirements/base.txt",
  "pyproject.toml",
  "Pipfile",
  "Gemfile",
] as const;

/** Where npm's own record of an installed package stands. */
export function npmManifest(name: string): string {
  return `node_modules/${name}/package.json`;
}

function findComposer(inventory: Inventory, name: string): PackageFact | undefined {
  const asked = textField(section(readObject(inventory, "composer.json"), "require"), name);
  const installed = composerInstalled(inventory, name);
  if (asked === undefined)
    return installed !== undefined && !hasManifest(inventory, "composer.json") ? installed : undefined;
  return installed ?? { version: lowest(asked), exact: false, where: "composer.json" };
}

function composerInstalled(inventory: Inventory, name: string): PackageFact | undefined {
  for (const where of ["composer.lock", "vendor/composer/installed.json"]) {
    const packages = readObject(inventory, where)?.["packages"];
    if (!Array.isArray(packages)) continue;
    const found = packages.map(asObject).find((entry) => entry?.["name"] === name);
    const version = textField(found, "version");
    if (version !== undefined) return { version: version.replace(/^v/, ""), exact: true, where };
  }
  return undefined;
}

function findNpm(inventory: Inventory, name: string): PackageFact | undefined {
  const manifest = readObject(inventory, "package.json");
  const asked = ["dependencies", "devDependencies", "peerDependencies"]
    .map((field) => textField(section(manifest, field), name))
    .find((range) => range !== undefined);
  if (asked === undefined) return undefined;
  const installed = textField(readObject(inventory, npmManifest(name)), "version");
  if (installed !== undefined) return { version: installed, exact: true, where: npmManifest(name) };
  return { version: lowest(asked), exact: false, where: "package.json" };
}

function findLine(inventory: Inventory, files: readonly string[], name: string): PackageFact | undefined {
  for (const where of files) {
    for (const line of (inventory.texts.get(where as RelPath) ?? "").split("\n")) {
      const words = line.toLowerCase().match(/[a-z0-9_.-]+/g) ?? [];
      const named = words[0] === name || (words[0] === "gem" && words[1] === name);
      if (!named) continue;
      return { version: /\d+(\.\d+)*/.exec(line)?.[0] ?? null, exact: false, where };
    }
  }
  return undefined;
}

function hasManifest(inventory: Inventory, path: string): boolean {
  return inventory.texts.has(path as RelPath);
}

function readObject(inventory: Inventory, path: string): Record<string, unknown> | undefined {
  const text = inventory.texts.get(path as RelPath);
  if (text === undefined) return undefined;
  try {
    return asObject(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function section(value: Record<string, unknown> | undefined, field: string): Record<string, unknown> | undefined {
  return asObject(value?.[field]);
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function textField(value: Record<string, unknown> | undefined, field: string): string | undefined {
  const found = value !== undefined && Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** The first version that a range such as `^12.0 || ^13.0` names; null for `*`, `latest` and links. */
function lowest(range: string): string | null {
  return /^[\s^~>=v<]*(\d+(?:\.(?:\d+|x|\*))*(?:-[\w.]+)?)/.exec(range)?.[1]?.replace(/\.(x|\*)/g, "") ?? null;
}
