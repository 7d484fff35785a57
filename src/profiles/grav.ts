import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Grav: content lies in files beside the code. */
export const grav: Profile = {
  id: "grav",
  title: "Grav",
  docs: "https://learn.getgrav.org",
  tier: "product",
  markers: [
    { kind: "path", path: "system/defines.php", weight: "hint", fact: "system/defines.php is there" },
    { kind: "path", path: "bin/grav", weight: "proof", fact: "bin/grav is there" },
    { kind: "path", path: "user/pages", weight: "hint", fact: "user/pages is there" },
  ],
  version: [{ kind: "constant", path: "system/defines.php", name: "GRAV_VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "user",
      when: "always",
      handling: "merge",
      fact: "Pages, accounts, settings, themes and plugins",
      source: "https://learn.getgrav.org",
    },
    { ...shape.USER_DIRECTORY, path: "backup", fact: "Backups", source: "https://learn.getgrav.org" },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: "https://learn.getgrav.org" },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: "https://learn.getgrav.org" },
    { ...shape.SCRATCH, path: "tmp", fact: "Scratch space", source: "https://learn.getgrav.org" },
    { ...shape.SCRATCH, path: "images", fact: "Scaled pictures", source: "https://learn.getgrav.org" },
    { ...shape.SCRATCH, path: "assets", fact: "Bundled scripts and styles", source: "https://learn.getgrav.org" },
  ],
  code: ["system", "vendor", "bin"],
  builds: [],
  advice: [],
};
