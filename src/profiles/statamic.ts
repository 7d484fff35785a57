import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "users",
      handling: "merge",
      fact: "People who may log in",
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/blueprints",
      handling: "merge",
      fact: "The control panel writes blueprints",
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/fieldsets",
      handling: "merge",
      fact: "The control panel writes fieldsets",
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/forms",
      handling: "merge",
      fact: "The control panel writes forms",
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/addons",
      handling: "merge",
      fact: "Settings of add-ons",
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "resources/users",
      handling: "merge",
      fact: "Groups and roles",
      source: "https://statamic.dev/deploying",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/assets",
      when: "always",
      fact: "The asset container",
      source: "https://statamic.dev/deploying",
    },
    { ...shape.SCRATCH, path: "public/static", fact: "The static cache", source: "https://statamic.dev/deploying" },
    { ...shape.SCRATCH, path: "public/img", fact: "Scaled pictures", source: "https://statamic.dev/deploying" },
  ],
  code: [],
  builds: ["public/vendor"],
  advice: ["Where the Git integration commits content, deploy by Git and decide the content folders as assets"],
};
