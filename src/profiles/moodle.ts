import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const UPGRADING = "https://docs.moodle.org/en/Upgrading";
const BACKUP = "https://docs.moodle.org/en/Site_backup";
const PLUGINS = "https://docs.moodle.org/en/Installing_plugins";

/** Moodle. Its data folder stands outside the app. */
export const moodle: Profile = {
  id: "moodle",
  title: "Moodle",
  docs: "https://docs.moodle.org",
  tier: "product",
  markers: [
    { kind: "path", path: "lib/moodlelib.php", weight: "proof", fact: "lib/moodlelib.php is there" },
    { kind: "path", path: "public/lib/moodlelib.php", weight: "proof", fact: "public/lib/moodlelib.php is there" },
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
      source: UPGRADING,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "moodledata",
      fact: "The data folder, where it was put into the app",
      source: BACKUP,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "moodledata/filedir",
      fact: "Files of courses and people, named by their content",
      source: BACKUP,
    },
    { ...shape.SCRATCH, path: "moodledata/cache", fact: "Caches, made again when asked for", source: BACKUP },
    {
      ...shape.SCRATCH,
      path: "moodledata/localcache",
      fact: "Caches of this server, made again when asked for",
      source: BACKUP,
    },
    { ...shape.SCRATCH, path: "moodledata/temp", fact: "Scratch space", source: BACKUP },
    { ...shape.ADD_ONS, path: "@/mod", fact: "Activities are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/theme", fact: "Themes are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/local", fact: "Local plugins are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/blocks", fact: "Blocks are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/auth", fact: "Ways to log in are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/enrol", fact: "Ways to enrol are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/filter", fact: "Filters are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/report", fact: "Reports are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/question/type", fact: "Types of questions are installed here", source: PLUGINS },
    { ...shape.ADD_ONS, path: "@/course/format", fact: "Formats of courses are installed here", source: PLUGINS },
  ],
  code: ["@/lib", "@/admin", "@/course", "@/user", "@/question"],
  builds: [],
  advice: [
    "Keep moodledata outside the folder that the web server serves",
    "Run php admin/cli/upgrade.php after a deployment",
  ],
};
