import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { program } from "./program.ts";
import { freshFolder, type TreeShape, writeTree } from "./tree.ts";

/** How a started program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Starting {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Run as this user and group instead. */
  readonly as?: number;
}

/** The user "nobody"; the tests run as root and borrow it where a mode has to bite. */
export const NOBODY = 65534;

/** Runs the built program. */
export function holdfast(args: readonly string[], options: Starting = {}): Ended {
  return start([process.execPath, program(), ...args], options);
}

/** Runs the built program with `--json` and hands back its document too. */
export function holdfastJson(args: readonly string[], options: Starting = {}): Ended & { readonly json: unknown } {
  const ended = holdfast([...args, "--json"], options);
  return { ...ended, json: JSON.parse(ended.out) as unknown };
}

/** Runs a line of shell, as somebody types it. */
export function typed(line: string, options: Starting & { readonly shell?: string } = {}): Ended {
  return start([options.shell ?? "bash", "-c", line], options);
}

/** Runs any program with nothing on its standard input. */
export function start(argv: readonly string[], options: Starting = {}): Ended {
  const user =
    options.as === undefined ? [] : ["setpriv", `--reuid=${options.as}`, `--regid=${options.as}`, "--clear-groups"];
  const [command = "", ...rest] = [...user, ...argv];
  const ended = spawnSync(command, rest, {
    cwd: options.cwd ?? "/",
    env: { ...process.env, CI: "", ...options.env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 << 20,
  });
  if (ended.error) throw ended.error;
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

export const LAYOUTS = ["flat", "releases"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** A site on disk. */
export interface Site {
  readonly layout: Layout;
  readonly root: string;
  readonly app: string;
  readonly shared: string;
  /** What a link at the top of the app climbs before it names `shared`: `..` or `../..`. */
  readonly up: string;
}

/** The release that a site of the releases layout starts with. */
export const FIRST_RELEASE = "2026-01-15_12-00-00";
export const NEXT_RELEASE = "2026-01-16_09-30-00";

/** A bought Laravel script with people's data in it, as it stands on a server on the day somebody first runs us. */
export const BOUGHT_SCRIPT: TreeShape = {
  "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  artisan: "#!/usr/bin/env php\n<?php\n",
  "app/Http/Kernel.php": "<?php // kernel",
  "bootstrap/app.php": "<?php // app",
  "bootstrap/cache/services.php": "<?php return [];",
  "config/app.php": "<?php return [];",
  "vendor/autoload.php": "<?php // vendor",
  "Modules/Shop/module.json": '{"name":"Shop"}',
  ".env": { text: "APP_KEY=live\nDB_PASSWORD=secret\n", mode: 0o600 },
  ".env.example": "APP_KEY=\nDB_PASSWORD=\n",
  "storage/installed": "2025-05-05",
  "storage/.hidden": "hidden",
  "storage/app/public/a.jpg": "picture a",
  "storage/logs/laravel.log": "log",
  "public/index.php": "<?php // front",
  "public/flags/us.svg": "flag",
  "public/css/app.css": "css",
  "public/js/app.js": "js",
  "public/build/manifest.json": "{}",
  "public/uploads/photo.jpg": "demo photo",
  "public/user-uploads/logo.png": "logo",
  "public/avatars/1.png": "avatar",
  "public/media/m.mp4": "film",
  "public/qrcodes/q1.png": "qr",
  "public/invoices/i1.pdf": "invoice",
  "public/exports/e.csv": "export",
};

/** Names in a bought script's `public` that hold data, and those that belong to the code. */
export const DATA_FOLDERS = ["uploads", "user-uploads", "avatars", "media", "qrcodes", "invoices", "exports"] as const;
export const ASSET_FOLDERS = ["flags", "css", "js", "build"] as const;

/** A site whose app is the given tree, not persisted yet; in the releases layout it is live. */
export function siteOf(layout: Layout, shape: TreeShape = BOUGHT_SCRIPT, folder: string = freshFolder()): Site {
  const root = join(folder, "site");
  const site = placesOf(layout, root);
  mkdirSync(site.app, { recursive: true });
  writeTree(site.app, shape);
  if (layout === "releases") writeTree(root, { current: { link: `releases/${FIRST_RELEASE}` } });
  // Others may look in: some tests run as another user.
  chmodSync(dirname(root), 0o755);
  return site;
}

/** The same, after its first run. */
export function persistedSite(layout: Layout, shape: TreeShape = BOUGHT_SCRIPT): Site {
  const site = siteOf(layout, shape);
  persist(site.app);
  return site;
}

const looked = new Map<Layout, Site>();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A persisted site that all tests of a file share because they only look at it. */
export function lookedAtSite(layout: Layout): Site {
  const known = looked.get(layout);
  if (known) return known;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-looked-")));
  folders.push(folder);
  const site = siteOf(layout, BOUGHT_SCRIPT, folder);
  persist(site.app);
  looked.set(layout, site);
  return site;
}

function placesOf(layout: Layout, root: string): Site {
  return layout === "flat"
    ? { layout, root, app: join(root, "app"), shared: join(root, "shared"), up: ".." }
    : { layout, root, app: join(root, "releases", FIRST_RELEASE), shared: join(root, "shared"), up: "../.." };
}

/** Runs `persist --yes` and insists on exit 0. */
export function persist(app: string, args: readonly string[] = []): Ended {
  return must(holdfast(["persist", app, ...args, "--yes"]));
}

/** Insists that a program ended well. */
export function must(ended: Ended): Ended {
  if (ended.code !== 0) throw new Error(`Ended with ${ended.code}:\n${ended.out}${ended.err}`);
  return ended;
}

/**
 * New code arrives: in the releases layout as a further release that is not live yet; in the flat layout the app's folder is
 * replaced by a fresh copy of the code (the old one is moved out of the site). Nothing is persisted.
 */
export function nextVersion(site: Site, shape: TreeShape): Site {
  if (site.layout === "releases") {
    const app = join(site.root, "releases", NEXT_RELEASE);
    mkdirSync(app);
    writeTree(app, shape);
    return { ...site, app };
  }
  renameSync(site.app, `${site.root}-before`);
  mkdirSync(site.app);
  writeTree(site.app, shape);
  return site;
}

/** Permission bits of a path, following links. */
export function modeOf(path: string): number {
  return statSync(path).mode & 0o7777;
}

/** The `✅ … passed, ⚠️ … warnings, ❌ … failed` of a health check. */
export function countsOf(text: string): {
  readonly passed: number;
  readonly warnings: number;
  readonly failed: number;
} {
  const found = /📊 Results: ✅ (\d+) passed, ⚠️ (\d+) warnings, ❌ (\d+) failed/u.exec(text);
  if (!found) throw new Error(`No results in:\n${text}`);
  return { passed: Number(found[1]), warnings: Number(found[2]), failed: Number(found[3]) };
}
