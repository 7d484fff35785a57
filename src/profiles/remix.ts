import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const PRISMA = "https://www.prisma.io/docs/orm/overview/databases/sqlite";

/** Remix, and React Router as a framework. Nothing persists by default; what does, its own code names. */
export const remix: Profile = {
  id: "remix",
  title: "Remix and React Router",
  docs: "https://remix.run/docs/en/main/file-conventions/asset-imports",
  tier: "framework",
  markers: [
    { kind: "package", manager: "npm", name: "@remix-run/react", weight: "proof" },
    { kind: "package", manager: "npm", name: "@remix-run/node", weight: "proof" },
    { kind: "package", manager: "npm", name: "@remix-run/dev", weight: "proof" },
    { kind: "package", manager: "npm", name: "@react-router/dev", weight: "proof" },
    { kind: "package", manager: "npm", name: "@react-router/node", weight: "proof" },
    { kind: "path", path: "remix.config.js", weight: "proof", fact: "remix.config.js is there" },
    { kind: "path", path: "react-router.config.ts", weight: "proof", fact: "react-router.config.ts is there" },
  ],
  version: [
    { kind: "package", manager: "npm", name: "@remix-run/react" },
    { kind: "package", manager: "npm", name: "@react-router/node" },
  ],
  webRoots: ["public"],
  supersedes: ["react"],
  reads: [],
  entries: [
    ...shape.VITE_ENV_FILES,
    { ...shape.DATABASE_FILE, path: "prisma/*.db", fact: "Prisma's SQLite database", source: PRISMA },
    { ...shape.DATABASE_FILE, path: "prisma/*.sqlite", fact: "Prisma's SQLite database", source: PRISMA },
    { ...shape.DATABASE_FILE, path: "prisma/data/*.db", fact: "Prisma's SQLite database", source: PRISMA },
  ],
  code: ["app", "node_modules", "prisma"],
  builds: ["build", "public/build", ".react-router"],
  advice: ["The build copies public/ into build/client: link uploads into the folder that is served"],
};
