import { childrenOf, type InventoryNode } from "../core/inventory.ts";
import { ancestorsOf, baseName, isInside, parseRel, type RelPath, segmentsOf } from "../core/path.ts";
import { claimsByCode } from "./code.ts";
import { claimsByPlaceholder, foldersInIgnore } from "./ignored.ts";
import { isFullOfUploads } from "./contents.ts";
import { credentialFiles } from "./credentials.ts";
import { isCodeName, isDataName } from "./names.ts";
import { observedPaths } from "./observed.ts";
import { openFolders } from "./open-code.ts";
import { isGlob, matcherOf, nameMatcher } from "./pattern.ts";
import { applies, type Ground, isKeptLink, kindAt, profileEntries } from "./sources.ts";
import { settingsFiles } from "./settings-files.ts";

/** Folders this deep below the web root are looked at by name. */
const DEEPEST = 6;

/** The paths that deserve a verdict, each once: what any source names, and every folder directly below the web root. */
export function candidatePaths(ground: Ground): RelPath[] {
  const paths = new Set<RelPath>([
    ...decidedPaths(ground),
    ...(ground.record?.entries ?? []).map(({ path }) => path),
    ...profilePaths(ground),
    ...claimsByCode(ground.inventory, ground.webRoot).flatMap(({ path, once }) =>
      once === "there" && !ground.inventory.nodes.has(path) ? [] : [path],
    ),
    ...webFolders(ground),
    ...observedPaths(ground),
    ...namedFolders(ground),
    ...foldersInIgnore(ground.inventory)
      .filter(({ path, data }) => data || isInside(path, ground.webRoot || "."))
      .map(({ path }) => path),
    ...openFolders(ground.inventory),
    ...filesAtTheTop(ground),
    ...keptFiles(ground),
    ...settingsFiles(ground.inventory),
    ...credentialFiles(ground).filter((path) => !isOfCode(path, ground)),
  ]);
  return [...paths].filter((path) => !isInside(ground.webRoot, path)).sort();
}

function decidedPaths(ground: Ground): RelPath[] {
  return ground.decisions.flatMap(({ pattern }) => {
    const exact = isGlob(pattern) ? undefined : parseRel(pattern);
    if (exact !== undefined) return [exact];
    const meant = matcherOf(pattern);
    return [...ground.inventory.nodes.keys()].filter(
      (path) => kindAt(path, ground.inventory) !== undefined && meant(path),
    );
  });
}

function profilePaths(ground: Ground): RelPath[] {
  const found: RelPath[] = [];
  for (const { entry } of profileEntries(ground)) {
    const exact = entry.path.includes("*") ? undefined : parseRel(entry.path);
    if (exact === undefined) {
      const meant = nameMatcher(entry.path);
      found.push(
        ...[...ground.inventory.nodes.keys()].filter((path) => meant(path) && applies(entry, path, ground.inventory)),
      );
    } else if (applies(entry, exact, ground.inventory)) found.push(exact);
  }
  return found;
}

/** Folders, and links to folders or to nothing, directly below the web root. */
function webFolders(ground: Ground): RelPath[] {
  return childrenOf(ground.inventory, ground.webRoot)
    .filter((node) => isFolder(node) && baseName(node.path) !== ".git")
    .map(({ path }) => path);
}

/** Folders further down, and beside the web root, whose name or placeholder says data. */
function namedFolders(ground: Ground): RelPath[] {
  const found: RelPath[] = [];
  for (const node of ground.inventory.nodes.values()) {
    if (!isFolder(node) || segmentsOf(node.path).length > DEEPEST) continue;
    if (isOfCode(node.path, ground)) continue;
    const inWeb = ground.webRoot !== "" && isInside(node.path, ground.webRoot);
    const top = !node.path.includes("/") && !node.path.startsWith(".");
    if (
      isDataName(baseName(node.path)) ||
      top ||
      isFullOfUploads(ground.inventory, node.path) ||
      (inWeb && claimsByPlaceholder(ground.inventory, node.path).length > 0)
    )
      found.push(node.path);
  }
  return found;
}

function isOfCode(path: RelPath, { codeFolders }: Ground): boolean {
  return (
    codeFolders.some((folder) => isInside(path, folder)) || ancestorsOf(path).some((above) => isQuiet(baseName(above)))
  );
}

/** Folders in which a data name is a component's or a package's (`modules/media`, `src/uploads`). */
function isQuiet(name: string): boolean {
  return (
    isCodeName(name) ||
    name.startsWith(".") ||
    /^(tests?|docs?|stubs|examples?|demos?|samples?|dummy|defaults?|placeholders?)$/.test(name)
  );
}

function filesAtTheTop(ground: Ground): RelPath[] {
  return childrenOf(ground.inventory, "")
    .filter(({ path, kind }) => kind !== "directory" && /^\.env(\.|$)|\.(sqlite3?|db)$/.test(path))
    .map(({ path }) => path);
}

/** Files that somebody keeps in a shared folder already. */
function keptFiles({ inventory }: Ground): RelPath[] {
  return [...inventory.nodes.values()]
    .filter((node) => node.leadsTo === "file" && isKeptLink(node))
    .map(({ path }) => path);
}

function isFolder(node: InventoryNode): boolean {
  return (
    node.kind === "directory" || (node.kind === "link" && (node.leadsTo === "directory" || node.leadsTo === "absent"))
  );
}
