import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const INSTALL = "https://docs.flarum.org/install";
const CONFIG = "https://docs.flarum.org/config";
const EXTEND = "https://docs.flarum.org/extenders";
const COMPOSER = "https://docs.flarum.org/composer";
const CORE =
  "https://github.com/flarum/framework/blob/HEAD/framework/core/src/Filesystem/FilesystemServiceProvider.php";

/** Flarum. The web root holds uploads and published styles in one folder. */
export const flarum: Profile = {
  id: "flarum",
  title: "Flarum",
  docs: INSTALL,
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "flarum/core", weight: "proof" },
    { kind: "path", path: "flarum", holds: "Flarum", weight: "hint", fact: "flarum speaks of Flarum" },
    { kind: "path", path: "extend.php", holds: "Flarum", weight: "hint", fact: "extend.php speaks of Flarum" },
  ],
  version: [{ kind: "package", manager: "composer", name: "flarum/core" }],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config.php",
      when: "always",
      fact: "Database password of this forum",
      source: CONFIG,
    },
    {
      ...shape.EDITED_FILE,
      path: "extend.php",
      handling: "carry",
      fact: "The owner's own extenders, which name files beside it",
      source: EXTEND,
    },
    {
      ...shape.EDITED_FILE,
      path: "composer.json",
      fact: "Lists the extensions that this forum has added",
      source: COMPOSER,
    },
    {
      ...shape.EDITED_FILE,
      path: "composer.lock",
      fact: "The versions of the extensions that this forum has added",
      source: COMPOSER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "@/assets",
      when: "always",
      handling: "merge",
      fact: "Avatars, logos and uploads; published styles lie beside them",
      source: CORE,
    },
    { ...shape.USER_DIRECTORY, path: "@/assets/avatars", fact: "Pictures of members", source: CORE },
    { ...shape.USER_DIRECTORY, path: "@/assets/files", fact: "Files of the upload extension", source: CORE },
    {
      ...shape.SCRATCH,
      path: "@/assets/extensions",
      fact: "Published by extensions, made again by php flarum assets:publish",
      source: CORE,
    },
    {
      ...shape.SCRATCH,
      path: "@/assets/js",
      fact: "Published scripts, made again by php flarum assets:publish",
      source: CORE,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "storage", when: "always", fact: "Sessions, logs, caches", source: INSTALL },
    { ...shape.SCRATCH, path: "storage/cache", fact: "Caches, made again when asked for", source: INSTALL },
    { ...shape.SCRATCH, path: "storage/formatter", fact: "Compiled for one release", source: INSTALL },
    { ...shape.SCRATCH, path: "storage/less", fact: "Compiled styles", source: INSTALL },
    { ...shape.SCRATCH, path: "storage/views", fact: "Compiled views", source: INSTALL },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/logs", fact: "Logs", source: INSTALL },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "storage/sessions",
      fact: "Sessions: without them everybody is logged out",
      source: INSTALL,
    },
    ...shape.PANEL_FILES,
  ],
  code: ["vendor"],
  builds: [],
  advice: [
    "Extensions are Composer packages: install from the server's composer.json, then run php flarum migrate and php flarum cache:clear",
  ],
};
