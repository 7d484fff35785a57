import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/pimcore.php";
const IGNORE = "https://github.com/pimcore/skeleton/blob/HEAD/.gitignore";

/** Pimcore. A Symfony app, whose profile applies as well; assets, versions and the recycle bin lie in var folders. */
export const pimcore: Profile = {
  id: "pimcore",
  title: "Pimcore",
  docs: "https://docs.pimcore.com",
  tier: "product",
  markers: [{ kind: "package", manager: "composer", name: "pimcore/pimcore", weight: "proof" }],
  version: [{ kind: "package", manager: "composer", name: "pimcore/pimcore" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "public/var",
      when: "always",
      fact: "Assets that are served, and their thumbnails",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/email", fact: "Logs of sent mails", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "var/recyclebin",
      fact: "What editors have deleted and may want back",
      source: DEPLOYER,
    },
    { ...shape.USER_DIRECTORY, path: "var/versions", fact: "Earlier versions of every element", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "var/assets", fact: "Assets of editors", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "var/config",
      handling: "merge",
      fact: "Settings made in the backend; some are part of the repository",
      source: IGNORE,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/local/database.yaml",
      fact: "Database password of this installation",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "var/classes",
      handling: "merge",
      fact: "Class definitions, which the repository may hold",
      source: IGNORE,
    },
    { ...shape.SCRATCH, path: "var/tmp", fact: "Scratch space", source: IGNORE },
  ],
  code: [],
  builds: [],
  advice: [
    "Class definitions belong into the repository: decide var/classes as an asset where the backend of the live site does not change them",
  ],
};
