import { existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { must, mustHoldfast } from "./holdfast.ts";
import { get, statusOf, upload } from "./http.ts";
import { BLOG_PACKAGE, LIVE_ENV, writeLaravel } from "./laravel-skeleton.ts";
import { startPhp } from "./server.ts";

it("Laravel in releases: uploads, settings and notes stay through two deployments and a rollback", async () => {
  const site = liveSite();
  const first = currentOf(site);
  artisan(first, "storage:link");
  let php = await startPhp(join(site, "current/public"));
  const before = await upload(`${php.url}/photos`, "before.jpg", "before the first deployment");
  expect(await get(php.url + before)).toBe("before the first deployment");
  await post(`${php.url}/notes/one`);

  mustHoldfast(site, "persist", first, "--yes");
  expect(await get(php.url + before)).toBe("before the first deployment");
  expect(await get(`${php.url}/`)).toBe("version 1 of Holdfast\n");
  await post(`${php.url}/notes/two`);
  expect(readlinkSync(join(first, "public/storage"))).toBe("../../../shared/public/storage");
  expect(readlinkSync(join(site, "shared/public/storage"))).toBe("../storage/app/public");

  const second = nextRelease(site, "2026-01-02_00-00-00", "2");
  mustHoldfast(site, "persist", second, "--yes");
  expect(artisan(second, "config:cache")).toContain("Configuration cached successfully");
  activate(site, second);
  await php.stop();
  php = await startPhp(join(site, "current/public"));
  expect(await get(`${php.url}/`)).toBe("version 2 of Holdfast\n");
  expect(await get(php.url + before)).toBe("before the first deployment");
  expect(await get(`${php.url}/notes`)).toBe("one,two");
  const between = await upload(`${php.url}/photos`, "between.jpg", "between two deployments");

  const third = nextRelease(site, "2026-01-03_00-00-00", "3");
  mustHoldfast(site, "persist", third, "--yes");
  activate(site, third);
  await php.stop();
  php = await startPhp(join(site, "current/public"));
  expect(await get(`${php.url}/`)).toBe("version 3 of Holdfast\n");
  expect(await get(php.url + between)).toBe("between two deployments");
  const after = await upload(`${php.url}/photos`, "after.jpg", "after the last deployment");
  await post(`${php.url}/notes/three`);

  activate(site, first);
  await php.stop();
  php = await startPhp(join(site, "current/public"));
  expect(await get(`${php.url}/`)).toBe("version 1 of Holdfast\n");
  for (const [address, bytes] of [
    [before, "before the first deployment"],
    [between, "between two deployments"],
    [after, "after the last deployment"],
  ])
    expect(await get(`${php.url}${address ?? ""}`)).toBe(bytes);
  expect(await get(`${php.url}/notes`)).toBe("one,two,three");
  expect(readFileSync(join(first, ".env"), "utf8")).toBe(LIVE_ENV);
  expect(mustHoldfast(site, "check", site)).toContain("🎉 System is perfectly healthy!");
});

it("artisan works on a persisted release, and its own storage:link changes nothing", () => {
  const site = liveSite();
  const app = currentOf(site);
  mustHoldfast(site, "persist", app, "--yes");
  const links = manifest(app).get("public/storage");

  expect(artisan(app, "--version")).toMatch(/^Laravel Framework 8\./);
  artisan(app, "storage:link");
  expect(manifest(app).get("public/storage")).toBe(links);
  expect(artisan(app, "config:cache")).toContain("Configuration cached successfully");
  expect(artisan(app, "view:cache")).toContain("Blade templates cached successfully");
  expect(mustHoldfast(site, "check", site)).toContain("🎉 System is perfectly healthy!");
});

it("packages that a release discovers before it is live do not take the live one down", async () => {
  const site = liveSite();
  mustHoldfast(site, "persist", currentOf(site), "--yes");
  const php = await startPhp(join(site, "current/public"));
  expect(await get(`${php.url}/`)).toBe("version 1 of Holdfast\n");

  const second = join(site, "releases/2026-01-02_00-00-00");
  writeLaravel(second, "2", BLOG_PACKAGE);
  mustHoldfast(site, "persist", second, "--yes");
  expect(artisan(second, "package:discover")).toContain("acme/blog");
  artisan(second, "config:cache");

  expect(await get(`${php.url}/`)).toBe("version 1 of Holdfast\n");
  expect(existsSync(join(currentOf(site), "bootstrap/cache/config.php"))).toBe(false);
  expect(readlinkSync(join(second, "bootstrap/cache"))).toBe(`../../../shared/bootstrap/cache/${basename(second)}`);
  artisan(currentOf(site), "config:clear");
  expect(existsSync(join(second, "bootstrap/cache/config.php"))).toBe(true);
});

it("a real public/storage folder, which storage:link passes over in silence, becomes the chain with all its files", async () => {
  const site = liveSite();
  const app = currentOf(site);
  writeTree(app, { "public/storage/photos/stranded.jpg": "written into a real folder" });
  expect(artisan(app, "storage:link")).toContain("already exists");

  mustHoldfast(site, "persist", app, "--yes");

  const php = await startPhp(join(site, "current/public"));
  expect(await get(`${php.url}/storage/photos/stranded.jpg`)).toBe("written into a real folder");
  const added = await upload(`${php.url}/photos`, "added.jpg", "added later");
  expect(await get(php.url + added)).toBe("added later");
  expect(await statusOf(`${php.url}/storage/photos/none.jpg`)).toBe(404);
});

/** A site whose first release is live, as a developer installs it by hand. */
function liveSite(): string {
  const site = freshFolder();
  const app = join(site, "releases/2026-01-01_00-00-00");
  writeLaravel(app, "1");
  writeTree(app, { ".env": { text: LIVE_ENV, mode: 0o600 } });
  mkdirSync(join(app, "database"));
  must(app, "sqlite3", "database/database.sqlite", "create table notes (id integer primary key, text text)");
  symlinkSync("releases/2026-01-01_00-00-00", join(site, "current"));
  return site;
}

function nextRelease(site: string, name: string, version: string): string {
  const release = join(site, "releases", name);
  writeLaravel(release, version);
  return release;
}

function currentOf(site: string): string {
  return join(site, readlinkSync(join(site, "current")));
}

function activate(site: string, release: string): void {
  symlinkSync(join("releases", basename(release)), join(site, "current.new"));
  renameSync(join(site, "current.new"), join(site, "current"));
}

function artisan(app: string, ...args: readonly string[]): string {
  return must(app, "php", "artisan", ...args);
}

async function post(url: string): Promise<void> {
  const answer = await fetch(url, { method: "POST" });
  expect(answer.status, await answer.text()).toBe(200);
}
