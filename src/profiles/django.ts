import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const FILES = "https://docs.djangoproject.com/en/stable/topics/files/";
const TEMPLATE =
  "https://github.com/platformsh/template-builder/blob/master/templates/django4/files/.platform.app.yaml";
const SQLITE = "https://docs.djangoproject.com/en/stable/ref/databases/";
const TWELVE_FACTOR = "https://12factor.net/config";

/** Django. Uploads go to MEDIA_ROOT, static files are collected anew. */
export const django: Profile = {
  id: "django",
  title: "Django",
  docs: "https://docs.djangoproject.com",
  tier: "framework",
  markers: [
    { kind: "package", manager: "pip", name: "django", weight: "proof" },
    { kind: "path", path: "manage.py", holds: "django", weight: "proof", fact: "manage.py speaks of django" },
  ],
  version: [],
  webRoots: ["public", "static"],
  supersedes: ["python"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "media", fact: "The usual MEDIA_ROOT", source: FILES },
    { ...shape.USER_DIRECTORY, path: "mediafiles", fact: "A usual MEDIA_ROOT", source: FILES },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: TEMPLATE },
    { ...shape.DATABASE_FILE, path: "db.sqlite3", fact: "The default database", source: SQLITE },
    { ...shape.DATABASE_FILE, path: "*.sqlite3", fact: "A SQLite database", source: SQLITE },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: TWELVE_FACTOR },
  ],
  code: ["templates"],
  builds: ["staticfiles", "static_root", "node_modules"],
  advice: ["Run python manage.py collectstatic in each release"],
};
