import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** TYPO3. */
export const typo3: Profile = {
  id: "typo3",
  title: "TYPO3",
  docs: "https://docs.typo3.org",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "typo3/cms-core", weight: "proof" },
    { kind: "path", path: "typo3/sysext", weight: "proof", fact: "typo3/sysext is there" },
    { kind: "path", path: "public/typo3", weight: "hint", fact: "public/typo3 is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "typo3/cms-core" }],
  webRoots: ["public", ""],
  supersedes: ["php", "symfony"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "@/fileadmin",
      when: "always",
      fact: "Files of editors",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "@/uploads",
      fact: "Files of old extensions",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.SCRATCH,
      path: "@/typo3temp",
      fact: "Scaled pictures and caches",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/log",
      when: "always",
      fact: "Logs",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/session",
      fact: "Sessions",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/lock",
      fact: "Locks",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/spool",
      fact: "Mails",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.SCRATCH,
      path: "var/cache",
      fact: "Compiled for one release",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/system/settings.php",
      fact: "Database password of this site",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "@/typo3conf/LocalConfiguration.php",
      fact: "Database password of this site",
      source: "https://docs.typo3.org",
    },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this site", source: "https://docs.typo3.org" },
  ],
  code: ["packages", "vendor"],
  builds: ["@/_assets", "@/typo3"],
  advice: [],
};
