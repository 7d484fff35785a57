import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const SQLITE = "https://www.sqlite.org/fileformat.html";
const PRISMA = "https://www.prisma.io/docs/orm/overview/databases/sqlite";

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
    { kind: "package", manager: "npm", name: "sails", weight: "proof" },
    { kind: "package", manager: "npm", name: "@adonisjs/core", weight: "proof" },
    { kind: "package", manager: "npm", name: "@feathersjs/feathers", weight: "proof" },
    { kind: "package", manager: "npm", name: "hono", weight: "proof" },
    { kind: "package", manager: "npm", name: "hyper-express", weight: "proof" },
    { kind: "package", manager: "npm", name: "polka", weight: "proof" },
    { kind: "package", manager: "npm", name: "restify", weight: "proof" },
    { kind: "package", manager: "npm", name: "multer", weight: "proof" },
  ],
  version: [{ kind: "package", manager: "npm", name: "express" }],
  webRoots: ["public", "static"],
  supersedes: [],
  reads: [],
  entries: [
    ...shape.VITE_ENV_FILES,
    { ...shape.DATABASE_FILE, path: "data/*.db", when: "uncommitted", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "data/*.sqlite", when: "uncommitted", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "prisma/*.db", fact: "Prisma's SQLite database", source: PRISMA },
  ],
  code: ["src", "server", "routes", "lib", "node_modules", "controllers", "middleware", "models"],
  builds: ["dist", "build"],
  advice: [],
};
