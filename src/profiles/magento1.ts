import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/magento.php";
const HTACCESS = "https://github.com/OpenMage/magento-lts/blob/HEAD/.htaccess";

/** Magento 1 and OpenMage. */
export const magento1: Profile = {
  id: "magento1",
  title: "Magento 1",
  docs: "https://github.com/OpenMage/magento-lts",
  tier: "product",
  markers: [
    { kind: "path", path: "app/Mage.php", weight: "proof", fact: "app/Mage.php is there" },
    { kind: "path", path: "app/etc/config.xml", weight: "hint", fact: "app/etc/config.xml is there" },
  ],
  version: [],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "media", when: "always", fact: "Pictures of products", source: DEPLOYER },
    {
      ...shape.SCRATCH,
      path: "media/catalog/product/cache",
      fact: "Scaled pictures, made again when asked for",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: "app/etc/local.xml",
      when: "always",
      fact: "Database password and key of this shop",
      source: DEPLOYER,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var",
      when: "always",
      fact: "Logs, sessions, reports, exports",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "var/cache", fact: "Caches", source: DEPLOYER },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "Rules of this shop", source: HTACCESS },
    shape.PANEL_SETTINGS,
  ],
  code: ["app", "app/code", "app/design", "lib", "skin", "js", "includes", "vendor"],
  builds: [],
  advice: ["Extensions of Magento 1 are copied into app/code and skin: deploy them with the code"],
};
