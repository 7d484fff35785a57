import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const CONFIG = "https://ghost.org/docs/config/";
const IMAGE = "https://hub.docker.com/_/ghost";
const INSTALL = "https://ghost.org/docs/install/";

/** Ghost. All it keeps lies in content/. */
export const ghost: Profile = {
  id: "ghost",
  title: "Ghost",
  docs: INSTALL,
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
    { ...shape.USER_DIRECTORY, path: "content/images", when: "always", fact: "Pictures of posts", source: CONFIG },
    {
      ...shape.SCRATCH,
      path: "content/images/size",
      fact: "Scaled pictures, made again when asked for",
      source: IMAGE,
    },
    { ...shape.USER_DIRECTORY, path: "content/media", fact: "Films and sounds", source: CONFIG },
    { ...shape.USER_DIRECTORY, path: "content/files", fact: "Files", source: CONFIG },
    {
      ...shape.USER_DIRECTORY,
      path: "content/data",
      when: "always",
      fact: "The SQLite database and exports",
      source: CONFIG,
    },
    { ...shape.DATABASE_FILE, path: "content/data/*.db", fact: "The SQLite database", source: CONFIG },
    {
      ...shape.USER_DIRECTORY,
      path: "content/settings",
      handling: "merge",
      fact: "Routes and redirects",
      source: CONFIG,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "content/logs", fact: "Logs", source: CONFIG },
    {
      ...shape.ADD_ONS,
      path: "content/themes",
      fact: "Themes are uploaded here; the default ones ship",
      source: CONFIG,
    },
    { ...shape.SCRATCH, path: "content/public", fact: "Combined files, made again when asked for", source: IMAGE },
    {
      ...shape.SECRET_FILE,
      path: "config.production.json",
      when: "always",
      fact: "Settings of this installation",
      source: CONFIG,
    },
    {
      ...shape.USER_FILE,
      path: ".ghost-cli",
      fact: "What Ghost's command line knows of this installation",
      source: INSTALL,
    },
  ],
  code: ["core", "node_modules"],
  builds: [],
  advice: ["Where Ghost-CLI runs the site it keeps content beside its versions already"],
};
