import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const ENVIRONMENT = "https://nuxt.com/docs/guide/directory-structure/env";
const TEMPLATE = "https://github.com/platformsh/template-builder/blob/master/templates/nuxtjs/files/.platform.app.yaml";
const PRISMA = "https://www.prisma.io/docs/orm/overview/databases/sqlite";

/** Nuxt. Nitro keeps its storage in .data; everything else is built. */
export const nuxt: Profile = {
  id: "nuxt",
  title: "Nuxt",
  docs: "https://nuxt.com/docs/getting-started/deployment",
  tier: "framework",
  markers: [
    { kind: "package", manager: "npm", name: "nuxt", weight: "proof" },
    { kind: "package", manager: "npm", name: "nuxt3", weight: "proof" },
    { kind: "path", path: "nuxt.config.ts", weight: "proof", fact: "nuxt.config.ts is there" },
    { kind: "path", path: "nuxt.config.js", weight: "proof", fact: "nuxt.config.js is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "nuxt" }],
  webRoots: ["public", "static"],
  supersedes: ["vue"],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: ENVIRONMENT },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Production settings",
      source: ENVIRONMENT,
    },
    {
      ...shape.USER_DIRECTORY,
      path: ".data",
      fact: "Nitro keeps its storage and SQLite databases here",
      source: TEMPLATE,
    },
    { ...shape.DATABASE_FILE, path: "prisma/*.db", fact: "Prisma's SQLite database", source: PRISMA },
  ],
  code: [
    "app",
    "components",
    "composables",
    "layouts",
    "middleware",
    "pages",
    "plugins",
    "server",
    "stores",
    "utils",
    "node_modules",
  ],
  builds: [".output", ".nuxt", "dist", ".nitro"],
  advice: [
    "The build copies public/ into .output/public, links followed: link uploads into .output/public after the build",
    "After a switch, pages that are still open ask for files of the old build, which the new one does not have: leave experimental.emitRouteChunkError at automatic, so that they load anew",
    "The server of .output serves the build that was there when it started: restart it after each switch (hook after-activate)",
  ],
};
