import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const WORKDO = "https://workdo.io";

/** The bought scripts of WorkDo (Dash and its add-ons), on Laravel, whose profile applies as well. Served from the app folder; uploads lie in uploads/. */
export const workdo: Profile = {
  id: "workdo",
  title: "WorkDo scripts",
  docs: WORKDO,
  tier: "product",
  markers: [{ kind: "path", path: "packages/workdo", weight: "proof", fact: "packages/workdo is there" }],
  version: [],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "uploads",
      when: "always",
      handling: "merge",
      fact: "What people upload; default avatars and logos ship in it",
      source: WORKDO,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "uploads/users-avatar",
      fact: "Pictures of people; the default one ships",
      source: WORKDO,
    },
    { ...shape.ADD_ONS, path: "packages/workdo", fact: "Bought add-ons are unpacked here", source: WORKDO },
    { ...shape.ADD_ONS, path: "resources/lang", fact: "The language page writes translations here", source: WORKDO },
  ],
  code: ["packages"],
  builds: [],
  advice: [],
};
