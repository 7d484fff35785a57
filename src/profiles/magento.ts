import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Magento 2 and Adobe Commerce. */
export const magento: Profile = {
  id: "magento",
  title: "Magento 2",
  docs: "https://experienceleague.adobe.com/docs/commerce-operations",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "magento/product-community-edition", weight: "proof" },
    { kind: "path", path: "bin/magento", weight: "proof", fact: "bin/magento is there" },
    { kind: "path", path: "app/etc/di.xml", weight: "hint", fact: "app/etc/di.xml is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "magento/product-community-edition" }],
  webRoots: ["pub", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "pub/media",
      when: "always",
      fact: "Pictures of products",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "app/etc/env.php",
      when: "always",
      fact: "Database password and keys of this shop",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/log",
      when: "always",
      fact: "Logs",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/report",
      fact: "Reports of errors",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/export",
      fact: "Exports",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/import",
      fact: "Imports",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/import_history",
      fact: "Imports",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/importexport",
      fact: "Imports and exports",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/session",
      fact: "Sessions",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "var/backups",
      fact: "Backups",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/tmp",
      fact: "Scratch space",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/composer_home",
      fact: "Composer's home",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "pub/sitemap",
      fact: "Site maps",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.SCRATCH,
      path: "var/cache",
      fact: "Caches",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.SCRATCH,
      path: "var/page_cache",
      fact: "Caches",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
    {
      ...shape.SCRATCH,
      path: "var/view_preprocessed",
      fact: "Caches",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php",
    },
  ],
  code: ["app/code", "app/design", "lib", "setup", "vendor", "dev"],
  builds: ["generated", "pub/static"],
  advice: [],
};
