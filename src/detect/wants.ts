import { NAMES } from "../core/layout.ts";
import { baseName, type RelPath, rel, segmentsOf } from "../core/path.ts";
import type { Profile } from "../profiles/profile.ts";
import { isComposeFile, isDeployerFile, isDockerfile, isReadme } from "./deployment-files.ts";
import { MANIFESTS, npmManifest } from "./packages.ts";

const SOON = 1;
const NEXT = 2;
const LATE = 3;
const NEVER = 0;
/** A file of code this large is generated or a bundle. */
const LARGEST = 512 * 1024;
const CODE = /\.(php|phtml|inc|js|mjs|cjs|ts|mts|cts|jsx|tsx|py|rb)$/i;
const VIEW = /\.(blade\.php|twig|tpl|vue|svelte|html?|css)$/i;
const BUNDLED = /[.-](min|bundle|chunk)\.(js|css|mjs)$|\.d\.ts$|\.map$/i;
/** Folders whose files never say where the running app writes. */
const QUIET = new Set([
  "vendor",
  "node_modules",
  "site-packages",
  "tests",
  "test",
  "__tests__",
  "spec",
  "migrations",
  "factories",
  "seeders",
  "seeds",
  "stubs",
  "fonts",
  "uploads",
  "user-uploads",
]);
/** Settings that say where files go, and are read first. */
const SETTINGS = /(^|\/)settings(\/[\w.-]+)?\.py$|(^|\/)settings\/[\w.-]+\.py$|(^|\/)config\/storage\.yml$/;
const MANIFEST_DEPTH = 3;
const NESTED_MANIFESTS = new Set(MANIFESTS.map((path) => baseName(rel(path))));
/** Folders in which no visitor's file lies. */
const DATELESS = new Set(["vendor", "node_modules", "tests", "test", "__tests__", "spec", "stubs", "fonts"]);
const TALKATIVE = new Set([
  "app",
  "config",
  "src",
  "server",
  "routes",
  "api",
  "lib",
  "pages",
  "includes",
  "inc",
  "core",
  "application",
  "controllers",
  "classes",
  "admin",
  "functions",
]);

/**
 * How soon the scan should read a file's text: 0 never, 1 first. Settings and the code that writes come first, so that a
 * large app runs out of budget among its views.
 */
export function wantsText(path: RelPath, size: number): number {
  const name = baseName(path);
  const folders = segmentsOf(path).slice(0, -1);
  if (size > LARGEST || BUNDLED.test(name)) return NEVER;
  if (name === ".gitignore") return SOON;
  if (folders.some((folder) => QUIET.has(folder))) return NEVER;
  if (isManifest(name, folders) || isOfDeployment(path) || SETTINGS.test(path)) return SOON;
  if (VIEW.test(name)) return LATE;
  return CODE.test(name) ? rankOfCode(folders) : NEVER;
}

/** An application may stand in a folder of what is scanned (`nested.ts`); its manifest tells which one it is. */
function isManifest(name: string, folders: readonly string[]): boolean {
  return folders.length > 0 && folders.length <= MANIFEST_DEPTH && NESTED_MANIFESTS.has(name);
}

/** True for a file whose date may tell whether the running site made it: anything but code, its views and what is built from it. */
export function wantsDate(path: RelPath): boolean {
  const name = baseName(path);
  if (name.startsWith(".") || CODE.test(name) || VIEW.test(name) || BUNDLED.test(name)) return false;
  return !segmentsOf(path)
    .slice(0, -1)
    .some((folder) => folder.startsWith(".") || DATELESS.has(folder));
}

function isOfDeployment(path: RelPath): boolean {
  return isDockerfile(path) || isComposeFile(path) || isDeployerFile(path) || isReadme(path);
}

function rankOfCode(folders: readonly string[]): number {
  const [first] = folders;
  if (first === undefined || TALKATIVE.has(first)) return SOON;
  return first === "lang" || first === "resources" ? LATE : NEXT;
}

/** The exact paths that detection reads in any case, skipped folders included. */
export function readsOf(profiles: readonly Profile[]): RelPath[] {
  const paths = new Set<string>([NAMES.decisions, ...MANIFESTS]);
  for (const profile of profiles) {
    for (const path of profile.reads) paths.add(path);
    for (const marker of profile.markers)
      if (marker.kind === "path" && marker.holds !== undefined) paths.add(marker.path);
    for (const source of profile.version) {
      if (source.kind === "constant") paths.add(source.path);
      else if (source.manager === "npm") paths.add(npmManifest(source.name));
    }
  }
  return [...paths].sort().map(rel);
}
