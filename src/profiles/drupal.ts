import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php";
const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/drupal10/files/.platform.app.yaml";
const ASSETS = "https://github.com/drupal/drupal/blob/HEAD/core/lib/Drupal/Core/Asset/AssetDumper.php";
const STYLES = "https://github.com/drupal/drupal/blob/HEAD/core/modules/image/src/Entity/ImageStyle.php";
const STORAGE = "https://github.com/drupal/drupal/blob/HEAD/core/lib/Drupal/Core/PhpStorage/PhpStorageFactory.php";
const LOCAL = "https://github.com/drupal/drupal/blob/HEAD/core/assets/scaffold/files/example.settings.local.php";

/** Drupal 8 and later, with or without a web folder. */
export const drupal: Profile = {
  id: "drupal",
  title: "Drupal",
  docs: "https://www.drupal.org/docs/administering-a-drupal-site",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "drupal/core", weight: "proof" },
    { kind: "package", manager: "composer", name: "drupal/core-recommended", weight: "proof" },
    { kind: "path", path: "core/lib/Drupal.php", weight: "proof", fact: "core/lib/Drupal.php is there" },
    { kind: "path", path: "web/core/lib/Drupal.php", weight: "proof", fact: "web/core/lib/Drupal.php is there" },
    {
      kind: "path",
      path: "docroot/core/lib/Drupal.php",
      weight: "proof",
      fact: "docroot/core/lib/Drupal.php is there",
    },
  ],
  version: [
    { kind: "constant", path: "web/core/lib/Drupal.php", name: "VERSION" },
    { kind: "constant", path: "core/lib/Drupal.php", name: "VERSION" },
    { kind: "package", manager: "composer", name: "drupal/core-recommended" },
    { kind: "package", manager: "composer", name: "drupal/core" },
  ],
  webRoots: ["web", "docroot", ""],
  supersedes: ["php", "symfony"],
  reads: [],
  entries: [
    { ...shape.DRUPAL_SITES, source: DEPLOYER },
    { ...shape.DRUPAL_FILES, source: DEPLOYER },
    { ...shape.DRUPAL_FILES_OF_SEVERAL, source: DEPLOYER },
    { ...shape.DRUPAL_STYLES, source: ASSETS },
    { ...shape.DRUPAL_SCRIPTS, source: ASSETS },
    { ...shape.DRUPAL_PICTURES, source: STYLES },
    {
      ...shape.SCRATCH,
      path: "@/sites/*/files/php",
      fact: "Compiled templates, made again when asked for",
      source: STORAGE,
    },
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
    { ...shape.SECRET_FILE, path: "@/sites/*/settings.local.php", fact: "Settings of this machine", source: LOCAL },
    { ...shape.USER_FILE, path: "@/sites/*/services.yml", fact: "Settings of one site", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "private", fact: "Files that the web server does not serve", source: TEMPLATE },
    { ...shape.SCRATCH, path: "tmp", fact: "Scratch space", source: TEMPLATE },
    { ...shape.SCRATCH, path: ".drush", fact: "Scratch space of drush", source: TEMPLATE },
    { ...shape.USER_DIRECTORY, path: "drush-backups", fact: "Backups", source: TEMPLATE },
    ...shape.PANEL_FILES,
  ],
  code: ["vendor", "config", "@/modules/custom", "@/themes/custom"],
  builds: ["@/core", "@/modules/contrib", "@/themes/contrib", "@/profiles/contrib", "@/libraries"],
  advice: ["Run drush updatedb and drush cache:rebuild after a deployment"],
};
