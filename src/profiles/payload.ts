import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Payload. Uploads go to each collection's staticDir. */
export const payload: Profile = {
  id: "payload",
  title: "Payload",
  docs: "https://payloadcms.com/docs/upload/overview",
  tier: "product",
  markers: [{ kind: "package", manager: "npm", name: "payload", weight: "proof" }],
  version: [{ kind: "package", manager: "npm", name: "payload" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Keys and settings of this installation",
      source: "https://payloadcms.com/docs/production/deployment",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/media",
      when: "always",
      fact: "The usual staticDir of the media collection",
      source: "https://payloadcms.com/docs/upload/overview",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "media",
      fact: "The default staticDir of a collection called media",
      source: "https://payloadcms.com/docs/upload/overview",
    },
    {
      ...shape.DATABASE_FILE,
      path: "*.db",
      fact: "The SQLite adapter's database",
      source: "https://payloadcms.com/docs/database/sqlite",
    },
  ],
  code: ["src", "node_modules"],
  builds: [".next", "dist", "build"],
  advice: [],
};
