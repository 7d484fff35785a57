import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const TEMPLATE = "https://github.com/platformsh/template-builder/blob/master/templates/rails/files/.platform.app.yaml";
const CREDENTIALS = "https://guides.rubyonrails.org/security.html";
const CONFIGURING = "https://guides.rubyonrails.org/configuring.html";
const TWELVE_FACTOR = "https://12factor.net/config";
const PAPERCLIP = "https://github.com/thoughtbot/paperclip";
const CARRIERWAVE = "https://github.com/carrierwaveuploader/carrierwave";

/** Ruby on Rails. Products built on it have profiles of their own, which add to this one. */
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
    { ...shape.RUNTIME_DIRECTORY, path: "log", when: "always", fact: "Logs", source: TEMPLATE },
    {
      ...shape.USER_DIRECTORY,
      path: "storage",
      when: "always",
      fact: "Active Storage and SQLite databases",
      source: TEMPLATE,
    },
    { ...shape.DATABASE_FILE, path: "storage/*.sqlite3", fact: "A SQLite database", source: CONFIGURING },
    { ...shape.SCRATCH, path: "tmp", when: "always", fact: "Caches and process files", source: TEMPLATE },
    {
      ...shape.SECRET_FILE,
      path: "config/master.key",
      when: "always",
      fact: "The key to the credentials",
      source: CREDENTIALS,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/credentials/production.key",
      fact: "The key to the credentials",
      source: CREDENTIALS,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/database.yml",
      when: "uncommitted",
      fact: "The database password, where the file is not committed",
      source: CONFIGURING,
    },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: TWELVE_FACTOR },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Settings of this installation",
      source: TWELVE_FACTOR,
    },
    { ...shape.USER_DIRECTORY, path: "public/system", fact: "Uploads of Paperclip", source: PAPERCLIP },
    { ...shape.USER_DIRECTORY, path: "public/uploads", fact: "Uploads of CarrierWave", source: CARRIERWAVE },
    { ...shape.DATABASE_FILE, path: "db/*.sqlite3", fact: "A SQLite database", source: CONFIGURING },
  ],
  code: ["app", "config", "lib", "db", "bin", "vendor", "spec", "test"],
  builds: ["public/assets", "public/packs", "public/packs-test", "node_modules"],
  advice: ["Run bin/rails assets:precompile in each release"],
};
