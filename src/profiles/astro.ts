import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Astro. */
export const astro: Profile = {
  id: "astro",
  title: "Astro",
  docs: "https://docs.astro.build/en/basics/project-structure/",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "astro", weight: "proof" },
    { kind: "path", path: "astro.config.mjs", weight: "proof", fact: "astro.config.mjs is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "astro" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      fact: "Settings of this installation",
      source: "https://vite.dev/guide/env-and-mode",
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Production settings",
      source: "https://vite.dev/guide/env-and-mode",
    },
  ],
  code: ["src", "node_modules"],
  builds: ["dist", ".astro"],
  advice: [],
};
