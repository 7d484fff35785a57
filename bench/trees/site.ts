/** A small Laravel application with one populated folder, as it stands before its first run, and as it stands there again before each round. */
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { outputOf } from "../timing/process.ts";

/** Where things are. */
export interface BenchSite {
  readonly root: string;
  readonly app: string;
  readonly shared: string;
}

/** The folder that people's uploads are in. */
export const UPLOADS = "public/uploads";

/** The places of a site below a folder. */
export function siteBelow(folder: string): BenchSite {
  const root = join(folder, "site");
  return { root, app: join(root, "app"), shared: join(root, "shared") };
}

/** Writes the application's code, without data. */
export function writeCode(app: string): void {
  for (const [path, text] of Object.entries(CODE)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}

const CODE = {
  "composer.json": '{"name":"made/shop","require":{"laravel/framework":"^11.0"}}\n',
  artisan: "#!/usr/bin/env php\n<?php\n",
  "bootstrap/app.php": "<?php\n",
  "config/app.php": "<?php return ['name' => 'shop'];\n",
  "public/index.php": "<?php echo 'shop';\n",
  "routes/web.php": "<?php\n",
} as const;

/** The same tree by hard links: its content stands on the disk once. */
export function linkTree(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  outputOf({ argv: ["cp", "-al", from, to] });
}

/** Makes a fresh site whose uploads are the tree at `data`; the tree is moved in, from wherever an earlier round left it. */
export function freshSite(site: BenchSite, data: string): void {
  takeOut(site, data);
  rmSync(site.root, { recursive: true, force: true });
  writeCode(site.app);
  renameSync(data, join(site.app, UPLOADS));
}

/** Brings the tree back to where it was before it was moved into a site. */
function takeOut(site: BenchSite, data: string): void {
  if (existsSync(data)) return;
  const places = [join(site.shared, UPLOADS), join(site.app, UPLOADS)];
  const place = places.find((path) => existsSync(path) && lstatSync(path).isDirectory());
  if (place === undefined) throw new Error(`The data of "${site.root}" is nowhere to be found`);
  renameSync(place, data);
}
