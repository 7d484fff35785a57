import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const COMPOSE = "https://github.com/louislam/uptime-kuma/blob/HEAD/compose.yaml";
const IGNORE = "https://github.com/louislam/uptime-kuma/blob/HEAD/.gitignore";
const DATABASE = "https://github.com/louislam/uptime-kuma/blob/HEAD/server/database.js";

/** Uptime Kuma. All it keeps lies in data/; db/ ships a template. */
export const uptimeKuma: Profile = {
  id: "uptime-kuma",
  title: "Uptime Kuma",
  docs: "https://github.com/louislam/uptime-kuma/wiki",
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "server/uptime-kuma-server.js",
      weight: "proof",
      fact: "server/uptime-kuma-server.js is there",
    },
    { kind: "path", path: "db/kuma.db", weight: "hint", fact: "db/kuma.db is there" },
    { kind: "path", path: "extra/healthcheck.js", weight: "hint", fact: "extra/healthcheck.js is there" },
  ],
  version: [],
  webRoots: ["public"],
  supersedes: ["node", "vue"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "data",
      when: "always",
      fact: "Database, uploads and certificates",
      source: COMPOSE,
    },
    { ...shape.DATABASE_FILE, path: "data/kuma.db", fact: "The live database", source: DATABASE },
    {
      ...shape.SECRET_FILE,
      path: "data/db-config.json",
      fact: "Which database is used, with its password",
      source: DATABASE,
    },
    { ...shape.USER_DIRECTORY, path: "data/upload", fact: "Icons of status pages", source: DATABASE },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "data/screenshots",
      fact: "Pictures taken by the browser monitor",
      source: DATABASE,
    },
    { ...shape.USER_DIRECTORY, path: "data/docker-tls", secret: true, fact: "Keys to Docker hosts", source: DATABASE },
    { ...shape.USER_DIRECTORY, path: "private", fact: "The owner's own files", source: IGNORE },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: IGNORE },
    { ...shape.SCRATCH, path: "tmp", fact: "Scratch space", source: IGNORE },
  ],
  code: ["db", "db/kuma.db", "server", "src", "extra", "config", "node_modules"],
  builds: ["dist", "out"],
  advice: ["db/kuma.db is a template that ships with the code: the live database is data/kuma.db"],
};
