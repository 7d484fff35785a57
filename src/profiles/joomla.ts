import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/joomla.php";
const BACKUP = "https://docs.joomla.org/Backup_Basics_for_a_Joomla!_Web_Site";
const EXTENSIONS = "https://docs.joomla.org/Installing_an_extension";
const OVERRIDES = "https://docs.joomla.org/J3.x:Language_Overrides_in_Joomla";
const IGNORE = "https://github.com/joomla/joomla-cms/blob/HEAD/.gitignore";
const HTACCESS = "https://docs.joomla.org/Preconfigured_htaccess";

/** Joomla. Extensions are spread over many folders of code. */
export const joomla: Profile = {
  id: "joomla",
  title: "Joomla",
  docs: BACKUP,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "administrator/manifests/files/joomla.xml",
      weight: "proof",
      fact: "administrator/manifests/files/joomla.xml is there",
    },
    {
      kind: "path",
      path: "libraries/src/Version.php",
      holds: "Joomla",
      weight: "proof",
      fact: "libraries/src/Version.php speaks of Joomla",
    },
    { kind: "path", path: "administrator", weight: "hint", fact: "administrator is there" },
    { kind: "path", path: "configuration.php", weight: "hint", fact: "configuration.php is there" },
  ],
  version: [],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.PARTS,
      path: "administrator",
      fact: "Extensions put their part for the panel into it",
      source: EXTENSIONS,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "images",
      when: "always",
      fact: "The media manager; a few pictures ship in it",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: "configuration.php",
      when: "always",
      fact: "Database password and settings of this site",
      source: DEPLOYER,
    },
    { ...shape.USER_DIRECTORY, path: "files", fact: "The second folder of the media manager", source: BACKUP },
    { ...shape.ADD_ONS, path: "templates", fact: "Templates are installed and edited here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "plugins", fact: "Extensions are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "components", fact: "Extensions are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "modules", fact: "Extensions are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "media", fact: "Scripts and styles of installed extensions", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "language", fact: "Language packs are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "administrator/components", fact: "Extensions are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "administrator/modules", fact: "Extensions are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "administrator/templates", fact: "Templates are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "administrator/language", fact: "Language packs are installed here", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "libraries", fact: "Libraries of installed extensions", source: EXTENSIONS },
    { ...shape.ADD_ONS, path: "administrator/manifests", fact: "Which extensions are installed", source: EXTENSIONS },
    { ...shape.USER_DIRECTORY, path: "language/overrides", fact: "Translations of the owner", source: OVERRIDES },
    {
      ...shape.USER_DIRECTORY,
      path: "administrator/language/overrides",
      fact: "Translations of the owner",
      source: OVERRIDES,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "administrator/logs", fact: "Logs", source: IGNORE },
    { ...shape.SCRATCH, path: "tmp", fact: "Scratch space", source: IGNORE },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: IGNORE },
    { ...shape.SCRATCH, path: "administrator/cache", fact: "Caches", source: IGNORE },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "Rules of this site", source: HTACCESS },
    shape.PANEL_SETTINGS,
  ],
  // The pictures that ship in the media manager's folder are below `images`, which is people's as a whole.
  code: [
    "images/banners",
    "images/headers",
    "images/sampledata",
    "media/system",
    "media/vendor",
    "api",
    "cli",
    "includes",
    "layouts",
    "administrator/includes",
  ],
  builds: [],
  advice: ["Remove the installation folder from each release"],
};
