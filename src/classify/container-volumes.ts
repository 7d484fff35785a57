/**
 * What an application's containers keep when they are made anew: `VOLUME` in a Dockerfile (https://docs.docker.com/reference/dockerfile/#volume) and `volumes` in a Compose file
 * (https://docs.docker.com/reference/compose-file/services/#volumes). Who wrote them has answered the question that a deployment asks.
 */
import type { EntryKind } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, parseRel, type RelPath, segmentsOf } from "../core/path.ts";
import { isComposeFile, isDockerfile } from "../detect/deployment-files.ts";
import type { Claim } from "./claim.ts";
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
const MADE =
  /(^|\/)(node_modules|vendor|\.(git|next|nuxt|output|venv|cache|svelte-kit|yarn|pnpm-store)|bundle|venv|src|public|config)$/;
const FILE = /.\.[a-z0-9]{1,8}$/i;
/** Where services beside the application keep their data. */
const OF_SERVICES = /^\/(var\/lib|data|bitnami)(\/|$)/;

/** What a line of a container's files keeps. */
interface Volume {
  /** The folder on the host, where it is one of the app's; null for a volume with a name. */
  readonly source: RelPath | "" | null;
  readonly target: string;
  readonly where: string;
}

/** The volumes as paths of the app. */
export function volumeClaims(inventory: Inventory): Claim[] {
  const files = [...inventory.texts].filter(([path]) => isDockerfile(path) || isComposeFile(path));
  const volumes = files.flatMap(([path, text]) =>
    isComposeFile(path) ? composeVolumes(path, text) : dockerVolumes(path, text),
  );
  const roots = rootsOf(files, volumes);
  const found = new Map<RelPath, Claim>();
  for (const volume of volumes) {
    for (const path of placesOf(volume, roots, inventory)) {
      if (found.has(path) || !mayBeData(path, volume, inventory)) continue;
      found.set(path, {
        path,
        kind: kindOf(path, inventory),
        class: "user",
        evidence: { fact: "Its containers keep this on a volume", where: volume.where, strength: "code" },
      });
    }
  }
  return [...found.values()];
}

/** No line that names a volume is longer. */
const LONGEST_LINE = 500;
const SHORT =
  /^\s*-\s*["']?(?<source>[^\s"':]+(?:\{[^}]*\})?[^\s"':]*):(?<target>\/[^\s"':]*)(?::[\w,]+)?["']?\s*(?:#.*)?$/;
const SOURCE = /^\s*(?:-\s*)?source:\s*["']?([^\s"'#]+)/;
const TARGET = /^\s*(?:-\s*)?target:\s*["']?(\/[^\s"'#]+)/;

/** `- ./uploads:/app/uploads`, `- uploads:/app/uploads:rw`, and the long form with `source` and `target` on lines of their own. */
function composeVolumes(file: RelPath, text: string): Volume[] {
  const found: Volume[] = [];
  let source: string | undefined;
  linesOf(text).forEach((line, index) => {
    const where = `${file}:${index + 1}`;
    const short = SHORT.exec(line)?.groups;
    if (short !== undefined)
      found.push({ source: hostPath(short["source"] ?? "", file), target: short["target"] ?? "", where });
    source = SOURCE.exec(line)?.[1] ?? source;
    const target = TARGET.exec(line)?.[1];
    if (target === undefined || source === undefined) return;
    found.push({ source: hostPath(source, file), target, where });
    source = undefined;
  });
  return found;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.slice(0, LONGEST_LINE));
}

/** `./data` and `${DATA:-./data}` from where the Compose file stands; null for a name, or a place outside of the app. */
function hostPath(text: string, file: RelPath): RelPath | "" | null {
  const plain = /^\$\{\w+:?-(.+)\}$/.exec(text)?.[1] ?? text;
  if (!plain.startsWith(".")) return null;
  const kept: string[] = segmentsOf(file).slice(0, -1);
  for (const segment of plain.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) return null;
  }
  return kept.length === 0 ? "" : (parseRel(kept.join("/")) ?? null);
}

/** `VOLUME /app/data /app/uploads` and `VOLUME ["/app/data"]`. */
function dockerVolumes(file: RelPath, text: string): Volume[] {
  return linesOf(text).flatMap((line, index) => {
    const places = /^\s*VOLUME\s+(.+)$/i.exec(line)?.[1] ?? "";
    return [...places.matchAll(/\/[^\s"',\]]+/g)].map(([target]) => ({
      source: null,
      target,
      where: `${file}:${index + 1}`,
    }));
  });
}

/** The folders of a container that the app's own files are put at: where a Compose file mounts the whole app, and where a Dockerfile works. */
function rootsOf(files: readonly (readonly [RelPath, string])[], volumes: readonly Volume[]): string[] {
  const mounted = volumes.flatMap(({ source, target }) => (source === "" ? [target] : []));
  const worked = files.flatMap(([, text]) =>
    [...text.matchAll(/^\s*(?:WORKDIR|working_dir:)\s+["']?(\/[\w./-]+)/gim)].map((match) => match[1] ?? ""),
  );
  return [...mounted, ...worked].map((root) => root.replace(/\/+$/, "")).filter((root) => root !== "");
}

/** Where the app finds it, and the folder of the host's that it is on, where that one is kept out of the repository or holds a service's data. */
function placesOf({ source, target }: Volume, roots: readonly string[], inventory: Inventory): RelPath[] {
  if (source === "") return [];
  const root = innermost(target, roots) ?? innermost(target, USUAL_ROOTS);
  const inside = root === undefined ? undefined : parseRel(target.slice(root.length + 1).replace(/\/+$/, ""));
  const kept = source === null || FILE.test(source) ? undefined : outermostIgnored(source, inventory);
  const ofService = root === undefined && source !== null && OF_SERVICES.test(target) ? source : undefined;
  return [inside, kept ?? ofService].filter((path) => path !== undefined);
}

function outermostIgnored(path: RelPath, inventory: Inventory): RelPath | undefined {
  return [...ancestorsOf(path), path].find((folder) => isIgnored(inventory, folder, "directory") === true);
}

function innermost(target: string, roots: readonly string[]): string | undefined {
  return roots.filter((root) => target.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0];
}

/** A developer mounts code too, to see it run as it is edited: a folder of the app's own must look like data. */
function mayBeData(path: RelPath, volume: Volume, inventory: Inventory): boolean {
  if (isNeverData(path) || mostlyCode(contentsOf(inventory, path))) return false;
  if (volume.source === null || isDataName(baseName(path)) || !inventory.nodes.has(path)) return true;
  const contents = contentsOf(inventory, path);
  if (kindOf(path, inventory) === "file") return false;
  return contents.files === 0 || onlyPlaceholders(contents) || !isShippedName(baseName(path));
}

function isNeverData(path: RelPath): boolean {
  const name = baseName(path);
  const isOfCode = isCodeName(name) && !isAddOnName(name);
  return MADE.test(path) || isOfCode || isScratchName(name) || name.startsWith(".env");
}

function kindOf(path: RelPath, inventory: Inventory): EntryKind {
  const standing = inventory.nodes.get(path)?.kind;
  if (standing === "directory" || standing === "file") return standing;
  return FILE.test(baseName(path)) ? "file" : "directory";
}
