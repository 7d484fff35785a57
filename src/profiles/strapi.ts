import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const ENVIRONMENT = "https://docs.strapi.io/cms/configurations/environment";
const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/strapi4/files/.platform.app.yaml";
const OLD = "https://github.com/platformsh/template-builder/blob/master/templates/strapi/files/.platform.app.yaml";

/** Strapi. Its SQLite database stands in a folder that looks temporary. */
export const strapi: Profile = {
  id: "strapi",
  title: "Strapi",
  docs: "https://docs.strapi.io/cms/deployment",
  tier: "product",
  markers: [
    { kind: "package", manager: "npm", name: "@strapi/strapi", weight: "proof" },
    { kind: "package", manager: "npm", name: "strapi", weight: "proof" },
  ],
  version: [
    { kind: "package", manager: "npm", name: "@strapi/strapi" },
    { kind: "package", manager: "npm", name: "strapi" },
  ],
  webRoots: ["public"],
  supersedes: ["react", "node"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Keys and settings of this installation",
      source: ENVIRONMENT,
    },
    { ...shape.USER_DIRECTORY, path: "public/uploads", when: "always", fact: "The media library", source: TEMPLATE },
    {
      ...shape.USER_DIRECTORY,
      path: ".tmp",
      when: "always",
      fact: "Strapi's default SQLite database stands here",
      source: TEMPLATE,
    },
    { ...shape.DATABASE_FILE, path: ".tmp/*.db", fact: "Strapi's default SQLite database", source: TEMPLATE },
    { ...shape.SCRATCH, path: ".cache", fact: "Written while the server runs", source: TEMPLATE },
    { ...shape.ADD_ONS, path: "extensions", fact: "Extended plugins of version 3", source: OLD },
  ],
  code: ["src", "config", "node_modules"],
  builds: ["build", "dist", ".strapi"],
  advice: ["Types of content are code: change them in development, and deploy them"],
};
