import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** MediaWiki. */
export const mediawiki: Profile = {
  id: "mediawiki",
  title: "MediaWiki",
  docs: "https://www.mediawiki.org/wiki/Manual:Upgrading",
  tier: "product",
  markers: [
    { kind: "path", path: "includes/WebStart.php", weight: "proof", fact: "includes/WebStart.php is there" },
    { kind: "path", path: "LocalSettings.php", weight: "hint", fact: "LocalSettings.php is there" },
    { kind: "path", path: "includes/Defines.php", weight: "hint", fact: "includes/Defines.php is there" },
  ],
  version: [{ kind: "constant", path: "includes/Defines.php", name: "MW_VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "LocalSettings.php",
      when: "always",
      fact: "Database password and settings of this wiki",
      source: "https://www.mediawiki.org/wiki/Manual:Upgrading",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "images",
      when: "always",
      fact: "Uploaded files",
      source: "https://www.mediawiki.org/wiki/Manual:Upgrading",
    },
    {
      ...shape.ADD_ONS,
      path: "extensions",
      fact: "Extensions are installed here",
      source: "https://www.mediawiki.org/wiki/Manual:Upgrading",
    },
    {
      ...shape.ADD_ONS,
      path: "skins",
      fact: "Skins are installed here",
      source: "https://www.mediawiki.org/wiki/Manual:Upgrading",
    },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: "https://www.mediawiki.org/wiki/Manual:Upgrading" },
  ],
  code: ["includes", "languages", "maintenance", "resources", "vendor"],
  builds: [],
  advice: [],
};
