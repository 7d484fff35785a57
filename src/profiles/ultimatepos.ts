import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCS = "https://ultimatefosters.com/docs/ultimatepos/";
const MPDF = "https://mpdf.github.io/installation-setup/folders-for-temporary-files.html";

/** Ultimate POS and the scripts built on it, on Laravel, whose profile applies as well. Default pictures ship inside the upload folder. */
export const ultimatepos: Profile = {
  id: "ultimatepos",
  title: "Ultimate POS",
  docs: DOCS,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "app/Utils/TransactionUtil.php",
      weight: "proof",
      fact: "app/Utils/TransactionUtil.php is there",
    },
    { kind: "path", path: "app/Utils/BusinessUtil.php", weight: "hint", fact: "app/Utils/BusinessUtil.php is there" },
    { kind: "path", path: "app/Utils/ProductUtil.php", weight: "hint", fact: "app/Utils/ProductUtil.php is there" },
  ],
  version: [],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "@/uploads",
      when: "always",
      handling: "merge",
      fact: "Pictures, documents and logos; a few defaults ship in it",
      source: DOCS,
    },
    { ...shape.USER_DIRECTORY, path: "@/uploads/img", fact: "Pictures of products", source: DOCS },
    { ...shape.USER_DIRECTORY, path: "@/uploads/business_logos", fact: "Logos of the business", source: DOCS },
    { ...shape.USER_DIRECTORY, path: "@/uploads/documents", fact: "Attached documents", source: DOCS },
    { ...shape.USER_DIRECTORY, path: "@/uploads/media", fact: "Attached media", source: DOCS },
    {
      ...shape.USER_DIRECTORY,
      path: "@/uploads/invoice_logos",
      fact: "Logos for invoices, uploaded by people",
      source: DOCS,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "@/uploads/cms",
      fact: "Pictures of the CMS module; its default logo ships",
      source: DOCS,
    },
    { ...shape.USER_DIRECTORY, path: "@/uploads/carousel_images", fact: "Pictures of the start page", source: DOCS },
    { ...shape.SCRATCH, path: "@/uploads/temp", fact: "Scratch space of the PDF writer and of imports", source: MPDF },
    { ...shape.SCRATCH, path: "storage/app/pdf", fact: "Scratch space of the PDF writer", source: MPDF },
  ],
  code: ["@/files"],
  builds: [],
  advice: ["public/files holds the import templates that ship with the code; nothing is uploaded there"],
};
