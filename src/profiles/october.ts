import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DISKS = "https://github.com/octobercms/october/blob/HEAD/config/filesystems.php";
const CMS = "https://github.com/octobercms/october/blob/HEAD/config/cms.php";
const DOCS = "https://docs.octobercms.com";

/** October CMS. A Laravel app, whose profile applies as well; themes and plugins are installed and edited on the server. */
export const october: Profile = {
  id: "october",
  title: "October CMS",
  docs: DOCS,
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "october/rain", weight: "proof" },
    { kind: "package", manager: "composer", name: "october/all", weight: "proof" },
    {
      kind: "path",
      path: "modules/system/ServiceProvider.php",
      holds: "October\\Rain",
      weight: "proof",
      fact: "modules/system/ServiceProvider.php speaks of October\\Rain",
    },
    { kind: "path", path: "modules/cms", weight: "hint", fact: "modules/cms is there" },
    { kind: "path", path: "modules/backend", weight: "hint", fact: "modules/backend is there" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "october/rain" },
    { kind: "package", manager: "composer", name: "october/all" },
  ],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.ADD_ONS,
      path: "themes",
      fact: "Themes are installed here, and the editor writes pages into them",
      source: CMS,
    },
    { ...shape.ADD_ONS, path: "themes/*", fact: "An editable theme", source: CMS },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed here", source: CMS },
    { ...shape.ADD_ONS, path: "plugins/*", fact: "A plugin", source: CMS },
    { ...shape.USER_DIRECTORY, path: "storage/app/media", fact: "The media library", source: DISKS },
    { ...shape.USER_DIRECTORY, path: "storage/app/uploads", fact: "Attached files", source: DISKS },
    {
      ...shape.SCRATCH,
      path: "storage/app/resources",
      fact: "Scaled and combined files, made again when asked for",
      source: DISKS,
    },
    {
      ...shape.SCRATCH,
      path: "storage/app/resized",
      fact: "Scaled pictures, made again when asked for",
      source: DISKS,
    },
    {
      ...shape.SCRATCH,
      path: "storage/cms",
      fact: "Compiled pages and combined files, made again when asked for",
      source: CMS,
    },
    {
      ...shape.USER_FILE,
      path: "storage/cms/project.json",
      fact: "The licence of this installation, among caches",
      source: DOCS,
    },
    { ...shape.SCRATCH, path: "storage/temp", fact: "Scratch space", source: CMS },
  ],
  code: ["modules"],
  builds: [],
  advice: ["Where pages are edited in the backend, the files below themes are your content"],
};
