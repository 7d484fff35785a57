import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const CONTENT = "https://getkirby.com/docs/reference/system/roots/content";
const ACCOUNTS = "https://getkirby.com/docs/reference/system/roots/accounts";
const LANGUAGES = "https://getkirby.com/docs/reference/system/roots/languages";
const LICENSE = "https://getkirby.com/docs/reference/system/roots/license";
const SESSIONS = "https://getkirby.com/docs/reference/system/roots/sessions";
const MEDIA = "https://getkirby.com/docs/reference/system/roots/media";
const CACHE = "https://getkirby.com/docs/reference/system/roots/cache";
const LOGS = "https://getkirby.com/docs/reference/system/roots/logs";

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
      source: CONTENT,
    },
    { ...shape.USER_DIRECTORY, path: "site/accounts", when: "always", fact: "People who may log in", source: ACCOUNTS },
    {
      ...shape.USER_DIRECTORY,
      path: "site/languages",
      handling: "merge",
      fact: "The panel creates languages",
      source: LANGUAGES,
    },
    {
      ...shape.USER_FILE,
      path: "site/config/.license",
      secret: true,
      fact: "The licence of this site",
      source: LICENSE,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "site/sessions", when: "always", fact: "Sessions", source: SESSIONS },
    { ...shape.RUNTIME_DIRECTORY, path: "site/logs", fact: "Logs", source: LOGS },
    {
      ...shape.SCRATCH,
      path: "media",
      when: "always",
      fact: "Scaled pictures, made again when asked for",
      source: MEDIA,
    },
    { ...shape.SCRATCH, path: "@/media", fact: "Scaled pictures, made again when asked for", source: MEDIA },
    { ...shape.SCRATCH, path: "site/cache", when: "always", fact: "Caches", source: CACHE },
    ...shape.PANEL_FILES,
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
  advice: ["Starter pages of a new version are added to content and replace nothing there"],
};
