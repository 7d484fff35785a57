import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
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

/** An application of a handful of files, as a build delivers it: what a deployment takes is then the deployer's own part. Returns how many. */
export function writeDelivery(folder: string): number {
  writeCode(folder);
  for (const path of SHARED_FOLDERS.slice(2)) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, ".gitkeep"), "");
  }
  const paths = Object.fromEntries(SHARED_FOLDERS.slice(2).map((path) => [path, "user"]));
  writeFileSync(join(folder, "holdfast.json"), `${JSON.stringify({ paths }, null, 2)}\n`);
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
