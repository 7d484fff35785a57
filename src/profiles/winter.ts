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
    { ...shape.OCTOBER_THEMES, source: CMS },
    { ...shape.OCTOBER_THEME, source: CMS },
    { ...shape.OCTOBER_PLUGINS, source: CMS },
    { ...shape.OCTOBER_MEDIA, source: DISKS },
    { ...shape.OCTOBER_UPLOADS, source: DISKS },
    { ...shape.OCTOBER_RESIZED, source: CMS },
    { ...shape.OCTOBER_PAGES, source: CMS },
    { ...shape.OCTOBER_TEMP, source: CMS },
    { ...shape.SECRET_FILE, path: ".env.php", fact: "Settings of this installation", source: IGNORE },
  ],
  code: ["plugins/winter", "modules"],
  builds: [],
  advice: ["A mirrored public folder is generated: run php artisan winter:mirror public after a deployment"],
};
