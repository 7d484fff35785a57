import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/opencart/opencart/blob/HEAD/.gitignore";
const DOCS = "https://docs.opencart.com";

/** OpenCart. Its Composer packages lie inside the storage folder. */
export const opencart: Profile = {
  id: "opencart",
  title: "OpenCart",
  docs: DOCS,
  tier: "product",
  markers: [
    { kind: "path", path: "system/startup.php", weight: "proof", fact: "system/startup.php is there" },
    { kind: "path", path: "catalog/controller", weight: "hint", fact: "catalog/controller is there" },
    { kind: "path", path: "admin/controller", weight: "hint", fact: "admin/controller is there" },
  ],
  version: [{ kind: "constant", path: "index.php", name: "VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: ["index.php"],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config.php",
      when: "always",
      fact: "Database password of this shop",
      source: IGNORE,
    },
    {
      ...shape.SECRET_FILE,
      path: "admin/config.php",
      when: "always",
      fact: "Database password of this shop",
      source: IGNORE,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "image/catalog",
      when: "always",
      fact: "Pictures of the shop's products; demo pictures ship in it",
      source: DOCS,
    },
    { ...shape.SCRATCH, path: "image/cache", fact: "Scaled pictures", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "image/data", fact: "Pictures of an old version", source: DOCS },
    {
      ...shape.PARTS,
      path: "system/storage",
      fact: "Packages of the code lie among its data, each folder judged by itself",
      source: IGNORE,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "system/storage/download",
      when: "always",
      fact: "Files that are sold",
      source: IGNORE,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "system/storage/upload",
      when: "always",
      fact: "Files that customers upload",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "system/storage/backup", fact: "Backups", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "system/storage/logs", when: "always", fact: "Logs", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "system/storage/session", fact: "Sessions", source: IGNORE },
    { ...shape.ADD_ONS, path: "system/storage/marketplace", fact: "Installed extensions", source: DOCS },
    { ...shape.SCRATCH, path: "system/storage/cache", fact: "Caches", source: IGNORE },
    { ...shape.SCRATCH, path: "system/storage/modification", fact: "Compiled modifications", source: IGNORE },
    { ...shape.ADD_ONS, path: "extension", fact: "Extensions are installed here", source: DOCS },
    { ...shape.USER_DIRECTORY, path: "storage", fact: "The storage folder, moved", source: DOCS },
    { ...shape.USER_FILE, path: "install.lock", fact: "The installer's mark", source: DOCS },
    { ...shape.SCRATCH, path: "catalog/view/data", fact: "Written while the shop runs", source: DOCS },
    { ...shape.SCRATCH, path: "catalog/view/html", fact: "Written while the shop runs", source: DOCS },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "Rules of this shop", source: IGNORE },
    shape.PANEL_SETTINGS,
  ],
  code: ["admin", "catalog", "system", "install"],
  builds: ["system/storage/vendor"],
  advice: [
    "Remove the install folder from each release",
    "A storage folder that was moved out of the app needs no deployment",
  ],
};
