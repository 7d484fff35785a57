import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** A Node.js server without a framework that we know more about. */
export const node: Profile = {
  id: "node",
  title: "Node.js",
  docs: "https://expressjs.com/en/starter/static-files.html",
  tier: "language",
  markers: [
    { kind: "package", manager: "npm", name: "express", weight: "proof" },
    { kind: "package", manager: "npm", name: "fastify", weight: "proof" },
    { kind: "package", manager: "npm", name: "koa", weight: "proof" },
    { kind: "package", manager: "npm", name: "@nestjs/core", weight: "proof" },
    { kind: "package", manager: "npm", name: "@hapi/hapi", weight: "proof" },
    { kind: "package", manager: "npm", name: "multer", weight: "proof" },
  ],
  version: [{ kind: "package", manager: "npm", name: "express" }],
  webRoots: ["public", "static"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      fact: "Settings of this installation",
      source: "https://12factor.net/config",
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.local",
      fact: "Settings of this machine",
      source: "https://vite.dev/guide/env-and-mode",
    },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Production settings",
      source: "https://vite.dev/guide/env-and-mode",
    },
    {
      ...shape.DATABASE_FILE,
      path: "data/*.db",
      when: "uncommitted",
      fact: "A SQLite database",
      source: "https://www.sqlite.org/fileformat.html",
    },
    {
      ...shape.DATABASE_FILE,
      path: "data/*.sqlite",
      when: "uncommitted",
      fact: "A SQLite database",
      source: "https://www.sqlite.org/fileformat.html",
    },
    {
      ...shape.DATABASE_FILE,
      path: "prisma/*.db",
      fact: "Prisma's SQLite database",
      source: "https://www.prisma.io/docs",
    },
  ],
  code: ["src", "server", "routes", "lib", "node_modules", "controllers", "middleware", "models"],
  builds: ["dist", "build"],
  advice: [],
};
