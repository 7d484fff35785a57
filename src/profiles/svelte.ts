import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Svelte, with or without SvelteKit. */
export const svelte: Profile = {
  id: "svelte",
  title: "Svelte",
  docs: "https://svelte.dev/docs/kit/project-structure",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "svelte", weight: "proof" },
    { kind: "package", manager: "npm", name: "@sveltejs/kit", weight: "proof" },
    { kind: "path", path: "svelte.config.js", weight: "proof", fact: "svelte.config.js is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "svelte" }],
  webRoots: ["static", "public"],
  supersedes: [],
  reads: [],
  entries: [...shape.VITE_ENV_FILES],
  code: ["src", "node_modules"],
  builds: ["build", "dist", ".svelte-kit"],
  advice: ["The build copies static/ into its output: link uploads into the folder that is served"],
};
