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
  advice: [
    "The build copies static/ into its output: link uploads into the folder that is served",
    "After a switch, pages that are still open ask for files of the old build, which the new one does not have: let them load anew (Vite: the event vite:preloadError), and have the web server send index.html with Cache-Control: no-cache",
  ],
};
