import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCode } from "./site.ts";

/** Ten folders that all three deployers are told to share. */
export const SHARED_FOLDERS = [
  "storage",
  "bootstrap/cache",
  "public/uploads",
  "public/user-uploads",
  "public/avatars",
  "public/media",
  "public/qrcodes",
  "public/invoices",
  "public/exports",
  "public/attachments",
] as const;

/** An application of a handful of files, as a build delivers it: what a deployment takes beyond it is the deployer's own part. */
export function writeDelivery(folder: string): void {
  writeCode(folder);
  for (const path of SHARED_FOLDERS.slice(2)) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, ".gitkeep"), "");
  }
  const paths = Object.fromEntries(SHARED_FOLDERS.slice(2).map((path) => [path, "user"]));
  writeFileSync(join(folder, "holdfast.json"), `${JSON.stringify({ paths }, null, 2)}\n`);
}
