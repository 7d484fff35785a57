import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

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
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "media", fact: "The usual MEDIA_ROOT", source: "https://docs.djangoproject.com" },
    {
      ...shape.USER_DIRECTORY,
      path: "mediafiles",
      fact: "A usual MEDIA_ROOT",
      source: "https://docs.djangoproject.com",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "logs",
      fact: "Logs",
      source: "https://github.com/platformsh/template-builder",
    },
    {
      ...shape.DATABASE_FILE,
      path: "db.sqlite3",
      fact: "The default database",
      source: "https://docs.djangoproject.com",
    },
    { ...shape.DATABASE_FILE, path: "*.sqlite3", fact: "A SQLite database", source: "https://docs.djangoproject.com" },
    {
      ...shape.SECRET_FILE,
      path: ".env",
      fact: "Settings of this installation",
      source: "https://docs.djangoproject.com",
    },
  ],
  code: ["templates"],
  builds: ["staticfiles", "static_root", "node_modules"],
  advice: [],
};
