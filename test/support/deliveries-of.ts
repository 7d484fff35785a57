/** Deliveries as a vendor or a build makes them, and what a site has of them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { BOUGHT_SCRIPT, holdfastJson, type Site } from "./cli.ts";
import { type TreeShape, writeTree } from "./tree.ts";

/** The bought script as its vendor ships it: no settings, no data. */
const SHIPPED: TreeShape = Object.fromEntries(
  Object.entries(BOUGHT_SCRIPT).filter(
    ([path]) => !/^\.env$|^storage\/|user-uploads|avatars|media|qrcodes|invoices|exports|bootstrap\/cache/.test(path),
  ),
);

/** A folder with version `version` of the bought script. */
export function delivered(site: Pick<Site, "root">, version: string, more: TreeShape = {}): string {
  const folder = join(dirname(site.root), `shop-${version}`);
  mkdirSync(folder);
  writeTree(folder, {
    ...SHIPPED,
    "composer.json": `{"name":"acme/shop","version":"${version}","require":{"laravel/framework":"^11.0"}}`,
    "public/index.php": `<?php // ${version}`,
    ...more,
  });
  return folder;
}

/** The same as a tar.gz in which all lies in one folder. */
export function packed(folder: string): string {
  execFileSync("tar", ["-czf", `${folder}.tar.gz`, "-C", dirname(folder), basename(folder)]);
  return `${folder}.tar.gz`;
}

/** A name below what is live now. */
export function live(site: Site, path = ""): string {
  return join(site.layout === "flat" ? site.app : join(site.root, "current"), path);
}

/** The version that is served now. */
export function liveVersion(site: Site): string {
  return readFileSync(live(site, "public/index.php"), "utf8").replace("<?php // ", "");
}

/** One release as `releases --json` lists it. */
export interface Listed {
  readonly name: string;
  readonly path: string;
  readonly state: string;
  readonly version: string | null;
  readonly pinned: string | null;
  readonly failure: { readonly step: string; readonly why: string } | null;
}

/** The releases of a site, the live one first. */
export function listed(site: Site): readonly Listed[] {
  return (holdfastJson(["releases", "--site", live(site)]).json as { readonly releases: readonly Listed[] }).releases;
}
