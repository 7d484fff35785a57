import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import type { HostFacts } from "../../src/core/host.ts";
import type { Choice } from "../../src/plan/serving/choose-way.ts";
import { BOUGHT_SCRIPT, type Ended, holdfast, holdfastJson, NOBODY, persist } from "../support/cli.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

type Page = HostFacts & Choice;

describe("host", () => {
  it("tries every call in the site and its document root, leaves nothing, and recommends the link", () => {
    const home = homeWith({ public_html: null, "shop/.htaccess": "x" });
    writeTree(join(home, "shop"), BOUGHT_SCRIPT);
    const before = manifest(home);
    const { page, code } = host(home, join(home, "shop"));
    expect(code).toBe(0);
    expect(page.folders.map(({ path }) => path)).toEqual([home, join(home, "public_html")]);
    for (const { calls } of page.folders) expect(new Set(Object.values(calls))).toEqual(new Set(["ok"]));
    expect(page.folders[0]?.across).toEqual([{ path: join(home, "public_html"), answer: "ok" }]);
    expect(page.recommended).toBe("link");
    expect(page.frontController).toBe(true);
    expect(manifest(home)).toEqual(before);
  });

  it("keeps what it found out in shared, once, and is no command that undo --last would take back", () => {
    const home = homeWith({ public_html: null });
    writeTree(join(home, "shop"), BOUGHT_SCRIPT);
    persist(join(home, "shop"));
    expect(host(home, join(home, "shop")).code).toBe(0);
    const kept = join(home, "shared/.holdfast/host.json");
    expect(JSON.parse(readFileSync(kept, "utf8"))).toMatchObject({ schema: 1, site: home });
    const before = manifest(home);
    expect(host(home, join(home, "shop")).code).toBe(0);
    const all = manifest(home);
    // The lock and the journal go on with each run.
    const changed = [...all.keys()].filter((path) => all.get(path) !== before.get(path));
    expect(changed.filter((path) => !/\.holdfast\/(lock|journal)/.test(path))).toEqual([]);
    const undone = holdfast(["undo", "--last", join(home, "shop"), "--dry-run"]);
    expect(undone.out + undone.err).toContain("persist");
  });

  it("a dry run tries nothing", () => {
    const home = homeWith({ public_html: null });
    const { page } = host(home, home, { more: ["--dry-run"] });
    expect(page.folders).toEqual([]);
  });

  it("where nothing can be written, that is said with the manual way, and it ends with 1", () => {
    const home = homeWith({ "public_html/index.html": "x" });
    const ended = said(home, home, { as: NOBODY });
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("No way to serve the site works here as things are");
    expect(ended.out).toContain(`nothing can be written in ${home} (EACCES)`);
    expect(ended.out).toContain("never over the folders of data");
    expect(ended.out).not.toContain("Next:");
  });

  it("where the document root's name cannot be changed, it stays a real folder", () => {
    const home = homeWith({ "host/public_html": null, "host/site": null });
    for (const path of ["host/public_html", "host/site"]) chownSync(join(home, path), NOBODY, NOBODY);
    writeReleases(join(home, "host/site"));
    execFileSync("chown", ["-R", String(NOBODY), join(home, "host/site")]);
    chmodSync(home, 0o755);
    const { page } = host(join(home, "host"), join(home, "host/site"), { as: NOBODY });
    expect(page.documentRoot).toBe(join(home, "host/public_html"));
    expect(page.ways.find(({ way }) => way === "link")).toMatchObject({
      possible: false,
      reason: expect.stringContaining("is fixed: its name cannot be changed") as string,
    });
    expect(page.recommended).toBe("entries");
  });

  it("somebody else's files in the document root are listed, kept and asked about", () => {
    const home = homeWith({ "public_html/old-shop.php": "<?php", "public_html/cgi-bin": null });
    writeReleases(join(home, "shop"));
    const { page } = host(home, join(home, "shop"));
    expect(page.documentRoots[0]).toMatchObject({ holds: "others", foreign: ["old-shop.php"], more: 0 });
    expect(page.recommended).toBe("entries");
    expect(page.manual.join("\n")).toContain(`Look at what stands in ${join(home, "public_html")}`);
    expect(existsSync(join(home, "public_html/old-shop.php"))).toBe(true);
  });

  it("a name that both want leaves neither of the real folders possible", () => {
    const home = homeWith({ "public_html/index.php": "<?php // another" });
    writeTree(join(home, "shop"), BOUGHT_SCRIPT);
    const { page } = host(home, join(home, "shop"));
    expect(page.documentRoots[0]?.clashing).toEqual(["index.php"]);
    const possible = page.ways.filter(({ possible: is }) => is).map(({ way }) => way);
    expect(possible).not.toContain("entries");
    expect(possible).not.toContain("loader");
  });

  it("two sites in one home: the other's document root is left alone", () => {
    const home = homeWith({ "one/current/public/index.php": "<?php", two: null });
    symlinkSync("one/current/public", join(home, "public_html"));
    writeTree(join(home, "two/shop"), BOUGHT_SCRIPT);
    const { page } = host(home, join(home, "two/shop"));
    expect(page.documentRoots).toMatchObject([{ path: join(home, "public_html"), holds: "another-site" }]);
    expect(page.ways.find(({ way }) => way === "link")?.possible).toBe(false);
  });

  it("what a killed run left goes with the next, and what somebody put under that name stays", () => {
    const home = homeWith({
      "public_html/.holdfast-try/mine.txt": "mine",
      "public_html/.holdfast-try/file": "mine too",
    });
    mkdirSync(join(home, ".holdfast-try/left"), { recursive: true });
    writeFileSync(join(home, ".holdfast-try/file"), "");
    // A write that was cut short.
    writeFileSync(join(home, ".holdfast-try/right"), "Holdfast tr");
    symlinkSync("file", join(home, ".holdfast-try/relative"));
    host(home, home);
    expect(readdirSync(home)).toEqual(["public_html"]);
    expect(readFileSync(join(home, "public_html/.holdfast-try/mine.txt"), "utf8")).toBe("mine");
    expect(readFileSync(join(home, "public_html/.holdfast-try/file"), "utf8")).toBe("mine too");
  });

  it("links that are made and not followed count as none: what is left is the way without links", () => {
    const home = homeWith({});
    const inner = join(home, "mounted");
    onTestFinished(() => unmountBelow(home));
    mountAt(inner);
    execFileSync("mount", ["-o", "remount,nosymfollow", inner]);
    mkdirSync(join(inner, "public_html"));
    writeTree(join(inner, "shop"), BOUGHT_SCRIPT);
    const { page } = host(inner, join(inner, "shop"), { as: 0 });
    expect(page.folders[0]?.calls.follow).toBe("ELOOP");
    expect(page.ways.find(({ way }) => way === "link")?.reason).toContain("links are not followed");
    expect(page.ways.filter(({ possible }) => possible).map(({ way }) => way)).toEqual(["in-place", "server"]);
  });

  it("does not call a way possible that serve then refuses: a site with releases has a link in it already", () => {
    const home = homeWith({});
    writeTree(join(home, "new"), BOUGHT_SCRIPT);
    const site = join(home, "site");
    mkdirSync(site);
    expect(holdfast(["release", join(home, "new"), "--site", site, "--yes"]).code).toBe(0);
    const { page } = host(home, site);
    expect(page.ways.find(({ way }) => way === "in-place")).toMatchObject({ possible: false });
    const refused = holdfast(["serve", "in-place", "--site", site, "--yes"]);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain("has releases");
  });

  it("a flat application that cannot take a real document root is told what it takes to", () => {
    const home = homeWith({ "public_html/old-shop.php": "<?php" });
    writeTree(join(home, "shop"), BOUGHT_SCRIPT);
    const { page } = host(home, join(home, "shop"));
    expect(page.ways.find(({ way }) => way === "entries")?.reason).toContain("needs the releases layout");
    expect(page.manual.join("\n")).toContain("--layout releases");
  });

  it("a folder that is not there is refused by name", () => {
    const ended = said("/", "/nowhere/at/all");
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('There is no folder "/nowhere/at/all"');
  });

  it("an address that is none is a fault of usage", () => {
    expect(said("/", "/", { more: ["--url", "ftp://example.org"] }).code).toBe(64);
  });
});

/** A site with one release. */
function writeReleases(site: string): void {
  writeTree(join(site, "releases/1"), BOUGHT_SCRIPT);
  symlinkSync("releases/1", join(site, "current"));
}

interface More {
  readonly as?: number;
  readonly more?: readonly string[];
}

function homeWith(shape: TreeShape): string {
  const home = freshFolder();
  chmodSync(home, 0o755);
  writeTree(home, shape);
  return home;
}

function said(home: string, site: string, { as, more = [] }: More = {}): Ended {
  return holdfast(["host", site, ...more], { env: { HOME: home }, ...(as === undefined ? {} : { as }) });
}

function host(
  home: string,
  site: string,
  { as, more = [] }: More = {},
): { readonly page: Page; readonly code: number | null } {
  const ended = holdfastJson(["host", site, ...more], { env: { HOME: home }, ...(as === undefined ? {} : { as }) });
  return { page: ended.json as Page, code: ended.code };
}
