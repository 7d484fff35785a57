import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/contao.php";
const MANUAL = "https://docs.contao.org/manual/en/";

/** Contao. A Symfony app, whose profile applies as well; files of editors lie in files/. */
export const contao: Profile = {
  id: "contao",
  title: "Contao",
  docs: MANUAL,
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "contao/manager-bundle", weight: "proof" },
    { kind: "package", manager: "composer", name: "contao/core-bundle", weight: "proof" },
    { kind: "path", path: "contao-manager", weight: "hint", fact: "contao-manager is there" },
    { kind: "path", path: "system/modules", weight: "hint", fact: "system/modules is there" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "contao/manager-bundle" },
    { kind: "package", manager: "composer", name: "contao/core-bundle" },
  ],
  webRoots: ["public", "web"],
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "files", when: "always", fact: "Files of editors", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "assets/images", fact: "Scaled pictures", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "contao-manager",
      secret: true,
      fact: "The Contao Manager with its users and settings",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "@/share", fact: "Feeds and site maps", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "system/config",
      secret: true,
      handling: "merge",
      fact: "Settings made in the backend",
      source: DEPLOYER,
    },
    { ...shape.USER_DIRECTORY, path: "var/backups", fact: "Backups of the database", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/logs", when: "always", fact: "Logs", source: DEPLOYER },
    { ...shape.SECRET_FILE, path: "config/parameters.yml", fact: "Database password of this site", source: DEPLOYER },
    { ...shape.SECRET_FILE, path: "config/parameters.yaml", fact: "Database password of this site", source: MANUAL },
    { ...shape.ADD_ONS, path: "templates", fact: "The owner's templates, which the backend can edit", source: MANUAL },
  ],
  code: ["system/modules", "contao"],
  builds: ["assets/contao", "system/tmp"],
  advice: ["Run vendor/bin/contao-console contao:symlinks after a deployment"],
};
