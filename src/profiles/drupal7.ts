import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/drupal7.php";
const MODULES = "https://www.drupal.org/docs/7/extend/installing-modules";
const ASSETS = "https://api.drupal.org/api/drupal/includes%21common.inc/7.x";
const STYLES = "https://api.drupal.org/api/drupal/modules%21image%21image.module/7.x";

/** Drupal 7. Modules and themes of the owner lie in sites/all. */
export const drupal7: Profile = {
  id: "drupal7",
  title: "Drupal 7",
  docs: "https://www.drupal.org/docs/7",
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "includes/bootstrap.inc",
      holds: "DRUPAL_CORE_COMPATIBILITY",
      weight: "proof",
      fact: "includes/bootstrap.inc speaks of DRUPAL_CORE_COMPATIBILITY",
    },
    {
      kind: "path",
      path: "modules/system/system.module",
      weight: "hint",
      fact: "modules/system/system.module is there",
    },
    { kind: "path", path: "sites/all", weight: "hint", fact: "sites/all is there" },
  ],
  version: [{ kind: "constant", path: "includes/bootstrap.inc", name: "VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.DRUPAL_SITES, source: DEPLOYER },
    { ...shape.DRUPAL_FILES, source: DEPLOYER },
    { ...shape.DRUPAL_FILES_OF_SEVERAL, source: DEPLOYER },
    { ...shape.DRUPAL_STYLES, source: ASSETS },
    { ...shape.DRUPAL_SCRIPTS, source: ASSETS },
    { ...shape.DRUPAL_PICTURES, source: STYLES },
    {
      ...shape.SECRET_FILE,
      path: "@/sites/default/settings.php",
      when: "always",
      fact: "Database password and salt of this site",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: "@/sites/*/settings.php",
      fact: "Database password and salt of one site",
      source: DEPLOYER,
    },
    { ...shape.ADD_ONS, path: "sites/all/modules", fact: "Modules are installed here", source: MODULES },
    { ...shape.ADD_ONS, path: "sites/all/themes", fact: "Themes are installed here", source: MODULES },
    { ...shape.ADD_ONS, path: "sites/all/libraries", fact: "Libraries that modules need", source: MODULES },
    ...shape.PANEL_FILES,
  ],
  code: ["includes", "misc", "modules", "themes", "profiles", "scripts"],
  builds: [],
  advice: ["Deployments replace the core folders; modules and themes of the owner belong in sites/all"],
};
