import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
      fact: "Pictures of products",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "download",
      when: "always",
      fact: "Files that are sold",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "upload",
      when: "always",
      fact: "Files that customers upload",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "log",
      fact: "Logs",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/logs", fact: "Logs", source: "https://devdocs.prestashop-project.org" },
    { ...shape.SCRATCH, path: "var/cache", fact: "Caches", source: "https://devdocs.prestashop-project.org" },
    {
      ...shape.USER_DIRECTORY,
      path: "translations",
      handling: "merge",
      fact: "Translations of the owner",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "mails",
      handling: "merge",
      fact: "Texts of mails",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    {
      ...shape.ADD_ONS,
      path: "modules",
      fact: "Modules are installed here",
      source: "https://devdocs.prestashop-project.org",
    },
    {
      ...shape.ADD_ONS,
      path: "themes",
      fact: "Themes are installed here",
      source: "https://devdocs.prestashop-project.org",
    },
    {
      ...shape.ADD_ONS,
      path: "override",
      fact: "Overrides of the owner and of modules",
      source: "https://devdocs.prestashop-project.org",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/settings.inc.php",
      fact: "Database password of this shop",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "app/config/parameters.php",
      fact: "Database password of this shop",
      source: "https://devdocs.prestashop-project.org",
    },
    {
      ...shape.EDITED_FILE,
      path: ".htaccess",
      fact: "The shop writes its rules into it",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/prestashop.php",
    },
  ],
  code: ["classes", "controllers", "src", "tools", "vendor", "webservice"],
  builds: [],
  advice: [],
};
