import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const ENVIRONMENT = "https://nextjs.org/docs/app/guides/environment-variables";
const PRISMA = "https://www.prisma.io/docs/orm/overview/databases/sqlite";

/** Next.js. Nothing persists by default; what does, its own code names. */
export const next: Profile = {
  id: "next",
  title: "Next.js",
  docs: "https://nextjs.org/docs/app/guides/self-hosting",
  tier: "framework",
  markers: [
    { kind: "package", manager: "npm", name: "next", weight: "proof" },
    { kind: "path", path: "next.config.js", weight: "proof", fact: "next.config.js is there" },
    { kind: "path", path: "next.config.mjs", weight: "proof", fact: "next.config.mjs is there" },
    { kind: "path", path: "next.config.ts", weight: "proof", fact: "next.config.ts is there" },
    { kind: "path", path: ".next", weight: "hint", fact: ".next is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "next" }],
  webRoots: ["public"],
  supersedes: ["react"],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: ENVIRONMENT },
    { ...shape.SECRET_FILE, path: ".env.local", fact: "Settings of this machine", source: ENVIRONMENT },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Production settings",
      source: ENVIRONMENT,
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.production.local",
      fact: "Production settings of this machine",
      source: ENVIRONMENT,
    },
    { ...shape.DATABASE_FILE, path: "prisma/*.db", fact: "Prisma's SQLite database", source: PRISMA },
    { ...shape.DATABASE_FILE, path: "prisma/*.sqlite", fact: "Prisma's SQLite database", source: PRISMA },
    { ...shape.DATABASE_FILE, path: "prisma/data/*.db", fact: "Prisma's SQLite database", source: PRISMA },
  ],
  code: ["app", "pages", "src", "components", "lib", "styles", "hooks", "node_modules", "prisma"],
  builds: [".next", "out", "dist", "build", ".turbo", ".vercel"],
  advice: [
    "A running next start stays in the old release after a switch: let an after-activate hook start the new one on another port, and end the old one when the web server passes no more requests to it",
    "next start serves only the files of public/ that were there at build time: serve uploads from the web server or a route",
    "next build (Turbopack) refuses links that lead out of its root: build before persist, or set turbopack.root to the folder that holds shared, or build with --webpack",
    "The standalone output does not hold public/: link uploads into .next/standalone/public after the build",
    "After a switch, pages that are still open ask for files of the old build, which the new one does not have: set deploymentId in next.config, so that they load anew, or keep the old .next/static reachable for a while",
    "next start serves the build that was there when it started: restart it after each switch (hook after-activate)",
  ],
};
