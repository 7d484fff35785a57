import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Vue, built by Vite or by Vue CLI. */
export const vue: Profile = {
  id: "vue",
  title: "Vue",
  docs: "https://vite.dev/guide/assets#the-public-directory",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "vue", weight: "proof" },
    { kind: "package", manager: "npm", name: "@vitejs/plugin-vue", weight: "proof" },
    { kind: "package", manager: "npm", name: "@vue/cli-service", weight: "proof" },
    { kind: "path", path: "vue.config.js", weight: "proof", fact: "vue.config.js is there" },
    { kind: "path", path: "src/App.vue", weight: "proof", fact: "src/App.vue is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "vue" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [...shape.VITE_ENV_FILES],
  code: ["src", "components", "node_modules"],
  builds: ["dist"],
  advice: [
    "The build copies public/ into dist/, links followed: build first, link uploads into the folder that is served",
    "After a switch, pages that are still open ask for files of the old build, which the new one does not have: let them load anew (Vite: the event vite:preloadError), and have the web server send index.html with Cache-Control: no-cache",
  ],
};
