import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** NodeBB. */
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
    {
      ...shape.USER_DIRECTORY,
      path: "public/uploads",
      when: "always",
      fact: "Files of members",
      source: "https://docs.nodebb.org/configuring/",
    },
    {
      ...shape.SECRET_FILE,
      path: "config.json",
      when: "always",
      fact: "Settings of this installation",
      source: "https://docs.nodebb.org/configuring/",
    },
    { ...shape.RUNTIME_DIRECTORY, path: "logs", fact: "Logs", source: "https://docs.nodebb.org/configuring/" },
    {
      ...shape.EDITED_FILE,
      path: "package.json",
      fact: "Lists the plugins that this installation has added",
      source: "https://docs.nodebb.org/configuring/",
    },
  ],
  code: ["src", "node_modules", "install", "test"],
  builds: ["build"],
  advice: ["Plugins are npm packages: rebuild from the server's package.json"],
};
