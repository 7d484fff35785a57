import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/fuelphp.php";
const DOCS = "https://fuelphp.com/docs/";

/** FuelPHP. */
export const fuelphp: Profile = {
  id: "fuelphp",
  title: "FuelPHP",
  docs: DOCS,
  tier: "framework",
  markers: [
    { kind: "path", path: "oil", weight: "hint", fact: "oil is there" },
    { kind: "path", path: "fuel/app/bootstrap.php", weight: "proof", fact: "fuel/app/bootstrap.php is there" },
    { kind: "package", manager: "composer", name: "fuel/core", weight: "proof" },
  ],
  version: [{ kind: "package", manager: "composer", name: "fuel/core" }],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.RUNTIME_DIRECTORY, path: "fuel/app/logs", when: "always", fact: "Logs", source: DEPLOYER },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "fuel/app/cache",
      when: "always",
      fact: "Caches and sessions",
      source: DEPLOYER,
    },
    { ...shape.SCRATCH, path: "fuel/app/tmp", fact: "Scratch space", source: DOCS },
    ...shape.PANEL_FILES,
  ],
  code: ["fuel/core", "fuel/packages", "fuel/vendor", "fuel/app/classes", "fuel/app/views"],
  builds: [],
  advice: [],
};
