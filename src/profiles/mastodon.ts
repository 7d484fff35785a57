import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const BACKUPS = "https://docs.joinmastodon.org/admin/backups/";
const COMPOSE = "https://github.com/mastodon/mastodon/blob/HEAD/docker-compose.yml";
const IGNORE = "https://github.com/mastodon/mastodon/blob/HEAD/.gitignore";

/** Mastodon. A Rails app, whose profile applies as well; uploads lie in public/system. */
export const mastodon: Profile = {
  id: "mastodon",
  title: "Mastodon",
  docs: BACKUPS,
  tier: "product",
  markers: [
    { kind: "path", path: "app/javascript/mastodon", weight: "proof", fact: "app/javascript/mastodon is there" },
    { kind: "path", path: "lib/mastodon/version.rb", weight: "proof", fact: "lib/mastodon/version.rb is there" },
  ],
  version: [],
  webRoots: ["public"],
  supersedes: ["react"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "always",
      fact: "Keys and settings of this server",
      source: BACKUPS,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/system",
      when: "always",
      fact: "Media that people upload, and copies of those of other servers",
      source: COMPOSE,
    },
    {
      ...shape.SCRATCH,
      path: "public/system/cache",
      fact: "Copies of the media of other servers, fetched again when asked for",
      source: BACKUPS,
    },
    { ...shape.RUNTIME_FILE, path: "public/sitemap.xml", fact: "The site map", source: IGNORE },
  ],
  code: ["public/avatars", "public/headers", "public/emoji"],
  builds: [],
  advice: ["public/avatars, public/headers and public/emoji hold the shipped defaults; nothing is uploaded there"],
};
