/** A small shop as it stands on a server, for the failure scenarios. */
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { BOUGHT_SCRIPT, type Ended, holdfast, type Layout, persistedSite, type Site } from "../support/cli.ts";
import { delivered, live } from "../support/deliveries-of.ts";
import type { TreeShape } from "../support/tree.ts";

/** Version 1.0 of the shop, with people's data in it. */
export const SHOP: TreeShape = {
  ...BOUGHT_SCRIPT,
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php // 1.0",
};

/** The shop after its first run. */
export function shop(layout: Layout = "releases", more: TreeShape = {}): Site {
  return persistedSite(layout, { ...SHOP, ...more });
}

/** Makes a release of a version of the shop. */
export function update(site: Site, version: string, more: TreeShape = {}): Ended {
  return release(site, delivered(site, version, more));
}

/** Runs `release`, without questions. */
export function release(site: Site, source: string, ...more: readonly string[]): Ended {
  return holdfast(["release", source, "--site", live(site), "--yes", ...more]);
}

/** What a file holds. */
export function text(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}

/** A delivery's `holdfast.json` with commands of the owner's. */
export function hooked(hooks: Readonly<Record<string, readonly unknown[]>>): TreeShape {
  return { "holdfast.json": JSON.stringify({ hooks }) };
}

/** What the site's `current` says. */
export function current(site: Site): string {
  return readlinkSync(join(site.root, "current"));
}
