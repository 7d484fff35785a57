/**
 * What an application's containers keep when they are made anew: `VOLUME` in a Dockerfile (https://docs.docker.com/reference/dockerfile/#volume) and `volumes` in a Compose file
 * (https://docs.docker.com/reference/compose-file/services/#volumes). Who wrote them has answered the question that a deployment asks.
 */
import type { EntryKind } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { pathWithin } from "../core/part.ts";
import { ancestorsOf, baseName, isInside, join, parentOf, parseRel, type RelPath, segmentsOf } from "../core/path.ts";
import { isComposeFile, isDockerfile, isReadme } from "../detect/deployment-files.ts";
import type { Claim } from "./claim.ts";
import { composeVolumes, dockerVolumes, toldVolumes, type Volume } from "./volume-lines.ts";
import { contentsOf, mostlyCode, onlyPlaceholders } from "./contents.ts";
import { isIgnored } from "./ignored.ts";
import { isAddOnName, isCodeName, isDataName, isScratchName, isShippedName } from "./names.ts";

/** Where images put an application, when nothing in its own files says so. */
const USUAL_ROOTS = [
  "/var/www/html",
  "/var/www/app",
  "/var/www",
  "/usr/src/app",
  "/opt/app",
  "/srv/app",
  "/home/node/app",
  "/rails",
  "/code",
  "/app",
];
/** Made by installing and building, in a container as anywhere. */
const MADE = /(^|\/)(node_modules|vendor|\.(git|next|nuxt|output|venv|cache|svelte-kit|yarn|pnpm-store)|bundle|venv)$/;
/** How an application is run while it is worked on: what its volumes keep is what the work makes. */
const OF_DEVELOPERS = /[._-](dev(elopment)?|tests?|ci|debug)[._-]/i;
/** Of the code, unless git keeps it out. */
const OF_CODE = /(^|\/)(src|public|config)$/;
const FILE = /.\.[a-z0-9]{1,8}$/i;
const PROGRAM = /\.(php|[cm]?[jt]sx?|vue|svelte|py|rb|go|java)$/i;
const SETTINGS = /\.(ya?ml|json|ini|conf|cfg|toml|env|db|sqlite3?)$/i;
/** Where services beside the application keep their data. */
const OF_SERVICES = /^\/(var\/lib|data|bitnami)(\/|$)/;
/** Where servers look for what they are told, and systems for themselves. */
const OF_SETTINGS =
  /^\/(etc|docker-entrypoint[\w.-]*|usr\/(local\/)?(etc|share|bin|lib)|run|var\/run|tmp|proc|sys|dev)(\/|$)/;

/** The volumes as paths of the app, those of the folder around it included where it stands in one (`docker-compose.yml` beside `backend/`). */
export function volumeClaims(inventory: Inventory): Claim[] {
  const { around } = inventory;
  const outer = around === undefined ? [] : volumeClaims(around.inventory);
  return [...ownClaims(inventory), ...outer.flatMap((claim) => claimWithin(around?.base ?? ("" as RelPath), claim))];
}

function claimWithin(base: RelPath, claim: Claim): Claim[] {
  const path = pathWithin(base, claim.path);
  if (path === undefined) return [];
  const where = `${"../".repeat(segmentsOf(base).length)}${claim.evidence.where}`;
  return [{ ...claim, path, evidence: { ...claim.evidence, where } }];
}

function ownClaims(inventory: Inventory): Claim[] {
  const files = [...inventory.texts].filter(([path]) => isDockerfile(path) || isComposeFile(path));
  const told = [...inventory.texts].filter(([path]) => isReadme(path));
  const volumes = [
    ...files.flatMap(([path, text]) => (isComposeFile(path) ? composeVolumes(path, text) : dockerVolumes(path, text))),
    ...told.flatMap(([path, text]) => toldVolumes(path, text)),
  ];
  const roots = rootsOf(files, volumes);
  const found = new Map<RelPath, Claim>();
  for (const volume of volumes) {
    for (const { path, ofHost } of placesOf(volume, roots, inventory)) {
      if (found.has(path) || !mayBeData(path, volume, inventory)) continue;
      found.set(path, {
        path,
        kind: kindOf(path, inventory),
        class: "user",
        evidence: { fact: "Its containers keep this on a volume", where: volume.where, strength: "code" },
        // Where no containers are used it will never be there.
        ...(ofHost ? { once: "there" as const } : {}),
      });
    }
  }
  return [...found.values()];
}

