/** A folder in which `Logo.png` and `logo.png` are one name (ext4 with `casefold`): what differs in case only collides, and is not lost by it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeTree } from "../../support/files.ts";
import type { Belongings } from "../oracle.ts";
import { fullListing } from "../power/listing.ts";
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
    const lost = (before: Belongings): string[] => lostBytes(before, root);
    const about = { fileSystem: "ext4 casefold", what: "names that differ in case", root, live: "app", lost };
    const finding = lookAtSite(about, wanted, (look) => {
      const ended = look.type("app", ["persist", "--yes"]);
      look.claim(ended.code === 0, `it ended with ${ended.code}: ${ended.text}`);
      claimUnchanged(look, "app", ["persist", "--yes"]);
    });
    return Promise.resolve([finding]);
  });
}

/** Where two names are one, the one that stands stays and its content may be the other's; so only contents are looked for. */
function lostBytes(before: Belongings, root: string): string[] {
  const there = fullListing(root).join("\n");
  const files = before.nodes.filter(({ print }) => print.startsWith("file "));
  return files.filter(({ print }) => !there.includes(print.slice(-SHA256_LENGTH))).map(({ path }) => path);
}

const SHA256_LENGTH = 64;
