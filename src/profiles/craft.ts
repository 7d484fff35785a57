import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Craft CMS. */
export const craft: Profile = {
  id: "craft",
  title: "Craft CMS",
  docs: "https://craftcms.com/docs/5.x/deploy.html",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "craftcms/cms", weight: "proof" },
    { kind: "path", path: "craft", weight: "hint", fact: "craft is there" },
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
      source: "https://github.com/deployphp/deployer/blob/master/recipe/craftcms.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "storage",
      when: "always",
      fact: "Logs, backups, sessions and caches",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/craftcms.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "@/assets",
      fact: "The asset volume of the usual recipe",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/craftcms.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "@/uploads",
      fact: "An asset volume",
      source: "https://craftcms.com/docs/5.x/reference/element-types/assets.html",
    },
    {
      ...shape.SCRATCH,
      path: "@/cpresources",
      fact: "Published resources of the control panel",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/craftcms.php",
    },
    {
      ...shape.USER_FILE,
      path: "config/license.key",
      secret: true,
      fact: "The licence of this installation",
      source: "https://craftcms.com/docs/5.x/deploy.html",
    },
  ],
  code: ["config", "templates", "modules", "migrations", "vendor", "node_modules"],
  builds: [],
  advice: [],
};
