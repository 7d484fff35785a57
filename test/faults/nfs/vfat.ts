/** A file system without links: nothing can be taken over, and that is said before anything is changed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeLaravel } from "../scenarios/shapes.ts";
import type { SiteFinding, Wanted } from "./findings.ts";
import { claimUnchanged, lookAtSite } from "./looks.ts";
import { onImage } from "./mounts.ts";

const DATA = { ".env": "APP_KEY=live", "storage/logs/laravel.log": "log", "public/uploads/u.txt": "live upload" };

/** One live flat app on vfat. */
export function vfatSite(wanted: Wanted): Promise<SiteFinding[]> {
  return onImage(["mkfs.vfat"], ["-t", "vfat"], (folder) => {
    const root = join(folder, "site");
    mkdirSync(root);
    writeLaravel(join(root, "app"), DATA);
    const about = { fileSystem: "vfat", what: "live flat app", root, live: "app" };
    const finding = lookAtSite(about, wanted, (look) => {
      const ended = claimUnchanged(look, "app", ["persist", "--yes"]);
      look.claim(ended.code === 1 || ended.code === 2, `it ended with ${ended.code}: ${ended.text}`);
      look.claim(
        /vfat/.test(ended.text) && /link/.test(ended.text),
        `it does not name the file system's limit: ${ended.text}`,
      );
    });
    return Promise.resolve([finding]);
  });
}
