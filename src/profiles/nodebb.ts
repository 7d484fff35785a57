import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const COMPOSE = "https://github.com/NodeBB/NodeBB/blob/HEAD/docker-compose.yml";
const CONFIG = "https://docs.nodebb.org/configuring/config/";
const UPGRADE = "https://docs.nodebb.org/configuring/upgrade/";

/** NodeBB. Plugins are npm packages that were added on the server. */
export const nodebb: Profile = {
  id: "nodebb",
  title: "NodeBB",
  docs: "https://docs.nodebb.org/configuring/",
  tier: "product",
  markers: [
    { kind: "path", path: "src/cli/index.js", weight: "hint", fact: "src/cli/index.js is there" },
    { kind: "path", path: "nodebb", weight: "proof", fact: "nodebb is there" },
    { kind: "path", path: "install/package.json", weight: "hint", fact: "install/package.json is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "nodebb" }],
  webRoots: ["public"],
  supersedes: ["node"],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "public/uploads", when: "always", fact: "Files of members", source: COMPOSE },
    {
      ...shape.SECRET_FILE,
      path: "config.json",
      when: "always",
      fact: "Settings of this installation",
      source: CONFIG,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: CONFIG },
    {
      ...shape.EDITED_FILE,
      path: "package.json",
      fact: "Lists the plugins that this installation has added",
      source: UPGRADE,
    },
    {
      ...shape.EDITED_FILE,
      path: "package-lock.json",
      fact: "The versions of the plugins that this installation has added",
      source: UPGRADE,
    },
  ],
  code: ["src", "node_modules", "install", "test"],
  builds: ["build"],
  advice: [
    "Run ./nodebb upgrade after a deployment: it installs the plugins from the server's package.json and builds",
  ],
};
