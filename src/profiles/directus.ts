import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/directus/files/.platform.app.yaml";
const DEPLOYING = "https://directus.io/docs/self-hosting/deploying";

/** Directus. */
export const directus: Profile = {
  id: "directus",
  title: "Directus",
  docs: DEPLOYING,
  tier: "product",
  markers: [{ kind: "package", manager: "npm", name: "directus", weight: "proof" }],
  version: [{ kind: "package", manager: "npm", name: "directus" }],
  webRoots: ["public"],
  supersedes: ["node"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Keys and settings of this installation",
      source: DEPLOYING,
    },
    { ...shape.USER_DIRECTORY, path: "uploads", when: "always", fact: "The local storage adapter", source: TEMPLATE },
    { ...shape.ADD_ONS, path: "extensions", fact: "Extensions are installed here on the server", source: TEMPLATE },
    { ...shape.USER_DIRECTORY, path: "database", fact: "The SQLite database", source: DEPLOYING },
    { ...shape.DATABASE_FILE, path: "database/*.db", fact: "The SQLite database", source: DEPLOYING },
    { ...shape.DATABASE_FILE, path: "data.db", fact: "The SQLite database", source: DEPLOYING },
  ],
  code: ["node_modules"],
  builds: [],
  advice: ["Run npx directus database migrate:latest after a deployment"],
};
