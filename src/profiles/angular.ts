import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Angular. */
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
      fact: "Settings of this installation",
      source: "https://vite.dev/guide/env-and-mode",
    },
  ],
  code: ["src", "node_modules"],
  builds: ["dist", ".angular"],
  advice: [],
};
