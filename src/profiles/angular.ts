import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const TWELVE_FACTOR = "https://12factor.net/config";

/** Angular. Nothing persists: all that is served is built. */
export const angular: Profile = {
  id: "angular",
  title: "Angular",
  docs: "https://angular.dev/reference/configs/file-structure",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "@angular/core", weight: "proof" },
    { kind: "path", path: "angular.json", weight: "proof", fact: "angular.json is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "@angular/core" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      fact: "Settings of this installation, where a server beside it reads them",
      source: TWELVE_FACTOR,
    },
  ],
  code: ["src", "node_modules"],
  builds: ["dist", ".angular"],
  advice: [
    "Settings are compiled in: build with the settings of the live site",
    "The build copies public/ into dist/: link uploads into the folder that is served",
    "After a switch, pages that are still open ask for files of the old build, which the new one does not have: let them load anew when a chunk fails to load, and have the web server send index.html with Cache-Control: no-cache",
  ],
};
