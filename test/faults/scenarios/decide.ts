import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

const SET = ["decide", "--set", "public/uploads=user", "--set", "public/img=asset"] as const;

export const decideFlat: Scenario = {
  id: "decide-flat",
  what: "decisions written into a live flat app that had no file for them",
  layout: "flat",
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
  },
  cwd: "app",
  argv: SET,
  again: SET,
  live: "app",
};

const OWNERS = `{
  // Ours since 2025.
  "paths": {
    "public/img": "user", // the shop's own pictures
  },
}
`;

export const decideReleases: Scenario = {
  id: "decide-releases",
  what: "a line changed and one added in the decisions file that its owner wrote, in a release",
  layout: "releases",
  make: (root) => {
    writeLaravel(below(root, "releases/r1"), { ...LIVE_DATA, "holdfast.json": OWNERS });
  },
  cwd: "releases/r1",
  argv: SET,
  again: SET,
  live: "releases/r1",
  edits: ["releases/r1/holdfast.json"],
};
