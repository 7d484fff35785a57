import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const initFlat: Scenario = {
  id: "init-flat",
  what: "launcher, program and decisions file put into a live flat app",
  layout: "flat",
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
  },
  cwd: "app",
  argv: ["init"],
  again: ["init"],
  live: "app",
};

export const initReleases: Scenario = {
  id: "init-releases",
  what: "the same in a release, with a decisions file that its owner wrote",
  layout: "releases",
  make: (root) => {
    writeLaravel(below(root, "releases/r1"), { ...LIVE_DATA, "holdfast.json": '{ "public/uploads": "user" }' });
  },
  cwd: "releases/r1",
  argv: ["init"],
  again: ["init"],
  live: "releases/r1",
};
