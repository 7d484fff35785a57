import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DISKS = "https://github.com/wintercms/winter/blob/HEAD/config/filesystems.php";
const CMS = "https://github.com/wintercms/winter/blob/HEAD/config/cms.php";
const IGNORE = "https://github.com/wintercms/winter/blob/HEAD/.gitignore";

/** Winter CMS. A Laravel app, whose profile applies as well; themes and plugins are installed and edited on the server. */
export const winter: Profile = {
  id: "winter",
  title: "Winter CMS",
  docs: "https://wintercms.com/docs",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "winter/wn-system-module", weight: "proof" },
    { kind: "package", manager: "composer", name: "winter/storm", weight: "proof" },
    {
      kind: "path",
      path: "modules/system/ServiceProvider.php",
      holds: "Winter\\Storm",
      weight: "proof",
      fact: "modules/system/ServiceProvider.php speaks of Winter\\Storm",
    },
  ],
  version: [{ kind: "package", manager: "composer", name: "winter/wn-system-module" }],
  webRoots: ["public", ""],
  supersedes: ["october"],
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
    { ...shape.SCRATCH, path: "storage/app/resized", fact: "Scaled pictures, made again when asked for", source: CMS },
    {
      ...shape.SCRATCH,
      path: "storage/cms",
      fact: "Compiled pages and combined files, made again when asked for",
      source: CMS,
    },
    { ...shape.SCRATCH, path: "storage/temp", fact: "Scratch space", source: CMS },
    { ...shape.SECRET_FILE, path: ".env.php", fact: "Settings of this installation", source: IGNORE },
  ],
  code: ["modules"],
  builds: [],
  advice: ["A mirrored public folder is generated: run php artisan winter:mirror public after a deployment"],
};
