import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const VITE_ENV = "https://vite.dev/guide/env-and-mode";

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
  entries: [
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: VITE_ENV },
    { ...shape.SECRET_FILE, path: ".env.local", fact: "Settings of this machine", source: VITE_ENV },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Production settings",
      source: VITE_ENV,
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.production.local",
      fact: "Production settings of this machine",
      source: VITE_ENV,
    },
  ],
  code: ["src", "components", "node_modules"],
  builds: ["dist"],
  advice: [
    "The build copies public/ into dist/, links followed: build first, link uploads into the folder that is served",
  ],
};
