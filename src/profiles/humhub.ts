import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const INSTALLATION = "https://docs.humhub.org/docs/admin/installation/";
const IGNORE = "https://github.com/humhub/humhub/blob/HEAD/.gitignore";
const THEMES = "https://docs.humhub.org/docs/theme/";

/** HumHub. Built on Yii 2, but its folders are its own. */
export const humhub: Profile = {
  id: "humhub",
  title: "HumHub",
  docs: INSTALLATION,
  tier: "product",
  markers: [
    { kind: "path", path: "protected/humhub", weight: "proof", fact: "protected/humhub is there" },
    { kind: "package", manager: "composer", name: "humhub/humhub", weight: "proof" },
  ],
  version: [],
  webRoots: [""],
  supersedes: ["php", "yii2"],
  reads: [],
  entries: [
    {
      ...shape.PARTS,
      path: "protected",
      fact: "Settings, modules and what the site writes lie below it, beside the code",
      source: INSTALLATION,
    },
    { ...shape.USER_DIRECTORY, path: "uploads", when: "always", fact: "Files of members", source: INSTALLATION },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "protected/runtime",
      when: "always",
      fact: "Logs, caches and search indexes",
      source: INSTALLATION,
    },
    { ...shape.SCRATCH, path: "protected/runtime/cache", fact: "Caches, made again when asked for", source: IGNORE },
    { ...shape.ADD_ONS, path: "protected/modules", fact: "Modules are installed here", source: INSTALLATION },
    {
      ...shape.USER_DIRECTORY,
      path: "protected/config",
      when: "always",
      handling: "merge",
      secret: true,
      fact: "Settings of this installation",
      source: INSTALLATION,
    },
    { ...shape.ADD_ONS, path: "themes", fact: "Themes are installed here", source: THEMES },
    { ...shape.SCRATCH, path: "assets", fact: "Published by the asset manager for one release", source: INSTALLATION },
    ...shape.PANEL_FILES,
  ],
  code: ["protected/humhub", "protected/vendor", "static"],
  builds: [],
  advice: ["Run php protected/yii migrate/up --includeModuleMigrations=1 after a deployment"],
};
