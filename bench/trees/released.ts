import { readdirSync } from "node:fs";
import { join } from "node:path";
import { outputOf } from "../timing/process.ts";
import { linkTree, writeCode } from "./site.ts";

/** A site whose live release holds a work set among its code, with the baseline of it. */
export interface ReleasedSite {
  readonly root: string;
  readonly release: string;
  /** The tree of the work set in the release. */
  readonly tree: string;
  /** The release's own folder. */
  readonly path: string;
}

const PLACE = "resources/stock";

/** Makes it below an empty folder by delivering it, as a deployment does. */
export function releasedSite(program: string, folder: string, set: string): ReleasedSite {
  const [delivery, root] = [join(folder, "delivery"), join(folder, "site")];
  writeCode(delivery);
  linkTree(set, join(delivery, PLACE));
  outputOf({ argv: ["mkdir", "-p", root] });
  outputOf({ argv: [process.execPath, program, "release", delivery, "--site", root, "--yes"] });
  const [release = ""] = readdirSync(join(root, "releases"));
  const path = join(root, "releases", release);
  return { root, release, path, tree: join(path, PLACE) };
}
