import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/spiral.php";
const ENVIRONMENT = "https://spiral.dev/docs/start-configuration";

/** Spiral. */
export const spiral: Profile = {
  id: "spiral",
  title: "Spiral",
  docs: "https://spiral.dev/docs",
  tier: "framework",
  markers: [{ kind: "package", manager: "composer", name: "spiral/framework", weight: "proof" }],
  version: [{ kind: "package", manager: "composer", name: "spiral/framework" }],
  webRoots: ["public"],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", when: "always", fact: "Settings of this installation", source: ENVIRONMENT },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "runtime",
      when: "always",
      fact: "Logs, caches and sessions",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "runtime/cache", fact: "Caches, made again when asked for", source: DEPLOYER },
  ],
  code: ["app", "vendor", "tests"],
  builds: [],
  advice: [],
};
