import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshFolder, writeTree } from "../support/tree.ts";
import { holdfastMeanwhile, must } from "./holdfast.ts";
import { get } from "./http.ts";
import { LIVE_ENV, writeLaravel } from "./laravel-skeleton.ts";
import { type Server, startServer } from "./server.ts";
import { visitorsOf } from "./visitors.ts";

/** Each takes some seconds, on a busy machine a quarter of a minute and more. */
const FOUR_DEPLOYMENTS = 400_000;

it("Laravel: a first release, two updates and a rollback, while visitors read and upload and none of them meets an error", {
  timeout: FOUR_DEPLOYMENTS,
}, async () => {
  const folder = freshFolder();
  const site = join(folder, "site");
  writeTree(site, { "shared/.env": { text: LIVE_ENV, mode: 0o600 } });
  await deploy(site, "release", delivered(folder, "1"), "--site", site);
  const php = await startWebServer(folder, site);
  expect(await get(`${php.url}/`)).toBe("version 1 of Holdfast\n");
  const visitors = visitorsOf({
    url: php.url,
    photos: "/photos",
    addressOf: (name) => `/storage/photos/${name}`,
    versionOf: (page) => /^version (\d) of Holdfast\n$/.exec(page)?.[1] ?? null,
  });
  await visitors.meet("1");
  await note(php, "one");

  await deploy(site, "release", delivered(folder, "2"));
  await visitors.meet("2");
  await note(php, "two");

  await deploy(site, "release", packed(delivered(folder, "3")));
  await visitors.meet("3");
  await note(php, "three");

  await deploy(site, "rollback");
  await visitors.meet("2");
  await visitors.leave();

  expect(visitors.failures).toEqual([]);
  for (const [address, bytes] of visitors.sent) expect(await get(php.url + address)).toBe(bytes);
  expect(visitors.sent.size).toBeGreaterThan(10);
  expect(await get(`${php.url}/notes`)).toBe("one,two,three");
  expect(readFileSync(join(site, "current/.env"), "utf8")).toBe(LIVE_ENV);
  expect(existsSync(join(site, "shared/storage/app/public/photos"))).toBe(true);
  expect(readFileSync(join(site, "shared/activated"), "utf8")).toBe("1\n2\n3\n2\n");
});

/** Runs a command of the program while the visitors go on; from inside the site, as its owner does. */
async function deploy(site: string, ...args: readonly string[]): Promise<void> {
  const { code, out, err } = await holdfastMeanwhile(site, ...args, "--yes");
  expect(`${code}\n${code === 0 ? "" : out + err}`).toBe("0\n");
}

/** The hooks that a Laravel application needs: its database before it is live, its caches in the release, one line for each switch. */
const HOOKS = {
  build: ["php artisan package:discover", "php artisan view:cache"],
  "before-activate": [
    'test -s database/database.sqlite || sqlite3 database/database.sqlite "create table notes (id integer primary key, text text)"',
    "php artisan config:cache",
  ],
  "after-activate": ['cat VERSION >> "$HOLDFAST_SHARED/activated"'],
};

/** A version as the vendor delivers it. */
function delivered(folder: string, version: string): string {
  const delivery = join(folder, `shop-${version}`);
  mkdirSync(delivery);
  writeLaravel(delivery, version, {
    "holdfast.json": JSON.stringify({ hooks: HOOKS }),
    VERSION: `${version}\n`,
    "database/.gitignore": "*.sqlite*\n",
  });
  return delivery;
}

function packed(delivery: string): string {
  must(delivery, "tar", "-czf", `${delivery}.tar.gz`, "-C", "..", delivery.slice(delivery.lastIndexOf("/") + 1));
  return `${delivery}.tar.gz`;
}

async function note(php: Server, text: string): Promise<void> {
  const answer = await fetch(`${php.url}/notes/${text}`, { method: "POST" });
  expect(answer.status, await answer.text()).toBe(200);
}

/**
 * PHP's web server, which looks for each request where `current` leads to, as nginx does with `$realpath_root`: what was begun in the old release
 * ends there, and nothing has to be started again.
 */
function startWebServer(folder: string, site: string): Promise<Server> {
  writeTree(folder, { "router.php": ROUTER });
  return startServer(folder, (port) => ["php", "-S", `127.0.0.1:${port}`, join(folder, "router.php")], {
    SITE: site,
    PHP_CLI_SERVER_WORKERS: "4",
  });
}

const ROUTER = `<?php

$site = getenv('SITE');
$root = $site . '/' . readlink($site . '/current') . '/public';
clearstatcache(true);
$file = $root . rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (is_file($file)) {
    header('Content-Type: application/octet-stream');
    readfile($file);
    return;
}
chdir($root);
$_SERVER['DOCUMENT_ROOT'] = $root;
$_SERVER['SCRIPT_FILENAME'] = $root . '/index.php';
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['PHP_SELF'] = '/index.php';
require $root . '/index.php';
`;
