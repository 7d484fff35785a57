import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/slimphp/Slim-Skeleton/blob/HEAD/.gitignore";
const COMPOSE = "https://github.com/slimphp/Slim-Skeleton/blob/HEAD/docker-compose.yml";
const TWELVE_FACTOR = "https://12factor.net/config";

/** Slim. The usual skeleton writes logs and a cache. */
export const slim: Profile = {
  id: "slim",
  title: "Slim",
  docs: "https://www.slimframework.com/docs/v4/",
  tier: "framework",
  markers: [{ kind: "package", manager: "composer", name: "slim/slim", weight: "proof" }],
  version: [{ kind: "package", manager: "composer", name: "slim/slim" }],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: COMPOSE },
    { ...shape.PARTS, path: "var", fact: "Only a cache lies in it", source: IGNORE },
    { ...shape.SCRATCH, path: "var/cache", fact: "Compiled for one release", source: IGNORE },
    { ...shape.SCRATCH, path: "templates/cache", fact: "Compiled templates", source: IGNORE },
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: TWELVE_FACTOR },
    ...shape.PANEL_FILES,
  ],
  code: ["app", "src", "templates", "tests", "vendor"],
  builds: [],
  advice: [],
};
