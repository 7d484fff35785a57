import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/magento2.php";
const RESIZE =
  "https://github.com/magento/magento2/blob/HEAD/app/code/Magento/MediaStorage/Console/Command/ImagesResizeCommand.php";

/** Magento 2 and Adobe Commerce. */
export const magento: Profile = {
  id: "magento",
  title: "Magento 2",
  docs: "https://experienceleague.adobe.com/docs/commerce-operations",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "magento/product-community-edition", weight: "proof" },
    { kind: "package", manager: "composer", name: "magento/product-enterprise-edition", weight: "proof" },
    { kind: "package", manager: "composer", name: "mage-os/product-community-edition", weight: "proof" },
    { kind: "path", path: "bin/magento", weight: "proof", fact: "bin/magento is there" },
    { kind: "path", path: "app/etc/di.xml", weight: "hint", fact: "app/etc/di.xml is there" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "magento/product-community-edition" },
    { kind: "package", manager: "composer", name: "magento/product-enterprise-edition" },
  ],
  webRoots: ["pub", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "pub/media", when: "always", fact: "Pictures of products", source: DEPLOYER },
    {
      ...shape.SCRATCH,
      path: "pub/media/catalog/product/cache",
      fact: "Scaled pictures, made again by bin/magento catalog:images:resize",
      source: RESIZE,
    },
    {
      ...shape.SECRET_FILE,
      path: "app/etc/env.php",
      when: "always",
      fact: "Database password and keys of this shop",
      source: DEPLOYER,
    },
    {
      ...shape.USER_FILE,
      path: "var/.maintenance.ip",
      fact: "Who may see the shop during maintenance",
      source: DEPLOYER,
    },
    {
      ...shape.PARTS,
      path: "var",
      fact: "Writable; only some of its folders persist, each judged by itself",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/log", when: "always", fact: "Logs", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/report", fact: "Reports of errors", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/export", fact: "Exports", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/import", fact: "Imports", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/import_history", fact: "Imports", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/importexport", fact: "Imports and exports", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/session", fact: "Sessions", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "var/backups", fact: "Backups", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/tmp", fact: "Scratch space that the recipe keeps", source: DEPLOYER },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/composer_home",
      secret: true,
      fact: "Composer's home, with the keys to the marketplace",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "pub/sitemap", fact: "Site maps", source: DEPLOYER },
    { ...shape.SCRATCH, path: "var/cache", fact: "Caches", source: DEPLOYER },
    { ...shape.SCRATCH, path: "var/page_cache", fact: "Caches", source: DEPLOYER },
    { ...shape.SCRATCH, path: "var/view_preprocessed", fact: "Caches", source: DEPLOYER },
    { ...shape.SCRATCH, path: "var/generation", fact: "Compiled code of old versions", source: DEPLOYER },
    ...shape.PANEL_FILES,
  ],
  code: ["app/code", "app/design", "lib", "setup", "vendor", "dev"],
  builds: ["generated", "pub/static"],
  advice: [
    "Run bin/magento setup:di:compile and setup:static-content:deploy in each release: generated and pub/static belong to it",
  ],
};
