import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php";
const IGNORE = "https://github.com/PrestaShop/PrestaShop/blob/HEAD/.gitignore";
const UPGRADE = "https://devdocs.prestashop-project.org/8/basics/keeping-up-to-date/";

/** PrestaShop. */
export const prestashop: Profile = {
  id: "prestashop",
  title: "PrestaShop",
  docs: "https://devdocs.prestashop-project.org",
  tier: "product",
  markers: [
    { kind: "path", path: "config/defines.inc.php", weight: "proof", fact: "config/defines.inc.php is there" },
    {
      kind: "path",
      path: "classes/PrestaShopAutoload.php",
      weight: "proof",
      fact: "classes/PrestaShopAutoload.php is there",
    },
    {
      kind: "path",
      path: "classes/controller/Controller.php",
      weight: "hint",
      fact: "classes/controller/Controller.php is there",
    },
  ],
  version: [{ kind: "constant", path: "app/AppKernel.php", name: "VERSION" }],
  webRoots: [""],
  supersedes: ["php", "symfony"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "img",
      when: "always",
      fact: "Pictures of products; defaults ship in it",
      source: DEPLOYER,
    },
    {
      ...shape.SCRATCH,
      path: "img/tmp",
      fact: "Scaled pictures of the back office, made again when asked for",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "download", when: "always", fact: "Files that are sold", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "upload", when: "always", fact: "Files that customers upload", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "log", fact: "Logs", source: DEPLOYER },
    { ...shape.PARTS, path: "var", fact: "Only its logs persist", source: UPGRADE },
    { ...shape.RUNTIME_DIRECTORY, path: "var/logs", fact: "Logs", source: UPGRADE },
    { ...shape.SCRATCH, path: "var/cache", fact: "Caches", source: UPGRADE },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "translations",
      handling: "merge",
      fact: "Translations of the owner",
      source: DEPLOYER,
    },
    { ...shape.USER_DIRECTORY, path: "mails", handling: "merge", fact: "Texts of mails", source: DEPLOYER },
    {
      ...shape.USER_DIRECTORY,
      path: "themes/*/lang",
      handling: "merge",
      fact: "Translations of a theme",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "themes/*/mails",
      handling: "merge",
      fact: "Texts of mails of a theme",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "themes/*/pdf/lang",
      handling: "merge",
      fact: "Translations of the documents of a theme",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "config/themes",
      fact: "Settings of themes, which the back office writes",
      source: UPGRADE,
    },
    { ...shape.ADD_ONS, path: "modules", fact: "Modules are installed here", source: UPGRADE },
    { ...shape.ADD_ONS, path: "themes", fact: "Themes are installed here", source: UPGRADE },
    { ...shape.ADD_ONS, path: "override", fact: "Overrides of the owner and of modules", source: UPGRADE },
    { ...shape.SECRET_FILE, path: "config/settings.inc.php", fact: "Database password of this shop", source: DEPLOYER },
    {
      ...shape.SECRET_FILE,
      path: "app/config/parameters.php",
      fact: "Database password of this shop",
      source: UPGRADE,
    },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "The shop writes its rules into it", source: DEPLOYER },
    { ...shape.RUNTIME_FILE, path: "robots.txt", fact: "The shop writes it", source: IGNORE },
    shape.PANEL_SETTINGS,
  ],
  code: ["classes", "controllers", "src", "tools", "vendor", "webservice"],
  builds: ["themes/*/cache"],
  advice: [
    "The admin folder has a name of its own on each shop: name it the same in each release",
    "Remove the install folder from each release",
  ],
};
