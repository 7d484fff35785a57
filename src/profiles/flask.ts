import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const INSTANCE = "https://flask.palletsprojects.com/en/stable/config/#instance-folders";
const UPLOADS = "https://flask.palletsprojects.com/en/stable/patterns/fileuploads/";
const SQLITE = "https://flask.palletsprojects.com/en/stable/tutorial/database/";
const TWELVE_FACTOR = "https://12factor.net/config";

/** Flask. What an installation has of its own lies in `instance`. */
export const flask: Profile = {
  id: "flask",
  title: "Flask",
  docs: "https://flask.palletsprojects.com",
  tier: "framework",
  markers: [{ kind: "package", manager: "pip", name: "flask", weight: "proof" }],
  version: [],
  webRoots: ["static"],
  supersedes: ["python"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "instance",
      secret: true,
      fact: "The instance folder: settings, keys and databases of this installation",
      source: INSTANCE,
    },
    { ...shape.USER_DIRECTORY, path: "uploads", fact: "The usual UPLOAD_FOLDER", source: UPLOADS },
    { ...shape.USER_DIRECTORY, path: "static/uploads", fact: "A usual UPLOAD_FOLDER", source: UPLOADS },
    { ...shape.DATABASE_FILE, path: "*.sqlite", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "*.sqlite3", fact: "A SQLite database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "*.db", fact: "A SQLite database", source: SQLITE },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: TWELVE_FACTOR },
  ],
  code: ["templates", "migrations"],
  builds: ["node_modules"],
  advice: [],
};
