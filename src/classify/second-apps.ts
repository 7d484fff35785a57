import type { Detection } from "../core/entry.ts";
import { childrenOf } from "../core/inventory.ts";
import { partOf } from "../core/part.ts";
import { baseName, isInside, type RelPath } from "../core/path.ts";
import { detect } from "../detect/detect.ts";
import { profiles } from "../profiles/index.ts";
import type { Profile } from "../profiles/profile.ts";
import type { Ground } from "./sources.ts";

/** Another application than the one that is judged. */
export interface SecondApp {
  /** The folder that it fills; null where both stand in the same one. */
  readonly folder: RelPath | null;
  readonly titles: readonly string[];
}

/** What makes an application of its own, as opposed to a part of one: its front end, its language. */
const WHOLE: readonly Profile["tier"][] = ["product", "framework"];
const QUIET = /^(tests?|docs?|examples?|stubs|fixtures|samples?|demos?|\..*)$/i;

/**
 * The further applications in the folder of one: beside it, or in a folder of their own at the top or in the web root. Those that are judged by
 * themselves, because no application stands at the root, are none of them.
 */
export function secondApps(ground: Pick<Ground, "inventory" | "detections" | "codeFolders" | "webRoot">): SecondApp[] {
  if (ground.detections.some(({ base }) => base !== undefined)) return [];
  return [...besides(ground.detections), ...inFolders(ground)];
}

/** Two of the same rank; a product on its framework is one application. */
function besides(detections: readonly Detection[]): SecondApp[] {
  return WHOLE.flatMap((tier) => {
    const found = detections.filter(({ id }) => tierOf(id) === tier);
    return found.length < 2 ? [] : [{ folder: null, titles: found.map(({ title }) => title) }];
  });
}

function inFolders({ inventory, detections, codeFolders, webRoot }: Parameters<typeof secondApps>[0]): SecondApp[] {
  const known = new Set(detections.flatMap(({ id }) => [id, ...(profileOf(id)?.supersedes ?? [])]));
  const parents: readonly (RelPath | "")[] = webRoot === "" ? [""] : ["", webRoot];
  const folders = parents
    .flatMap((parent) => childrenOf(inventory, parent))
    .filter(({ path, kind }) => kind === "directory" && !isInside(webRoot, path) && !QUIET.test(baseName(path)))
    .filter(({ path }) => !codeFolders.some((folder) => isInside(path, folder)));
  return folders.flatMap(({ path }) => {
    const titles = detect(partOf(inventory, path), profiles)
      .filter(({ id }) => WHOLE.includes(tierOf(id) ?? "language") && !known.has(id))
      .map(({ title }) => title);
    return titles.length === 0 ? [] : [{ folder: path, titles }];
  });
}

function profileOf(id: string): Profile | undefined {
  return profiles.find((profile) => profile.id === id);
}

function tierOf(id: string): Profile["tier"] | undefined {
  return profileOf(id)?.tier;
}
