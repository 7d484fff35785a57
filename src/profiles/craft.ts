import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/craftcms.php";
const STRUCTURE = "https://craftcms.com/docs/5.x/system/directory-structure.html";
const ASSETS = "https://craftcms.com/docs/5.x/reference/element-types/assets.html";

/** Craft CMS. Where uploads lie is set for each asset volume. */
export const craft: Profile = {
  id: "craft",
  title: "Craft CMS",
  docs: "https://craftcms.com/docs/5.x/deploy.html",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "craftcms/cms", weight: "proof" },
    { kind: "path", path: "craft", weight: "hint", fact: "craft is there" },
    { kind: "path", path: "config/project", weight: "hint", fact: "config/project is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "craftcms/cms" }],
  webRoots: ["web", "public"],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Keys and settings of this installation",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "storage",
      when: "always",
      fact: "Logs, backups, sessions and caches",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "storage/runtime", fact: "Caches, compiled templates, scratch space", source: STRUCTURE },
    { ...shape.USER_DIRECTORY, path: "storage/backups", fact: "Backups of the database", source: STRUCTURE },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/logs", fact: "Logs", source: STRUCTURE },
    {
      ...shape.USER_DIRECTORY,
      path: "storage/rebrand",
      fact: "The logo and picture of the control panel",
      source: STRUCTURE,
    },
    { ...shape.USER_DIRECTORY, path: "@/assets", fact: "The asset volume of the usual recipe", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "@/uploads", fact: "An asset volume", source: ASSETS },
    { ...shape.SCRATCH, path: "@/cpresources", fact: "Published resources of the control panel", source: DEPLOYER },
    {
      ...shape.USER_FILE,
      path: "config/license.key",
      secret: true,
      fact: "The licence of this installation",
      source: STRUCTURE,
    },
  ],
  code: ["config", "templates", "modules", "migrations", "translations", "vendor", "node_modules"],
  builds: [],
  advice: [
    "Run php craft up after a deployment",
    "Where a volume has a folder of its own below the web root, decide that folder as user data",
  ],
};
