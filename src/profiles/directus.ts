import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Directus. */
export const directus: Profile = {
  id: "directus",
  title: "Directus",
  docs: "https://directus.io/docs/self-hosting/deploying",
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
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "uploads",
      when: "always",
      fact: "The local storage adapter",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.ADD_ONS,
      path: "extensions",
      fact: "Extensions are installed here on the server",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "database",
      fact: "The SQLite database",
      source: "https://github.com/platformsh/template-builder",
    },
  ],
  code: ["node_modules"],
  builds: [],
  advice: [],
};
