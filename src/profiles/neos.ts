import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/flow_framework.php";
const RESOURCES = "https://flowframework.readthedocs.io/en/stable/TheDefinitiveGuide/PartIII/ResourceManagement.html";
const CONFIGURATION = "https://flowframework.readthedocs.io/en/stable/TheDefinitiveGuide/PartIII/Configuration.html";

/** Neos, and applications on its framework Flow. Uploads lie in Data/Persistent, linked into the web root. */
export const neos: Profile = {
  id: "neos",
  title: "Neos",
  docs: "https://docs.neos.io",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "neos/neos", weight: "proof" },
    { kind: "package", manager: "composer", name: "neos/flow", weight: "proof" },
    { kind: "path", path: "flow", weight: "hint", fact: "flow is there" },
    { kind: "path", path: "DistributionPackages", weight: "hint", fact: "DistributionPackages is there" },
    { kind: "path", path: "Packages/Framework", weight: "hint", fact: "Packages/Framework is there" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "neos/neos" },
    { kind: "package", manager: "composer", name: "neos/flow" },
  ],
  webRoots: ["Web"],
  supersedes: ["php"],
  reads: [],
  entries: [
    { ...shape.PARTS, path: "Data", fact: "Only some of its folders persist, each judged by itself", source: DEPLOYER },
    { ...shape.USER_DIRECTORY, path: "Data/Persistent", when: "always", fact: "Uploads and keys", source: DEPLOYER },
    { ...shape.RUNTIME_DIRECTORY, path: "Data/Logs", when: "always", fact: "Logs", source: DEPLOYER },
    { ...shape.SCRATCH, path: "Data/Temporary", fact: "Caches and compiled code", source: CONFIGURATION },
    {
      ...shape.USER_DIRECTORY,
      path: "Configuration/Production",
      secret: true,
      handling: "merge",
      fact: "Settings of this installation",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: "Configuration/Settings.yaml",
      when: "uncommitted",
      fact: "Database password of this installation",
      source: CONFIGURATION,
    },
    {
      ...shape.SCRATCH,
      path: "Web/_Resources",
      fact: "Links to resources, published for each release",
      source: RESOURCES,
    },
    ...shape.PANEL_FILES,
  ],
  code: ["DistributionPackages", "bin"],
  builds: ["Packages"],
  advice: ["Run ./flow resource:publish and ./flow doctrine:migrate after a deployment"],
};
