import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
    {
      ...shape.USER_DIRECTORY,
      path: "@/sites/default/files",
      when: "always",
      fact: "Files of this site",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "@/sites/*/files",
      fact: "Files of one site of several",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "@/sites/default/settings.php",
      when: "always",
      fact: "Database password and salt of this site",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "@/sites/*/settings.php",
      fact: "Database password and salt of one site",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "@/sites/*/settings.local.php",
      fact: "Settings of this machine",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.USER_FILE,
      path: "@/sites/*/services.yml",
      fact: "Settings of one site",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.SECRET_FILE,
      path: "@/sites/default/settings.local.php",
      fact: "Settings of this machine",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.USER_FILE,
      path: "@/sites/default/services.yml",
      fact: "Settings of this site",
      source: "https://github.com/deployphp/deployer/blob/master/recipe/drupal8.php",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "private",
      fact: "Files that the web server does not serve",
      source: "https://github.com/platformsh/template-builder",
    },
    { ...shape.SCRATCH, path: "tmp", fact: "Scratch space", source: "https://github.com/platformsh/template-builder" },
    {
      ...shape.SCRATCH,
      path: ".drush",
      fact: "Scratch space of drush",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "drush-backups",
      fact: "Backups",
      source: "https://github.com/platformsh/template-builder",
    },
  ],
  code: ["vendor", "config"],
  builds: ["@/core", "@/modules/contrib", "@/themes/contrib", "@/profiles/contrib", "@/libraries"],
  advice: [],
};
