import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/sulu.php";

/** Sulu. A Symfony app, whose profile applies as well; uploads lie in var/uploads, their public formats in public/uploads. */
export const sulu: Profile = {
  id: "sulu",
  title: "Sulu",
  docs: "https://docs.sulu.io",
  tier: "product",
  markers: [{ kind: "package", manager: "composer", name: "sulu/sulu", weight: "proof" }],
  version: [{ kind: "package", manager: "composer", name: "sulu/sulu" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "var/uploads",
      when: "always",
      fact: "Originals of the media library",
      source: DEPLOYER,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "public/uploads",
      when: "always",
      fact: "Formats of the media library that are served",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/indexes", fact: "Search indexes", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "var/sitemaps", fact: "Site maps", source: DEPLOYER },
  ],
  code: [],
  builds: [],
  advice: [],
};
