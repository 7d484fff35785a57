import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

/** October and Winter CMS. Laravel apps whose themes and plugins are installed and edited on the server. */
export const october: Profile = {
  id: "october",
  title: "October CMS",
  docs: "https://docs.octobercms.com",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "october/rain", weight: "proof" },
    { kind: "package", manager: "composer", name: "october/all", weight: "proof" },
    { kind: "package", manager: "composer", name: "winter/wn-system-module", weight: "proof" },
    { kind: "path", path: "modules/cms", weight: "proof", fact: "modules/cms is there" },
  ],
  version: [
    { kind: "package", manager: "composer", name: "october/rain" },
    { kind: "package", manager: "composer", name: "october/all" },
  ],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.ADD_ONS,
      path: "themes",
      fact: "Themes are installed and edited here",
      source: "https://docs.octobercms.com",
    },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed here", source: "https://docs.octobercms.com" },
    {
      ...shape.USER_DIRECTORY,
      path: "storage/app/media",
      fact: "The media library",
      source: "https://docs.octobercms.com",
    },
    {
      ...shape.USER_DIRECTORY,
      path: "storage/app/uploads",
      fact: "Attached files",
      source: "https://docs.octobercms.com",
    },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/cms", fact: "Caches", source: "https://docs.octobercms.com" },
    { ...shape.RUNTIME_DIRECTORY, path: "storage/temp", fact: "Scratch space", source: "https://docs.octobercms.com" },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "storage/app/resources",
      fact: "Scaled pictures",
      source: "https://docs.octobercms.com",
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "storage/app/resized",
      fact: "Scaled pictures",
      source: "https://docs.octobercms.com",
    },
    { ...shape.ADD_ONS, path: "themes/*", fact: "An editable theme", source: "https://docs.octobercms.com" },
    { ...shape.ADD_ONS, path: "plugins/*", fact: "A plugin", source: "https://docs.octobercms.com" },
  ],
  code: ["modules", "bootstrap"],
  builds: [],
  advice: [],
};
