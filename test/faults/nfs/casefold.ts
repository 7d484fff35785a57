/** A folder in which `Logo.png` and `logo.png` are one name (ext4 with `casefold`): what differs in case only collides, and is not lost by it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeTree } from "../../support/files.ts";
import { LIVE_DATA, writeLaravel } from "../scenarios/shapes.ts";
import type { SiteFinding, Wanted } from "./findings.ts";
import { claimUnchanged, lookAtSite } from "./looks.ts";
import { onImage, run } from "./mounts.ts";

/** The app and shared have the same names in another case. */
export function casefoldSite(wanted: Wanted): Promise<SiteFinding[]> {
  const maker = ["mkfs.ext4", "-q", "-F", "-O", "casefold", "-E", "encoding=utf8"];
  return onImage(maker, ["-t", "ext4"], (folder) => {
    const root = join(folder, "site");
    mkdirSync(root);
    run(["chattr", "+F", root]);
    writeLaravel(join(root, "app"), { ...LIVE_DATA, "public/uploads/Logo.png": "the app's" });
    writeTree(join(root, "shared"), { "Public/Uploads/logo.png": "shared's" });
    const about = { fileSystem: "ext4 casefold", what: "names that differ in case", root, live: "app" };
    const finding = lookAtSite(about, wanted, (look) => {
      const ended = look.type("app", ["persist", "--yes"]);
      look.claim(ended.code === 0, `it ended with ${ended.code}: ${ended.text}`);
      claimUnchanged(look, "app", ["persist", "--yes"]);
    });
    return Promise.resolve([finding]);
  });
}
