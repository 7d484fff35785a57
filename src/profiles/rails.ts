import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Ruby on Rails, and products built on it. */
export const rails: Profile = {
  id: "rails",
  title: "Ruby on Rails",
  docs: "https://guides.rubyonrails.org",
  tier: "framework",
  markers: [
    { kind: "package", manager: "gem", name: "rails", weight: "proof" },
    { kind: "path", path: "bin/rails", weight: "proof", fact: "bin/rails is there" },
    { kind: "path", path: "config/environment.rb", weight: "hint", fact: "config/environment.rb is there" },
  ],
  version: [],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "log",
      when: "always",
      fact: "Logs",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "storage",
      when: "always",
      fact: "Active Storage and SQLite databases",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.SCRATCH,
      path: "tmp",
      when: "always",
      fact: "Caches and process files",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/master.key",
      when: "always",
      fact: "The key to the credentials",
      source: "https://guides.rubyonrails.org",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/credentials/production.key",
      fact: "The key to the credentials",
      source: "https://guides.rubyonrails.org",
    },
    {
      ...shape.SECRET_FILE,
      path: "config/database.yml",
      when: "uncommitted",
      fact: "The database password, where the file is not committed",
      source: "https://guides.rubyonrails.org",
    },
    {
      ...shape.SECRET_FILE,
      path: ".env",
      fact: "Settings of this installation",
      source: "https://guides.rubyonrails.org",
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Settings of this installation",
      source: "https://docs.joinmastodon.org",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/system",
      fact: "Uploads of Paperclip and of Mastodon",
      source: "https://docs.joinmastodon.org",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/uploads",
      fact: "Uploads of CarrierWave",
      source: "https://guides.rubyonrails.org",
    },
    {
      ...shape.DATABASE_FILE,
      path: "db/*.sqlite3",
      fact: "A SQLite database",
      source: "https://guides.rubyonrails.org",
    },
  ],
  code: ["app", "config", "lib", "db", "bin", "vendor", "spec", "test"],
  builds: ["public/assets", "public/packs", "public/packs-test", "node_modules"],
  advice: [],
};
