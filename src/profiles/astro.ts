import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DB = "https://docs.astro.build/en/guides/astro-db/";

/** Astro. Nothing persists by default; what does, its own code names. */
export const astro: Profile = {
  id: "astro",
  title: "Astro",
  docs: "https://docs.astro.build/en/basics/project-structure/",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "astro", weight: "proof" },
    { kind: "path", path: "astro.config.mjs", weight: "proof", fact: "astro.config.mjs is there" },
    { kind: "path", path: "astro.config.ts", weight: "proof", fact: "astro.config.ts is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "astro" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    ...shape.VITE_ENV_FILES,
    { ...shape.DATABASE_FILE, path: ".astro/content.db", fact: "The local database of Astro DB", source: DB },
  ],
  code: ["src", "node_modules"],
  builds: ["dist", ".astro"],
  advice: ["The build copies public/ into dist/: link uploads into the folder that is served"],
};
