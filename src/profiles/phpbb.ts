import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/phpbb/phpbb/blob/HEAD/.gitignore";
const UPGRADE = "https://www.phpbb.com/support/docs/en/3.3/ug/upgradeguide/";

/** phpBB. */
export const phpbb: Profile = {
  id: "phpbb",
  title: "phpBB",
  docs: "https://www.phpbb.com/support/docs/en/3.3/ug/",
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "includes/constants.php",
      holds: "PHPBB_VERSION",
      weight: "proof",
      fact: "includes/constants.php speaks of PHPBB_VERSION",
    },
    { kind: "path", path: "viewtopic.php", weight: "hint", fact: "viewtopic.php is there" },
    { kind: "path", path: "phpbb/di", weight: "hint", fact: "phpbb/di is there" },
  ],
  version: [{ kind: "constant", path: "includes/constants.php", name: "PHPBB_VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config.php",
      when: "always",
      fact: "Database password of this board",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "files", when: "always", fact: "Attached files", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "store", fact: "Backups and stored files", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "images/avatars/upload",
      when: "always",
      fact: "Pictures of members",
      source: IGNORE,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "images/avatars/gallery",
      handling: "merge",
      fact: "Pictures to choose from",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "images/ranks", fact: "Pictures of ranks", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "images/smilies",
      handling: "merge",
      fact: "Smilies; the owner's lie among the shipped ones",
      source: UPGRADE,
    },
    { ...shape.ADD_ONS, path: "ext", fact: "Extensions are installed here", source: IGNORE },
    { ...shape.ADD_ONS, path: "styles", fact: "Styles are installed here", source: IGNORE },
    { ...shape.ADD_ONS, path: "language", fact: "Language packs are installed here", source: IGNORE },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: IGNORE },
    ...shape.PANEL_FILES,
  ],
  code: ["includes", "phpbb", "adm", "assets", "vendor"],
  builds: [],
  advice: ["Remove the install folder from each release"],
};
