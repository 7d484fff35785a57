/** The folders of other sites: hosting panels put an added domain's document root into the web root of the main one. */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { PathVerdict } from "../core/entry.ts";
import { childrenOf, type Inventory } from "../core/inventory.ts";
import { without } from "../core/part.ts";
import { baseName, isInside, parentOf, type RelPath } from "../core/path.ts";
import { findWebRoot } from "../detect/web-root.ts";
import { profiles } from "../profiles/index.ts";
import { claimsByCode } from "./code.ts";
import { matcherOf, nameMatcher } from "./pattern.ts";
import type { ClassifyInput } from "./sources.ts";

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,24})$/i;
/** What stands behind the dot of names that are no domains: `bootstrap.min`, `uploads.bak`, `vue.js`. */
const NO_DOMAIN =
  /^(js|mjs|ts|css|scss|min|map|php|phtml|html?|xml|json|ya?ml|txt|md|sql|zip|tar|gz|bak|backup|bck|old|orig|original|save|saved|new|tmp|temp|copy|disabled|off|dist|git|svn|lib|ui|src|files?|data|cache|conf|config|inc|log|logs|jpe?g|png|gif|svg)$/i;
const PAGES = ["index.php", "index.html", "index.htm", "public_html"];

/** Folders in a web root that are named like a domain and have a page or a web root of their own, whatever else is known of them. */
export function domainFolders(inventory: Inventory): RelPath[] {
  const roots = new Set<string>(["", ...profiles.flatMap(({ webRoots }) => webRoots)]);
  const folders = [...inventory.nodes.values()].filter(
    ({ path, kind }) => kind === "directory" && roots.has(parentOf(path)) && isDomain(baseName(path)),
  );
  return folders.flatMap(({ path }) => (hasPage(inventory, path) ? [path] : []));
}

function isDomain(name: string): boolean {
  const [, last] = DOMAIN.exec(name) ?? [];
  return last !== undefined && !NO_DOMAIN.test(last);
}

function hasPage(inventory: Inventory, path: RelPath): boolean {
  return childrenOf(inventory, path).some(
    ({ path: child, kind }) =>
      PAGES.includes(baseName(child)) && kind === (baseName(child) === "public_html" ? "directory" : "file"),
  );
}

/**
 * Those of the {@link domainFolders} that are other sites: directly in this one's web root, and neither its owner, nor an earlier deployment, nor a profile, nor
 * the code says anything about them. The input's inventory is without what is in them.
 */
export function otherSites(input: ClassifyInput, folders: readonly RelPath[]): RelPath[] {
  const webRoot = findWebRoot(input.inventory, input.detections, profiles);
  const written = claimsByCode(input.inventory, webRoot).map(({ path }) => path);
  const recorded = (input.record?.entries ?? []).map(({ path }) => path);
  const known = input.detections.flatMap(({ id }) => profiles.find((profile) => profile.id === id)?.entries ?? []);
  return folders.filter(
    (folder) =>
      parentOf(folder) === webRoot &&
      ![...written, ...recorded].some((path) => isInside(path, folder)) &&
      !known.some((entry) => nameMatcher(entry.path.replace(/^@\//, webRoot === "" ? "" : `${webRoot}/`))(folder)) &&
      !isDecided(folder, input.decisions),
  );
}

/** True where the owner has said what a path is. */
export function isDecided(path: RelPath, decisions: ClassifyInput["decisions"]): boolean {
  return decisions.some(({ pattern }) => matcherOf(pattern)(path));
}

/** The inventory without what is in these folders, except what the owner has decided about. */
export function withoutInside(
  inventory: Inventory,
  folders: readonly RelPath[],
  decisions: ClassifyInput["decisions"],
): Inventory {
  if (folders.length === 0) return inventory;
  const isLeft = (path: RelPath): boolean => folders.includes(path) || isDecided(path, decisions);
  const left = without(inventory, folders);
  const own = [...inventory.nodes].filter(([path]) => left.nodes.has(path) || isLeft(path));
  return { ...left, nodes: new Map(own) };
}

/** What is said of such a folder: it is somebody's, it stays where it stands, and all of it comes along when the code is replaced. */
export function otherSiteVerdict(path: RelPath): PathVerdict {
  const fact = "It is named like a domain and has a page of its own, as the folder of another site has";
  return {
    path,
    kind: "directory",
    class: "user",
    handling: "carry",
    evidence: [{ fact, where: path, strength: "observed" }],
    present: true,
  };
}

/** Tells the owner what a folder was taken for. */
export function otherSiteNote(path: RelPath): Diagnostic {
  return {
    severity: "note",
    code: "other-site",
    path,
    message: `"${path}" is taken for another site (it is named like a domain and has a page of its own): it stays where it stands, and nothing in it is shared or tried out`,
    hint: `If it is data of this application, say so: holdfast decide --set ${path}=user; if it came with its code: holdfast decide --set ${path}=asset`,
  };
}

/** A path in one of these folders, or such a folder. */
export function siteAround(path: RelPath, folders: readonly RelPath[]): RelPath | undefined {
  return folders.find((folder) => isInside(path, folder));
}
