import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Kirby: content lies in files beside the code. */
export const kirby: Profile = {
  id: "kirby",
  title: "Kirby",
  docs: "https://getkirby.com/docs/guide",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "getkirby/cms", weight: "proof" },
    { kind: "path", path: "kirby/bootstrap.php", weight: "proof", fact: "kirby/bootstrap.php is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "getkirby/cms" }],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "content",
      when: "always",
      handling: "merge",
      fact: "Pages, which the panel writes",
      source: "https://getkirby.com/docs/guide",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "site/accounts",
      when: "always",
      fact: "People who may log in",
      source: "https://getkirby.com/docs/guide",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "site/languages",
      handling: "merge",
      fact: "The panel creates languages",
      source: "https://getkirby.com/docs/guide",
    },
    {
      ...shape.USER_FILE,
      path: "site/config/.license",
      secret: true,
      fact: "The licence of this site",
      source: "https://getkirby.com/docs/guide",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "site/sessions",
      when: "always",
      fact: "Sessions",
      source: "https://getkirby.com/docs/guide",
    },
    { ...shape.RUNTIME_DIRECTORY, path: "site/logs", fact: "Logs", source: "https://getkirby.com/docs/guide" },
    {
      ...shape.SCRATCH,
      path: "media",
      when: "always",
      fact: "Scaled pictures, made again when asked for",
      source: "https://getkirby.com/docs/guide",
    },
    { ...shape.SCRATCH, path: "site/cache", when: "always", fact: "Caches", source: "https://getkirby.com/docs/guide" },
  ],
  code: [
    "kirby",
    "site/templates",
    "site/snippets",
    "site/blueprints",
    "site/plugins",
    "site/controllers",
    "site/models",
    "site/collections",
    "assets",
  ],
  builds: [],
  advice: [],
};
