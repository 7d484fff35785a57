import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  holdfastJson,
  LAYOUTS,
  must,
  persistedSite,
  type Site,
  siteOf,
} from "../support/cli.ts";
import { delivered, listed, live, liveVersion, packed } from "../support/deliveries-of.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const ON_SITE: typeof BOUGHT_SCRIPT = {
  ...BOUGHT_SCRIPT,
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php // 1.0",
};

function release(site: Site, source: string, ...more: readonly string[]): ReturnType<typeof holdfast> {
  return holdfast(["release", source, "--site", live(site), "--yes", ...more]);
}

const uploads = (site: Site): number => readdirSync(live(site, "public/uploads")).length;

describe.each(LAYOUTS)("release in the %s layout", (layout) => {
  it("a live application that nobody has persisted gets the vendor's archive; its data is there afterwards, its old code is kept", () => {
    const site = siteOf(layout, ON_SITE);
    const { out } = must(release(site, packed(delivered(site, "1.1", { "public/new.php": "new" }))));
    expect(liveVersion(site)).toBe("1.1");
    expect(readFileSync(live(site, ".env"), "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(readFileSync(live(site, "storage/app/public/a.jpg"), "utf8")).toBe("picture a");
    expect(readFileSync(live(site, "public/invoices/i1.pdf"), "utf8")).toBe("invoice");
    expect(out).toContain('Everything lies in "shop-1.1"');
    expect(out).toContain("🟢 Live: release ");
    const [now, before] = listed(site);
    expect(now).toMatchObject({ state: "live", version: "1.1" });
    expect(before).toMatchObject({ state: "previous" });
    expect(readFileSync(join(before?.path ?? "", "public/index.php"), "utf8")).toBe("<?php // 1.0");
  });

  it("is taken back by rollback, and what was uploaded meanwhile is there in both", () => {
    const site = siteOf(layout, ON_SITE);
    must(release(site, delivered(site, "1.1")));
    writeFileSync(live(site, "public/uploads/since.jpg"), "since");
    must(holdfast(["rollback", "--site", live(site)]));
    expect(liveVersion(site)).toBe("1.0");
    expect(readFileSync(live(site, "public/uploads/since.jpg"), "utf8")).toBe("since");
    must(holdfast(["rollback", "--site", live(site)]));
    expect(liveVersion(site)).toBe("1.1");
    expect(readFileSync(live(site, "public/uploads/since.jpg"), "utf8")).toBe("since");
  });

  it("the same delivery twice is nothing to do, and changes nothing; with --again it is another release", () => {
    const site = siteOf(layout, ON_SITE);
    const source = delivered(site, "1.1");
    must(release(site, source));
    const before = manifest(site.root);
    const { out } = must(release(site, source));
    expect(out).toContain("Nothing to do: this delivery is live");
    expect(manifest(site.root)).toEqual(before);
    must(release(site, source, "--again"));
    expect(listed(site)).toHaveLength(3);
  });

  it("two releases in one second have two names", () => {
    const site = siteOf(layout, ON_SITE);
    for (const version of ["1.1", "1.2", "1.3"]) must(release(site, delivered(site, version)));
    const names = listed(site).map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    expect(liveVersion(site)).toBe("1.3");
  });

  it("--dry-run says what would be done, and changes nothing", () => {
    const site = siteOf(layout, ON_SITE);
    const source = delivered(site, "1.1", { "database/migrations/2026_01_01_add.php": "<?php" });
    const before = manifest(site.root);
    const { out } = must(release(site, source, "--dry-run"));
    expect(out).toMatch(/📦 shop-1\.1 \(a folder, \d+ names, [\d.]+ \w+\): Laravel 11\.0, version 1\.1\n/);
    expect(out).toContain("what is live is taken over");
    expect(out).toContain("1 new database migration (2026_01_01_add.php): a rollback does not undo");
    expect(out).toContain("Dry run: nothing was changed");
    expect(manifest(site.root)).toEqual(before);
  });

  it("--no-activate makes it ready and lets it wait; the same command without it makes it live", () => {
    const site = persistedSite(layout, ON_SITE);
    const source = delivered(site, "1.1");
    const { out } = must(release(site, source, "--no-activate"));
    expect(out).toContain("is ready and waits; nothing that is live has changed");
    expect(liveVersion(site)).toBe("1.0");
    const waiting = listed(site).find(({ state }) => state === "arrived");
    expect(readFileSync(join(waiting?.path ?? "", "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    must(release(site, source));
    expect(liveVersion(site)).toBe("1.1");
    expect(listed(site)).toHaveLength(2);
  });

  it("the history has one line for it, and the summary names it", () => {
    const site = siteOf(layout, ON_SITE);
    must(release(site, delivered(site, "1.1")));
    const lines = readFileSync(join(site.shared, ".deployment-history"), "utf8").trim().split("\n").slice(1);
    expect(lines.map((line) => / command=(\w+) result=(\w+) /.exec(line)?.slice(1))).toEqual([
      ["persist", "done"],
      ["release", "done"],
    ]);
    expect(readFileSync(join(site.shared, "DEPLOYMENT-SUMMARY.md"), "utf8")).toContain("release of");
  });

  it("found from inside the site; the shell that stood in the old code goes on", () => {
    const site = siteOf(layout, ON_SITE);
    const source = delivered(site, "1.1");
    must(holdfast(["release", source, "--yes"], { cwd: live(site) }));
    expect(liveVersion(site)).toBe("1.1");
    const old = listed(site).find(({ state }) => state === "previous");
    must(holdfast(["rollback"], { cwd: old?.path ?? "" }));
    expect(liveVersion(site)).toBe("1.0");
  });

  it("files that the delivery adds to people's folders are added, what people have there stays", () => {
    const site = persistedSite(layout, ON_SITE);
    writeFileSync(live(site, "public/uploads/photo.jpg"), "edited by its owner");
    must(
      release(
        site,
        delivered(site, "1.1", { "public/uploads/photo.jpg": "demo 2", "public/uploads/demo.jpg": "demo" }),
      ),
    );
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("edited by its owner");
    expect(uploads(site)).toBe(2);
  });

  it("a --check-url that does not answer well brings back what was live", () => {
    const site = siteOf(layout, ON_SITE);
    const { code, err } = release(site, delivered(site, "1.1"), "--check-url", "http://127.0.0.1:9/");
    expect(code).toBe(1);
    expect(err).toContain('stopped at "check of the address"');
    expect(err).toMatch(/release \S+ is live, as before/);
    expect(liveVersion(site)).toBe("1.0");
    expect(listed(site).find(({ version }) => version === "1.1")).toMatchObject({ state: "failed" });
    const history = readFileSync(join(site.shared, ".deployment-history"), "utf8");
    expect(history).toMatch(/command=release result=failed/);
  });
});

it("a journal of an earlier run that cannot be read is said, and not passed over", () => {
  const site = persistedSite("releases", ON_SITE);
  writeFileSync(join(site.shared, ".holdfast/journal/tx-000099.json"), "no journal", { mode: 0o600 });
  const { code, out } = release(site, delivered(site, "1.1"));
  expect(out).toContain("A run that had not finished was completed first");
  expect(out).toContain("The journal of an unfinished run is damaged");
  expect(code).toBe(1);
  expect(liveVersion(site)).toBe("1.1");
});

describe("release makes a site", () => {
  it("in an empty folder", () => {
    const root = freshFolder();
    mkdirSync(join(root, "site"));
    const source = delivered({ root: join(root, "site") }, "1.0");
    const { json, code } = holdfastJson(["release", source, "--yes"], { cwd: join(root, "site") });
    expect(code).toBe(0);
    const { release: name } = json as { readonly release: string };
    expect(readlinkSync(join(root, "site/current"))).toBe(`releases/${name}`);
    expect(readdirSync(join(root, "site")).sort()).toEqual(["current", "releases", "shared"]);
  });

  it("in one with only shared, whose settings the release gets", () => {
    const root = freshFolder();
    writeTree(root, { "site/shared/.env": { text: "APP_KEY=mine", mode: 0o600 } });
    const source = delivered({ root: join(root, "site") }, "1.0");
    must(holdfast(["release", source, "--site", join(root, "site"), "--yes"]));
    expect(readFileSync(join(root, "site/current/.env"), "utf8")).toBe("APP_KEY=mine");
  });

  it("without settings: a note says that they are missing, no empty file stands in for them", () => {
    const root = freshFolder();
    mkdirSync(join(root, "site"));
    const source = delivered({ root: join(root, "site") }, "1.0");
    const { out } = must(holdfast(["release", source, "--site", join(root, "site"), "--yes"]));
    expect(out).toContain(".env");
    expect(existsSync(join(root, "site/shared/.env"))).toBe(false);
  });
});

describe("release --layout releases", () => {
  it("makes a flat application a site with releases; its path leads to what is live, also after a rollback", () => {
    const site = siteOf("flat", ON_SITE);
    must(release(site, delivered(site, "1.1"), "--layout", "releases"));
    expect(readlinkSync(site.app)).toBe("current");
    const converted: Site = { ...site, layout: "releases" };
    expect(liveVersion(converted)).toBe("1.1");
    expect(readFileSync(join(site.app, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    must(holdfast(["rollback", "--site", site.app]));
    expect(readFileSync(join(site.app, "public/index.php"), "utf8")).toBe("<?php // 1.0");
    expect(readFileSync(join(site.app, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(readdirSync(site.root).filter((name) => name.startsWith("."))).toEqual([]);
    rmSync(join(dirname(site.root), "shop-1.1"), { recursive: true });
  });
});
