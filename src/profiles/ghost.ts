import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** Ghost. All it keeps lies in content/. */
export const ghost: Profile = {
  id: "ghost",
  title: "Ghost",
  docs: "https://ghost.org/docs/install/",
  tier: "product",
  markers: [
    { kind: "package", manager: "npm", name: "ghost", weight: "proof" },
    { kind: "path", path: "config.production.json", weight: "hint", fact: "config.production.json is there" },
    { kind: "path", path: "content/themes", weight: "hint", fact: "content/themes is there" },
    { kind: "path", path: "ghost.js", weight: "proof", fact: "ghost.js is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "ghost" }],
  webRoots: ["content"],
  supersedes: ["node"],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "content/images",
      fact: "Pictures of posts",
      source: "https://ghost.org/docs/config/",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "content/media",
      fact: "Films and sounds",
      source: "https://ghost.org/docs/config/",
    },
    { ...shape.USER_DIRECTORY, path: "content/files", fact: "Files", source: "https://ghost.org/docs/config/" },
    {
      ...shape.USER_DIRECTORY,
      path: "content/data",
      fact: "The SQLite database and exports",
      source: "https://ghost.org/docs/config/",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "content/settings",
      fact: "Routes and redirects",
      source: "https://ghost.org/docs/config/",
    },
    { ...shape.RUNTIME_DIRECTORY, path: "content/logs", fact: "Logs", source: "https://ghost.org/docs/config/" },
    {
      ...shape.ADD_ONS,
      path: "content/themes",
      fact: "Themes are uploaded here",
      source: "https://ghost.org/docs/config/",
    },
    {
      ...shape.SECRET_FILE,
      path: "config.production.json",
      fact: "Settings of this installation",
      source: "https://ghost.org/docs/config/",
    },
  ],
  code: ["core", "node_modules"],
  builds: [],
  advice: [],
};
