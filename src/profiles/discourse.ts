import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/discourse/discourse/blob/HEAD/.gitignore";
const DOCKER = "https://github.com/discourse/discourse_docker";

/** Discourse. A Rails app, whose profile applies as well; uploads and backups lie below the web root. */
export const discourse: Profile = {
  id: "discourse",
  title: "Discourse",
  docs: DOCKER,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "config/discourse_defaults.conf",
      weight: "proof",
      fact: "config/discourse_defaults.conf is there",
    },
    { kind: "path", path: "lib/discourse.rb", weight: "hint", fact: "lib/discourse.rb is there" },
    { kind: "path", path: "app/models/topic.rb", weight: "hint", fact: "app/models/topic.rb is there" },
  ],
  version: [],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config/discourse.conf",
      when: "always",
      fact: "Database password and settings of this forum",
      source: IGNORE,
    },
    { ...shape.SECRET_FILE, path: "config/multisite.yml", fact: "Settings of several forums", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "public/uploads", when: "always", fact: "Files of members", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "public/backups", when: "always", fact: "Backups", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "public/tombstone",
      fact: "Uploads that were removed and may come back",
      source: IGNORE,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "public/csv", fact: "Exports", source: IGNORE },
    { ...shape.SCRATCH, path: "public/stylesheet-cache", fact: "Compiled styles", source: IGNORE },
    { ...shape.SCRATCH, path: "public/plugins", fact: "Published by plugins", source: IGNORE },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed here", source: DOCKER },
  ],
  code: [],
  builds: [],
  advice: ["Plugins are Git checkouts in plugins/: update them with the code"],
};
