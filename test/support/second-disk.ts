import { join } from "node:path";
import { onTestFinished } from "vitest";
import { mountAt, unmountBelow } from "./mounts.ts";
import { freshFolder } from "./tree.ts";

/** A folder for a site whose `shared` is on another file system than the rest; it is unmounted when the test ends. */
export function siteAcross(options: { readonly size?: string; readonly inodes?: number } = {}): string {
  const site = freshFolder();
  mountAt(join(site, "shared"), options);
  onTestFinished(() => {
    unmountBelow(site);
  });
  return site;
}
