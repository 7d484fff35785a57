import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/silverstripe.php";
const IGNORE = "https://github.com/silverstripe/silverstripe-installer/blob/HEAD/.gitignore";
const FILES = "https://docs.silverstripe.org/en/5/developer_guides/files/file_storage/";

/** Silverstripe CMS. Files of editors lie in assets. */
export const silverstripe: Profile = {
  id: "silverstripe",
  title: "Silverstripe CMS",
  docs: "https://docs.silverstripe.org",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "silverstripe/recipe-cms", weight: "proof" },
    { kind: "package", manager: "composer", name: "silverstripe/recipe-core", weight: "proof" },
    { kind: "package", manager: "composer", name: "silverstripe/framework", weight: "proof" },
    { kind: "package", manager: "composer", name: "silverstripe/cms", weight: "proof" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "silverstripe/recipe-cms" },
    { kind: "package", manager: "composer", name: "silverstripe/framework" },
  ],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "@/assets", when: "always", fact: "Files of editors", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "@/assets/.protected",
      fact: "Files that only some may see, and drafts",
      source: FILES,
    },
    { ...shape.SECRET_FILE, path: ".env", when: "always", fact: "Database password of this site", source: IGNORE },
    { ...shape.SCRATCH, path: "silverstripe-cache", fact: "Caches", source: IGNORE },
    ...shape.PANEL_FILES,
  ],
  code: ["app", "mysite", "themes", "vendor"],
  builds: ["@/_resources"],
  advice: ["Run vendor/bin/sake dev/build after a deployment"],
};
