import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
  version: [{ kind: "package", manager: "npm", name: "@strapi/strapi" }],
  webRoots: ["public"],
  supersedes: ["react", "node"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Keys and settings of this installation",
      source: "https://docs.strapi.io/cms/configurations/environment",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/uploads",
      when: "always",
      fact: "The media library",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.USER_DIRECTORY,
      path: ".tmp",
      when: "always",
      fact: "Strapi's default SQLite database stands here",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: ".cache",
      handling: "per-release",
      fact: "Written while the server runs",
      source: "https://github.com/platformsh/template-builder",
    },
  ],
  code: ["src", "config", "node_modules"],
  builds: ["build", "dist"],
  advice: [],
};