/** The folders of a container that the app's own files are put at: where a Compose file mounts the whole app, and where a Dockerfile works. */
function rootsOf(files: readonly (readonly [RelPath, string])[], volumes: readonly Volume[]): string[] {
  const mounted = volumes.flatMap(({ source, target }) => (source === "" ? [target] : []));
  const worked = files.flatMap(([, text]) =>
    [...text.matchAll(/^\s*(?:WORKDIR|working_dir:)\s+["']?(\/[\w./-]+)/gim)].map((match) => match[1] ?? ""),
  );
  return [...mounted, ...worked].map((root) => root.replace(/\/+$/, "")).filter((root) => root !== "");
}

interface Place {
  readonly path: RelPath;
  /** True for the folder of the host's, which the app itself knows nothing of. */
  readonly ofHost: boolean;
}

/** Where the app finds it, and the folder of the host's that it is on, unless that holds what a server is told. */
function placesOf(volume: Volume, roots: readonly string[], inventory: Inventory): Place[] {
  const { source, target } = volume;
  if (source === "" || (source === null && OF_DEVELOPERS.test(volume.where))) return [];
  const inside = insideOf(target, roots, inventory);
  const places = inside === undefined ? [] : [{ path: inside, ofHost: false }];
  if (source === null || FILE.test(source)) return places;
  const ignored = outermostIgnored(source, inventory);
  const isData = ignored !== undefined || isFilledByContainers(volume, source, { inside, inventory });
  return isData ? [...places, { path: ignored ?? source, ofHost: true }] : places;
}

/** What stands there may be tests, fixtures or pages that a container is given to read; what holds a service's data is none of that. */
function isFilledByContainers(
  { target, readOnly }: Volume,
  source: RelPath,
  where: { readonly inside: RelPath | undefined; readonly inventory: Inventory },
): boolean {
  if (where.inside === undefined && OF_SERVICES.test(target)) return true;
  return readOnly !== true && !OF_SETTINGS.test(target) && !where.inventory.nodes.has(source);
}

function outermostIgnored(path: RelPath, inventory: Inventory): RelPath | undefined {
  return [...ancestorsOf(path), path].find((folder) => isIgnored(inventory, folder, "directory") === true);
}

/** From the innermost folder that the app may be put at from which the path leads to something that stands; else from the innermost. */
function insideOf(target: string, roots: readonly string[], { nodes }: Inventory): RelPath | undefined {
  const plain = target.replace(/\/+$/, "");
  const found = [rootsAround(plain, roots), rootsAround(plain, USUAL_ROOTS)].flatMap((around) =>
    around.flatMap((root) => parseRel(plain.slice(root.length + 1)) ?? []),
  );
  const stands = (path: RelPath): boolean =>
    nodes.has(path) || (path.includes("/") && nodes.has(parentOf(path) as RelPath));
  return found.find(stands) ?? found[0];
}

function rootsAround(target: string, roots: readonly string[]): string[] {
  return roots.filter((root) => target.startsWith(`${root}/`)).sort((a, b) => b.length - a.length);
}

/** A developer mounts code too, to see it run as it is edited: a folder of the app's own must look like data. */
function mayBeData(path: RelPath, volume: Volume, inventory: Inventory): boolean {
  if (isNeverData(path, inventory)) return false;
  if (!inventory.nodes.has(path) || isDataName(baseName(path))) return !mostlyCode(contentsOf(inventory, path));
  if (kindOf(path, inventory) === "file") return volume.finished === true && SETTINGS.test(path);
  if (volume.finished === true && volume.source === path) return !holdsPrograms(path, inventory);
  return !mostlyCode(contentsOf(inventory, path)) && mayBeFilled(path, volume, inventory);
}

function mayBeFilled(path: RelPath, volume: Volume, inventory: Inventory): boolean {
  const contents = contentsOf(inventory, path);
  if (contents.files === 0 || onlyPlaceholders(contents)) return true;
  if (volume.told === true) return isIgnored(inventory, join(path, "x"), "file") === true;
  return volume.source === null || !isShippedName(baseName(path));
}

/** True for a folder with code of an application in it: whatever the image is, that is what it is made from. */
function holdsPrograms(path: RelPath, inventory: Inventory): boolean {
  return [...inventory.nodes.values()].some((node) => isInside(node.path, path) && PROGRAM.test(node.path));
}

function isNeverData(path: RelPath, inventory: Inventory): boolean {
  if (OF_CODE.test(path) && isIgnored(inventory, path, "directory") !== true) return true;
  const name = baseName(path);
  const isOfCode = isCodeName(name) && !isAddOnName(name);
  return MADE.test(path) || isOfCode || isScratchName(name) || name.startsWith(".env");
}

function kindOf(path: RelPath, inventory: Inventory): EntryKind {
  const standing = inventory.nodes.get(path)?.kind;
  if (standing === "directory" || standing === "file") return standing;
  return FILE.test(baseName(path)) ? "file" : "directory";
}
