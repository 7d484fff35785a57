import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/typo3.php";
const STRUCTURE =
  "https://docs.typo3.org/m/typo3/reference-coreapi/main/en-us/ApiOverview/DirectoryStructure/Index.html";

/** TYPO3. Files of editors lie in fileadmin. */
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
    { ...shape.USER_DIRECTORY, path: "@/fileadmin", when: "always", fact: "Files of editors", source: DEPLOYER },
    {
      ...shape.SCRATCH,
      path: "@/fileadmin/_processed_",
      fact: "Scaled pictures, made again when asked for",
      source: STRUCTURE,
    },
    { ...shape.USER_DIRECTORY, path: "@/uploads", fact: "Files of old extensions", source: STRUCTURE },
    { ...shape.SCRATCH, path: "@/typo3temp", fact: "Scratch space", source: STRUCTURE },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "@/typo3temp/assets",
      when: "always",
      fact: "Scaled pictures and combined files that pages refer to",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "@/typo3temp/var", fact: "Caches where no var folder is set", source: STRUCTURE },
    {
      ...shape.PARTS,
      path: "var",
      fact: "Writable; only some of its folders persist, each judged by itself",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/log", when: "always", fact: "Logs", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/session", fact: "Sessions", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/lock", fact: "Locks", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/spool", fact: "Mails that wait to be sent", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/charset", fact: "Tables of character sets", source: STRUCTURE },
    { ...shape.SCRATCH, path: "var/cache", fact: "Compiled for one release", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "var/labels", fact: "Downloaded language packs", source: STRUCTURE },
    {
      ...shape.SECRET_FILE,
      path: "config/system/settings.php",
      fact: "Database password of this site",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/system/additional.php",
      when: "uncommitted",
      fact: "Settings of this site",
      source: STRUCTURE,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "config/sites",
      handling: "merge",
      fact: "Settings of sites, which the backend writes",
      source: STRUCTURE,
    },
    {
      ...shape.SECRET_FILE,
      path: "@/typo3conf/LocalConfiguration.php",
      fact: "Database password of this site",
      source: STRUCTURE,
    },
    {
      ...shape.SECRET_FILE,
      path: "@/typo3conf/AdditionalConfiguration.php",
      when: "uncommitted",
      fact: "Settings of this site",
      source: STRUCTURE,
    },
    {
      ...shape.ADD_ONS,
      path: "@/typo3conf/ext",
      fact: "Extensions are installed here, without Composer",
      source: STRUCTURE,
    },
    { ...shape.ADD_ONS, path: "@/typo3conf/l10n", fact: "Downloaded language packs", source: STRUCTURE },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this site", source: STRUCTURE },
    ...shape.PANEL_FILES,
  ],
  code: ["packages", "vendor"],
  builds: ["@/_assets", "@/typo3"],
  advice: ["Run vendor/bin/typo3 extension:setup and cache:flush after a deployment"],
};
