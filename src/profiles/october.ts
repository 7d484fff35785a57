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
    { ...shape.OCTOBER_THEMES, source: CMS },
    { ...shape.OCTOBER_THEME, source: CMS },
    { ...shape.OCTOBER_PLUGINS, source: CMS },
    { ...shape.OCTOBER_MEDIA, source: DISKS },
    { ...shape.OCTOBER_UPLOADS, source: DISKS },
    {
      ...shape.SCRATCH,
      path: "storage/app/resources",
      fact: "Scaled and combined files, made again when asked for",
      source: DISKS,
    },
    { ...shape.OCTOBER_RESIZED, source: DISKS },
    { ...shape.OCTOBER_PAGES, source: CMS },
    {
      ...shape.USER_FILE,
      path: "storage/cms/project.json",
      fact: "The licence of this installation, among caches",
      source: DOCS,
    },
    { ...shape.OCTOBER_TEMP, source: CMS },
  ],
  code: ["plugins/october", "modules"],
  builds: [],
  advice: ["Where pages are edited in the backend, the files below themes are your content"],
};
