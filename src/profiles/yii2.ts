import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/yii.php";
const ASSETS = "https://www.yiiframework.com/doc/guide/2.0/en/structure-assets";
const DATABASES = "https://www.yiiframework.com/doc/guide/2.0/en/start-databases";
const ADVANCED = "https://github.com/yiisoft/yii2-app-advanced/blob/HEAD/environments/index.php";

/** Yii 2. */
export const yii2: Profile = {
  id: "yii2",
  title: "Yii 2",
  docs: "https://www.yiiframework.com/doc/guide/2.0/en/start-installation",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "yiisoft/yii2", weight: "proof" },
    { kind: "path", path: "yii", weight: "hint", fact: "yii is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "yiisoft/yii2" }],
  webRoots: ["web", "frontend/web"],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.RUNTIME_DIRECTORY, path: "runtime", when: "always", fact: "Logs, caches and mails", source: DEPLOYER },
    { ...shape.SCRATCH, path: "runtime/cache", fact: "Caches, made again when asked for", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "runtime/logs", fact: "Logs", source: DEPLOYER },
    {
      ...shape.SCRATCH,
      path: "web/assets",
      when: "always",
      fact: "Published by the asset manager for one release",
      source: ASSETS,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/db.php",
      handling: "merge",
      fact: "The database password of this installation",
      source: DATABASES,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "frontend/runtime",
      fact: "Logs and caches of the advanced template",
      source: ADVANCED,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "backend/runtime",
      fact: "Logs and caches of the advanced template",
      source: ADVANCED,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "console/runtime",
      fact: "Logs and caches of the advanced template",
      source: ADVANCED,
    },
    {
      ...shape.SCRATCH,
      path: "frontend/web/assets",
      fact: "Published by the asset manager for one release",
      source: ASSETS,
    },
    {
      ...shape.SCRATCH,
      path: "backend/web/assets",
      fact: "Published by the asset manager for one release",
      source: ASSETS,
    },
    {
      ...shape.SECRET_FILE,
      path: "common/config/main-local.php",
      fact: "The database password of this installation",
      source: ADVANCED,
    },
    ...shape.PANEL_FILES,
  ],
  code: ["commands", "controllers", "models", "views", "assets", "mail", "widgets", "tests", "vendor"],
  builds: [],
  advice: [],
};
