import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCS = "https://docs.6amtech.com";

/** The bought scripts of 6amTech (6amMart, StackFood and their kin), on Laravel, whose profile applies as well. */
export const sixamtech: Profile = {
  id: "sixamtech",
  title: "6amTech scripts",
  docs: DOCS,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "app/CentralLogics/helpers.php",
      weight: "proof",
      fact: "app/CentralLogics/helpers.php is there",
    },
    { kind: "path", path: "app/CentralLogics", weight: "hint", fact: "app/CentralLogics is there" },
  ],
  version: [],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.ADD_ONS, path: "resources/lang", fact: "The language page writes translations here", source: DOCS },
    { ...shape.ADD_ONS, path: "lang", fact: "The language page writes translations here", source: DOCS },
  ],
  code: [],
  builds: [],
  advice: ["Everything that people upload goes to storage/app/public"],
};
