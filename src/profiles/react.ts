import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** React, built by Vite, Create React App or a bundler of its own. */
export const react: Profile = {
  id: "react",
  title: "React",
  docs: "https://vite.dev/guide/assets#the-public-directory",
  tier: "front-end",
  markers: [
    { kind: "package", manager: "npm", name: "react-dom", weight: "proof" },
    { kind: "package", manager: "npm", name: "react", weight: "proof" },
    { kind: "package", manager: "npm", name: "react-scripts", weight: "proof" },
    { kind: "package", manager: "npm", name: "@vitejs/plugin-react", weight: "proof" },
    { kind: "path", path: "src/App.jsx", weight: "hint", fact: "src/App.jsx is there" },
    { kind: "path", path: "src/App.tsx", weight: "hint", fact: "src/App.tsx is there" },
  ],
  version: [{ kind: "package", manager: "npm", name: "react" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [...shape.VITE_ENV_FILES],
  code: ["src", "components", "node_modules"],
  builds: ["dist", "build"],
  advice: [
    "The build copies public/ into dist/ or build/, links followed: build first, link uploads into the folder that is served",
    "After a switch, pages that are still open ask for files of the old build, which the new one does not have: let them load anew (Vite: the event vite:preloadError), and have the web server send index.html with Cache-Control: no-cache",
  ],
};
