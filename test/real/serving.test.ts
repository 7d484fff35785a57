/** Each way to serve behind each server that it is for, while requests are under way. With HOLDFAST_EVIDENCE=1 the measured table is written. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { holdfast, must, type Site } from "../support/cli.ts";
import { live } from "../support/deliveries-of.ts";
import { writeTree } from "../support/tree.ts";
import { ask, type Load, loadOn } from "./constant-load.ts";
import { holdfastMeanwhile, must as run, mustHoldfast } from "./holdfast.ts";
import { get, upload } from "./http.ts";
import { LIVE_ENV, writeLaravel } from "./laravel-skeleton.ts";
import { askedOf, documentRootOf, releaseOf, servedSite, WAYS } from "./served-site.ts";
import type { Server } from "./server.ts";
import { type Measured, writeServingEvidence } from "./serving-evidence.ts";
import { FOLLOWING_NONE, serversFor } from "./serving-servers.ts";
import { publicFolder, startApache, startFpm } from "./web-servers.ts";

const results: Measured[] = [];
afterAll(() => {
  if (process.env["HOLDFAST_EVIDENCE"] === "1") writeServingEvidence(results);
});

/** A server under load. */
interface Behind {
  readonly name: string;
  readonly url: string;
  readonly load: Load;
}

describe.each(WAYS)("served by %s", (way) => {
  it("no request fails during a release and a rollback, uploads are there, .env is never given out", async () => {
    const site = servedSite(way);
    const fpm = await startFpm();
    const sent = new Map<string, string>([["/uploads/old.txt", "old upload"]]);
    const send = async ({ url, index }: { readonly url: string; readonly index: number }, when: string) => {
      const name = `${when}-${index}.txt`;
      const path = `/${await upload(`${url}/upload.php`, name, name)}`;
      sent.set(path, name);
      return path;
    };
    const all: Behind[] = [];
    for (const [index, { name, start }] of serversFor(way, site).entries()) {
      const { url }: Server = await start(fpm);
      all.push({ name, url, load: loadOn(url, askedOf(await send({ url, index }, "before"))) });
    }
    const sendAll = (when: string): Promise<unknown> =>
      Promise.all(all.map(({ url }, index) => send({ url, index }, when)));
    const moreOfAll = (): Promise<unknown> => Promise.all(all.map(({ load }) => load.more(30)));

    await moreOfAll();
    const releasing = holdfastMeanwhile(site.root, ...releaseOf(way, site));
    await sendAll("during");
    const released = await releasing;
    expect(released.code, released.out + released.err).toBe(0);
    const fresh = new Map<string, boolean>();
    for (const { name, url } of all) {
      fresh.set(name, (await ask(`${url}/`)).body.startsWith("version 2"));
      expect((await ask(`${url}/css/app.css`)).body).toBe("/* 2 */");
      expect((await ask(`${url}/only-one.txt`)).status).toBe(404);
      expect((await ask(`${url}/new/deep.txt`)).body).toBe("new");
    }
    await sendAll("after");
    await moreOfAll();
    const rolledBack = await holdfastMeanwhile(site.root, "rollback", "--site", live(site), "--yes");
    expect(rolledBack.code, rolledBack.out + rolledBack.err).toBe(0);
    await moreOfAll();
    await Promise.all(all.map(({ load }) => load.stop()));

    for (const { name, url, load } of all) {
      for (const [path, body] of sent) expect(await ask(url + path), name).toEqual({ status: 200, body });
      const isFresh = fresh.get(name) === true;
      const [requests, failures, mixed] = [load.requests(), load.failures.length, load.mixed()];
      results.push({ way, server: name, requests, failures, mixed, isFresh });
      expect(load.failures, name).toEqual([]);
      // Names change one by one there, so that for a moment a page is made by files of both versions.
      if (way !== "in-place") expect(mixed, name).toBe(0);
      // A loader asks the disk each time: PHP has nothing to be told.
      if (way === "loader") expect(isFresh, name).toBe(true);
    }
    if (way === "server") await runsNoUpload(site, all);
    expect(must(holdfast(["check", live(site)])).out).toContain("❌ 0 failed");
  });
});

/** With what is printed for it, a server runs no script that somebody uploaded, by whatever address. */
async function runsNoUpload(site: Site, servers: readonly Behind[]): Promise<void> {
  const names = ["s.php", "s.PHP", "s.phtml", "s.php.jpg"];
  for (const name of names) writeFileSync(join(site.shared, "public/uploads", name), "<?php echo 6 * 7 * 1001;");
  for (const { name, url } of servers) {
    for (const path of [...names, "s.php/x", "s.php/"])
      expect([name, path, (await ask(`${url}/uploads/${path}`)).body]).toEqual([
        name,
        path,
        expect.not.stringContaining("42042"),
      ]);
  }
}

describe.each(FOLLOWING_NONE)("behind $name", ({ name, start }) => {
  it.each(["link", "entries", "loader"] as const)(
    "%s: uploads are refused, so that it is none of its ways",
    async (way) => {
      const site: Site = servedSite(way);
      const { url } = await start(documentRootOf(way, site), await startFpm());
      const { status } = await ask(`${url}/uploads/old.txt`);
      results.push({ way, server: name, refused: status });
      // 403, or what the front controller says of a name that it is asked for instead.
      expect([403, 404]).toContain(status);
      expect((await ask(`${url}/.env`)).status).not.toBe(200);
    },
  );
});

it("Laravel behind a loader: pages and uploads before and after a release, which answers at once", async () => {
  const folder = publicFolder();
  const site = join(folder, "site");
  writeTree(site, { "shared/.env": { text: LIVE_ENV, mode: 0o644 } });
  mustHoldfast(folder, "release", laravel(folder, "1"), "--site", site, "--yes");
  mkdirSync(join(site, "public_html"));
  // One user for both, as on shared hosting: what comes later gets the owner of the site.
  run(site, "chown", "-R", "www-data:www-data", site);
  mustHoldfast(site, "serve", "loader", "--yes");
  const { url } = await startApache(
    { documentRoot: join(site, "public_html"), extra: "FallbackResource /index.php" },
    "mod_php",
  );
  expect(await get(`${url}/`)).toBe("version 1 of Holdfast\n");
  const before = await upload(`${url}/photos`, "before.txt", "before");
  mustHoldfast(site, "release", laravel(folder, "2"), "--yes");
  expect(await get(`${url}/`)).toBe("version 2 of Holdfast\n");
  const after = await upload(`${url}/photos`, "after.txt", "after");
  expect(await get(url + before)).toBe("before");
  expect(await get(url + after)).toBe("after");
  for (const hidden of ["/.env", "/storage/logs/laravel.log", "/../.env"])
    expect((await ask(url + hidden)).status, hidden).not.toBe(200);
});

function laravel(folder: string, version: string): string {
  const delivery = join(folder, `shop-${version}`);
  mkdirSync(delivery);
  writeLaravel(delivery, version);
  return delivery;
}
