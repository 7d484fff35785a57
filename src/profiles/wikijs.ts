import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const SAMPLE = "https://github.com/requarks/wiki/blob/HEAD/config.sample.yml";
const IGNORE = "https://github.com/requarks/wiki/blob/HEAD/.gitignore";
const STORAGE = "https://docs.requarks.io/storage";

/** Wiki.js. Pages lie in its database; data/ holds caches and uploads under way. */
export const wikijs: Profile = {
  id: "wikijs",
  title: "Wiki.js",
  docs: "https://docs.requarks.io/install",
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "config.sample.yml",
      holds: "Wiki.js",
      weight: "proof",
      fact: "config.sample.yml speaks of Wiki.js",
    },
    { kind: "path", path: "server/core/kernel.js", weight: "hint", fact: "server/core/kernel.js is there" },
    { kind: "path", path: "server/index.js", weight: "hint", fact: "server/index.js is there" },
  ],
  version: [],
  webRoots: ["assets"],
  supersedes: ["node", "vue"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config.yml",
      when: "always",
      fact: "Database password of this installation",
      source: SAMPLE,
    },
    { ...shape.USER_DIRECTORY, path: "data", when: "always", fact: "What Wiki.js keeps in files", source: SAMPLE },
    { ...shape.USER_DIRECTORY, path: "data/content", fact: "Files of the wiki", source: SAMPLE },
    { ...shape.SCRATCH, path: "data/cache", fact: "Caches, made again when asked for", source: SAMPLE },
    { ...shape.USER_DIRECTORY, path: "repo", fact: "The local copy of the Git storage", source: STORAGE },
    { ...shape.USER_DIRECTORY, path: "content", fact: "Files of the wiki", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "uploads", fact: "Files of the wiki", source: IGNORE },
    { ...shape.DATABASE_FILE, path: "*.sqlite", fact: "The SQLite database", source: IGNORE },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: IGNORE },
    { ...shape.SCRATCH, path: "temp", fact: "Scratch space", source: IGNORE },
  ],
  code: ["server", "client", "node_modules"],
  builds: ["assets"],
  advice: [],
};
