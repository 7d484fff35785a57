import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const ENVIRONMENT = "https://www.gatsbyjs.com/docs/how-to/local-development/environment-variables/";

/** Gatsby. Its public folder is build output; what is copied into it lies in static/. */
export const gatsby: Profile = {
  id: "gatsby",
  title: "Gatsby",
  docs: "https://www.gatsbyjs.com/docs/reference/gatsby-project-structure/",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "gatsby", weight: "proof" },
    { kind: "path", path: "gatsby-config.js", weight: "proof", fact: "gatsby-config.js is there" },
    { kind: "path", path: "gatsby-config.ts", weight: "proof", fact: "gatsby-config.ts is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "gatsby" }],
  webRoots: ["static"],
  supersedes: ["react"],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: ENVIRONMENT },
    {
      ...shape.SECRET_FILE,
      path: ".env.production",
      when: "uncommitted",
      fact: "Production settings",
      source: ENVIRONMENT,
    },
  ],
  code: ["src", "node_modules"],
  builds: ["public", ".cache"],
  advice: ["Each build makes public/ anew: nothing may be uploaded into it"],
};
