/** A document root that cannot be chosen, with the live web root mounted there, behind real servers: what `serve server` prints for it, and why not for every site. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { holdfast, must, persistedSite, type Site, start, typed } from "../support/cli.ts";
import { live } from "../support/deliveries-of.ts";
import { type TreeShape, writeTree } from "../support/tree.ts";
import { ask, loadOn } from "./constant-load.ts";
import { holdfastMeanwhile } from "./holdfast.ts";
import { servedSite } from "./served-site.ts";
import { startApache, startFpm, startNginx } from "./web-servers.ts";

/** A site whose data lies beside its web root. */
const CODE = (version: string): TreeShape => ({
  "composer.json": '{"name":"acme/shop","require":{"symfony/framework-bundle":"^6.0"}}',
  "symfony.lock": "{}",
  "bin/console": "#!/usr/bin/env php",
  "config/bundles.php": "<?php return [];",
  "src/Kernel.php": "<?php",
  "public/index.php": `<?php echo 'version ${version}';`,
  "public/app.css": `/* ${version} */`,
});

function rootOf(site: Site): string {
  const root = join(site.root, "public_html");
  mkdirSync(root);
  onTestFinished(() => {
    for (let mounts = mountsAt(root); mounts > 0; mounts--) must(start(["umount", root]));
  });
  return root;
}

const mountsAt = (root: string): number => readFileSync("/proc/self/mountinfo", "utf8").split(` ${root} `).length - 1;

const printed = (site: Site, root: string): string =>
  must(holdfast(["serve", "server", "--document-root", root, "--site", site.root, "--yes"])).out;

it("without data below the web root: mounted again after a release, over itself, no request fails and the release is shown", async () => {
  const site = persistedSite("releases", { ...CODE("1"), "var/log/prod.log": "log", ".env": "APP_SECRET=never-seen" });
  const root = rootOf(site);
  const line =
    printed(site, root)
      .split("\n")
      .find((text) => text.startsWith("mount --bind ")) ?? "";
  must(typed(line));
  const fpm = await startFpm();
  const servers = [
    await startApache({ documentRoot: root }, "mod_php"),
    await startNginx({ documentRoot: root, extra: "disable_symlinks on;" }, fpm),
  ];
  const isThere = (status: number, body: string): string | null =>
    status === 200 && /[12]/.test(body) ? null : `${status} ${body}`;
  const isPrivate = (_status: number, body: string): string | null => (body.includes("never-seen") ? body : null);
  const loads = servers.map(({ url }) =>
    loadOn(url, [
      { path: "/", wrong: isThere },
      { path: "/app.css", wrong: isThere },
      { path: "/.env", wrong: isPrivate },
      { path: "/../.env", wrong: isPrivate },
    ]),
  );
  const more = (): Promise<unknown> => Promise.all(loads.map((load) => load.more(30)));
  await more();
  const next = join(site.root, "../shop-2");
  mkdirSync(next);
  writeTree(next, CODE("2"));
  const released = await holdfastMeanwhile(site.root, "release", next, "--yes");
  expect(released.code, released.out + released.err).toBe(0);
  await more();
  for (const { url } of servers) expect((await ask(`${url}/app.css`)).body).toBe("/* 1 */");
  must(typed(line));
  await more();
  for (const { url } of servers) expect((await ask(`${url}/app.css`)).body).toBe("/* 2 */");
  await Promise.all(loads.map((load) => load.stop()));
  for (const load of loads) expect(load.failures).toEqual([]);
  expect(must(holdfast(["check", live(site)])).out).toContain("❌ 0 failed");
});

it("with data below it no mount is printed, because its links would lead nowhere there; the way that is named instead serves it", async () => {
  const site = servedSite("server");
  const root = rootOf(site);
  const told = printed(site, root);
  expect(told).not.toContain("mount --bind");
  const { url } = await startApache({ documentRoot: root }, "mod_php");
  must(start(["mount", "--bind", live(site, "public"), root]));
  expect((await ask(`${url}/css/app.css`)).body).toBe("/* 1 */");
  expect((await ask(`${url}/uploads/old.txt`)).body).not.toBe("old upload");
  must(start(["umount", root]));
  const instead = /^# (holdfast serve link .*)$/m.exec(told)?.[1] ?? "";
  must(holdfast([...instead.split(" ").slice(1), "--yes"]));
  expect(await ask(`${url}/uploads/old.txt`)).toEqual({ status: 200, body: "old upload" });
});
