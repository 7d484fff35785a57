import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/backdrop/files/.platform.app.yaml";
const SETTINGS = "https://github.com/backdrop/backdrop/blob/HEAD/settings.php";
const MODULES = "https://github.com/backdrop/backdrop/blob/HEAD/modules/README.md";

/** Backdrop CMS. Settings are files in config/, beside uploads in files/. */
export const backdrop: Profile = {
  id: "backdrop",
  title: "Backdrop CMS",
  docs: "https://docs.backdropcms.org",
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "core/includes/bootstrap.inc",
      holds: "BACKDROP_VERSION",
      weight: "proof",
      fact: "core/includes/bootstrap.inc speaks of BACKDROP_VERSION",
    },
    {
      kind: "path",
      path: "web/core/includes/bootstrap.inc",
      holds: "BACKDROP_VERSION",
      weight: "proof",
      fact: "web/core/includes/bootstrap.inc speaks of BACKDROP_VERSION",
    },
  ],
  version: [
    { kind: "constant", path: "core/includes/bootstrap.inc", name: "BACKDROP_VERSION" },
    { kind: "constant", path: "web/core/includes/bootstrap.inc", name: "BACKDROP_VERSION" },
  ],
  webRoots: ["web", ""],
  supersedes: ["php", "drupal7"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "@/files", when: "always", fact: "Files of this site", source: TEMPLATE },
    { ...shape.SCRATCH, path: "@/files/css", fact: "Combined styles, made again when asked for", source: SETTINGS },
    { ...shape.SCRATCH, path: "@/files/js", fact: "Combined scripts, made again when asked for", source: SETTINGS },
    {
      ...shape.SECRET_FILE,
      path: "@/settings.php",
      when: "always",
      fact: "Database password of this site",
      source: SETTINGS,
    },
    { ...shape.SECRET_FILE, path: "@/settings.local.php", fact: "Settings of this machine", source: SETTINGS },
    { ...shape.PARTS, path: "config", fact: "Only settings lie in it, each folder judged by itself", source: TEMPLATE },
    { ...shape.USER_DIRECTORY, path: "config/active", fact: "The active settings of this site", source: TEMPLATE },
    { ...shape.USER_DIRECTORY, path: "config/staging", fact: "Settings that wait to become active", source: TEMPLATE },
    { ...shape.USER_DIRECTORY, path: "private", fact: "Files that the web server does not serve", source: TEMPLATE },
    { ...shape.ADD_ONS, path: "@/modules", fact: "Modules are installed here", source: MODULES },
    { ...shape.ADD_ONS, path: "@/themes", fact: "Themes are installed here", source: MODULES },
    { ...shape.ADD_ONS, path: "@/layouts", fact: "Layouts are installed here", source: MODULES },
    ...shape.PANEL_FILES,
  ],
  code: ["@/core"],
  builds: [],
  advice: [],
};
