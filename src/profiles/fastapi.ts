import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const UPLOADS = "https://fastapi.tiangolo.com/tutorial/request-files/";
const STATIC = "https://fastapi.tiangolo.com/tutorial/static-files/";
const SQLITE = "https://fastapi.tiangolo.com/tutorial/sql-databases/";
const SETTINGS = "https://fastapi.tiangolo.com/advanced/settings/";

/** FastAPI, and what is built on Starlette. It says nothing of where files go; the code is read for that. */
export const fastapi: Profile = {
  id: "fastapi",
  title: "FastAPI",
  docs: "https://fastapi.tiangolo.com",
  tier: "framework",
  markers: [
    { kind: "package", manager: "pip", name: "fastapi", weight: "proof" },
    { kind: "package", manager: "pip", name: "starlette", weight: "hint" },
  ],
  version: [],
  webRoots: ["static"],
  supersedes: ["python"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "uploads", fact: "The usual place for uploads", source: UPLOADS },
    { ...shape.USER_DIRECTORY, path: "static/uploads", fact: "A usual place for uploads", source: STATIC },
    { ...shape.DATABASE_FILE, path: "*.sqlite", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "*.sqlite3", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "*.db", fact: "A SQLite database", source: SQLITE },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: SETTINGS },
  ],
  code: ["templates", "alembic", "migrations"],
  builds: ["node_modules"],
  advice: [],
};
