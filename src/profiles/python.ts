import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const WSGI = "https://docs.python.org/3/library/wsgiref.html";
const SQLITE = "https://www.sqlite.org/fileformat.html";
const TWELVE_FACTOR = "https://12factor.net/config";

/** A server in Python without a framework that we know more about. */
export const python: Profile = {
  id: "python",
  title: "Python",
  docs: WSGI,
  tier: "language",
  markers: [
    { kind: "package", manager: "pip", name: "aiohttp", weight: "hint" },
    { kind: "package", manager: "pip", name: "bottle", weight: "proof" },
    { kind: "package", manager: "pip", name: "cherrypy", weight: "proof" },
    { kind: "package", manager: "pip", name: "falcon", weight: "proof" },
    { kind: "package", manager: "pip", name: "gunicorn", weight: "proof" },
    { kind: "package", manager: "pip", name: "litestar", weight: "proof" },
    { kind: "package", manager: "pip", name: "pyramid", weight: "proof" },
    { kind: "package", manager: "pip", name: "quart", weight: "proof" },
    { kind: "package", manager: "pip", name: "sanic", weight: "proof" },
    { kind: "package", manager: "pip", name: "starlette", weight: "proof" },
    { kind: "package", manager: "pip", name: "tornado", weight: "proof" },
    { kind: "package", manager: "pip", name: "uvicorn", weight: "proof" },
    { kind: "package", manager: "pip", name: "waitress", weight: "proof" },
  ],
  version: [],
  webRoots: ["static"],
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: TWELVE_FACTOR },
    { ...shape.DATABASE_FILE, path: "*.db", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "*.sqlite3", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "data/*.db", when: "uncommitted", fact: "A SQLite database", source: SQLITE },
  ],
  code: ["templates", "migrations"],
  builds: ["node_modules"],
  advice: [],
};
