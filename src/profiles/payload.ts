import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYMENT = "https://payloadcms.com/docs/production/deployment";
const UPLOAD = "https://payloadcms.com/docs/upload/overview";
const SQLITE = "https://payloadcms.com/docs/database/sqlite";

/** Payload. Uploads go to each collection's staticDir. Most are Next.js apps, whose profile applies as well. */
export const payload: Profile = {
  id: "payload",
  title: "Payload",
  docs: UPLOAD,
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
      source: DEPLOYMENT,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/media",
      when: "always",
      fact: "The usual staticDir of the media collection",
      source: UPLOAD,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "media",
      fact: "The default staticDir of a collection called media",
      source: UPLOAD,
    },
    { ...shape.DATABASE_FILE, path: "*.db", fact: "The SQLite adapter's database", source: SQLITE },
  ],
  code: ["src", "node_modules"],
  builds: [".next", "dist", "build"],
  advice: ["Where a collection has another staticDir, decide that folder as user data"],
};
