import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "runtime",
      when: "always",
      fact: "Logs, caches and mails",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/yii2-app-basic.php",
    },
    {
      ...shape.SCRATCH,
      path: "web/assets",
      when: "always",
      fact: "Published by the asset manager for one release",
      source: "https://www.yiiframework.com/doc/guide/2.0/en/structure-assets",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/db.php",
      handling: "merge",
      fact: "The database password of this installation",
      source: "https://www.yiiframework.com/doc/guide/2.0/en/start-databases",
    },
  ],
  code: ["commands", "controllers", "models", "views", "assets", "mail", "widgets", "tests", "vendor"],
  builds: [],
  advice: [],
};
