import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const TEMPLATE = "https://github.com/platformsh/template-builder/blob/master/templates/akeneo/files/.platform.app.yaml";

/** Akeneo PIM. A Symfony app, whose profile applies as well. */
export const akeneo: Profile = {
  id: "akeneo",
  title: "Akeneo PIM",
  docs: "https://docs.akeneo.com",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "akeneo/pim-community-dev", weight: "proof" },
    { kind: "package", manager: "composer", name: "akeneo/pim-enterprise-dev", weight: "proof" },
  ],
  version: [{ kind: "package", manager: "composer", name: "akeneo/pim-community-dev" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "var/file_storage",
      when: "always",
      fact: "Pictures and files of products",
      source: TEMPLATE,
    },
    { ...shape.USER_DIRECTORY, path: "public/media", fact: "Pictures that are served", source: TEMPLATE },
    {
      ...shape.USER_DIRECTORY,
      path: "config/secrets",
      secret: true,
      handling: "merge",
      fact: "Keys of this installation",
      source: TEMPLATE,
    },
  ],
  code: [],
  builds: ["public/js", "public/css"],
  advice: [],
};
