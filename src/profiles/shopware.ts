import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/shopware.php";
const PLUGINS = "https://developer.shopware.com/docs/guides/plugins/overview.html";

/** Shopware 6. A Symfony app, whose profile applies as well; plugins are installed on the server. */
export const shopware: Profile = {
  id: "shopware",
  title: "Shopware 6",
  docs: "https://developer.shopware.com/docs/guides/hosting/",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "shopware/core", weight: "proof" },
    { kind: "package", manager: "composer", name: "shopware/platform", weight: "proof" },
  ],
  version: [{ kind: "package", manager: "composer", name: "shopware/core" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "uncommitted",
      fact: "Settings of this shop, where the repository does not hold them",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "files",
      when: "always",
      fact: "Documents and files that are sold",
      source: DEPLOYER,
    },
    { ...shape.USER_DIRECTORY, path: "public/media", when: "always", fact: "Pictures of products", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "public/thumbnail", when: "always", fact: "Scaled pictures", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "public/sitemap", when: "always", fact: "Site maps", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "public/plugins", fact: "Files of plugins", source: DEPLOYER },
    { ...shape.USER_FILE, path: "install.lock", fact: "The installer's mark", source: DEPLOYER },
    { ...shape.ADD_ONS, path: "custom/plugins", fact: "Plugins are installed here", source: DEPLOYER },
    { ...shape.ADD_ONS, path: "custom/apps", fact: "Apps are installed here", source: PLUGINS },
    { ...shape.EDITED_FILE, path: "public/.htaccess", fact: "Rules of this shop", source: DEPLOYER },
    { ...shape.EDITED_FILE, path: "public/.user.ini", fact: "PHP settings of this shop", source: DEPLOYER },
  ],
  code: ["custom/static-plugins"],
  builds: ["public/theme", "public/css", "public/js", "public/fonts"],
  advice: ["Compile the theme in each release: php bin/console theme:compile"],
};
