import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const GIT = "https://github.com/statamic/cms/blob/HEAD/config/git.php";
const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/statamic.php";
const CACHE = "https://statamic.dev/static-caching";
const IMAGES = "https://statamic.dev/image-manipulation";

/** Statamic: content lies in files beside the code. It is a Laravel app, whose profile applies as well. */
export const statamic: Profile = {
  id: "statamic",
  title: "Statamic",
  docs: "https://statamic.dev/deploying",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "statamic/cms", weight: "proof" },
    { kind: "path", path: "please", weight: "proof", fact: "please is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "statamic/cms" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "content",
      when: "always",
      handling: "merge",
      fact: "Pages and entries, which the control panel writes",
      source: GIT,
    },
    { ...shape.USER_DIRECTORY, path: "users", handling: "merge", fact: "People who may log in", source: GIT },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/blueprints",
      handling: "merge",
      fact: "The control panel writes blueprints",
      source: GIT,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/fieldsets",
      handling: "merge",
      fact: "The control panel writes fieldsets",
      source: GIT,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/forms",
      handling: "merge",
      fact: "The control panel writes forms",
      source: GIT,
    },
    { ...shape.USER_DIRECTORY, path: "resources/addons", handling: "merge", fact: "Settings of add-ons", source: GIT },
    { ...shape.USER_DIRECTORY, path: "resources/users", handling: "merge", fact: "Groups and roles", source: GIT },
    {
      ...shape.USER_FILE,
      path: "resources/preferences.yaml",
      handling: "merge",
      fact: "Preferences of everybody",
      source: GIT,
    },
    {
      ...shape.USER_FILE,
      path: "resources/sites.yaml",
      handling: "merge",
      fact: "The sites of this installation",
      source: GIT,
    },
    { ...shape.USER_DIRECTORY, path: "public/assets", when: "always", fact: "The asset container", source: GIT },
    { ...shape.USER_DIRECTORY, path: "storage/forms", fact: "What visitors sent in", source: GIT },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "storage/statamic",
      fact: "Indexes and caches beside revisions",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "public/static", fact: "The static cache", source: CACHE },
    { ...shape.SCRATCH, path: "public/img", fact: "Scaled pictures", source: IMAGES },
  ],
  code: [],
  builds: ["public/vendor"],
  advice: ["Where the Git integration commits content, deploy by Git and decide the content folders as assets"],
};
