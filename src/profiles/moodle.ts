import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Moodle. Its data folder stands outside the app. */
export const moodle: Profile = {
  id: "moodle",
  title: "Moodle",
  docs: "https://docs.moodle.org",
  tier: "product",
  markers: [
    { kind: "path", path: "lib/moodlelib.php", weight: "proof", fact: "lib/moodlelib.php is there" },
    { kind: "path", path: "config-dist.php", weight: "hint", fact: "config-dist.php is there" },
    { kind: "path", path: "mod/forum", weight: "hint", fact: "mod/forum is there" },
  ],
  version: [{ kind: "constant", path: "version.php", name: "$release" }],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: ["version.php"],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config.php",
      when: "always",
      fact: "Database password of this site",
      source: "https://docs.moodle.org",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "moodledata",
      fact: "The data folder, where it was put into the app",
      source: "https://docs.moodle.org",
    },
    { ...shape.ADD_ONS, path: "mod", fact: "Activities are installed here", source: "https://docs.moodle.org" },
    { ...shape.ADD_ONS, path: "theme", fact: "Themes are installed here", source: "https://docs.moodle.org" },
    { ...shape.ADD_ONS, path: "local", fact: "Local plugins are installed here", source: "https://docs.moodle.org" },
    { ...shape.ADD_ONS, path: "blocks", fact: "Blocks are installed here", source: "https://docs.moodle.org" },
  ],
  code: ["lib", "admin", "course", "user", "question"],
  builds: [],
  advice: [],
};
