import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const PLATFORM = "https://github.com/Sylius/Sylius-Standard/blob/HEAD/.platform.app.yaml";
const IMAGINE = "https://github.com/liip/LiipImagineBundle";
const INVOICING = "https://github.com/Sylius/InvoicingPlugin";

/** Sylius. A Symfony app, whose profile applies as well; pictures of products lie in public/media. */
export const sylius: Profile = {
  id: "sylius",
  title: "Sylius",
  docs: "https://docs.sylius.com",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "sylius/sylius", weight: "proof" },
    { kind: "package", manager: "composer", name: "sylius/core-bundle", weight: "proof" },
  ],
  version: [{ kind: "package", manager: "composer", name: "sylius/sylius" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.USER_DIRECTORY, path: "public/media", when: "always", fact: "Pictures of products", source: PLATFORM },
    { ...shape.USER_DIRECTORY, path: "public/media/image", fact: "Pictures of products", source: PLATFORM },
    {
      ...shape.SCRATCH,
      path: "public/media/cache",
      fact: "Scaled pictures, made again when asked for",
      source: IMAGINE,
    },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "private/invoices",
      fact: "Invoices, written by the invoicing plugin",
      source: INVOICING,
    },
  ],
  code: [],
  builds: [],
  advice: [],
};
