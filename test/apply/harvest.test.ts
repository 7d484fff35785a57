import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { baselineStep } from "../../src/plan/release/baseline-step.ts";
import type { ReleaseSite } from "../../src/plan/release/places.ts";
import { type Harvesting, harvested, plannedHarvest } from "../support/harvest.ts";
import { applied, siteAt, treeOf } from "../support/releases.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

const SHIPPED: TreeShape = {
  "index.php": "<?php echo 1;",
  "public/style.css": "a{}",
  "public/logo.png": "logo 1",
  "lang/de.php": "<?php return 1;",
  "docs/old.txt": "old",
};
const LOGO = "public/logo.png";

let site: ReleaseSite;
const old = (path: string): string => join(site.site, "releases/r1", path);
const next = (path: string): string => join(site.site, "releases/r2", path);
const text = (path: string): string => readFileSync(path, "utf8");

/** Two releases of which the first was delivered, and is live. */
function twoReleases(second: TreeShape = SHIPPED): void {
  writeTree(join(site.site, "releases/r1"), SHIPPED);
  writeTree(join(site.site, "releases/r2"), second);
  applied({ site, release: "r1" }, [baselineStep(site, treeOf(site, "r1"))]);
}

const forth = (more: Partial<Harvesting> = {}): Harvesting => ({ site, from: "r1", to: "r2", ...more });

/** What lies in the rescue folder, by path below the transactions, with its text. */
function rescuedFiles(): Record<string, string> {
  const folder = join(site.shared, ".holdfast/rescued");
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => /^tx-\d+\//.test(name) && !lstatSync(join(folder, name)).isDirectory());
  return Object.fromEntries(
    files.map((name) => {
      const path = join(folder, name);
      const what = lstatSync(path).isSymbolicLink() ? `-> ${readlinkSync(path)}` : text(path);
      return [name.replace(/^tx-\d+\//, ""), what];
    }),
  );
}

const groups = (given: Harvesting): string[] =>
  plannedHarvest(given).verdicts.map(({ group, path }) => `${group} ${path}`);

beforeEach(() => {
  site = siteAt(freshFolder());
});

describe("what the site made among the code", () => {
  it("is carried where no server runs it, with mode and time; the original stays as it is", () => {
    twoReleases();
    writeTree(join(site.site, "releases/r1"), { "public/news/me.jpg": { text: "me", mode: 0o640 } });
    utimesSync(old("public/news/me.jpg"), 1_000_000_000, 1_000_000_000);
    const before = manifest(old(""));
    const { plan, outcome } = harvested(forth());
    expect(text(next("public/news/me.jpg"))).toBe("me");
    expect(lstatSync(next("public/news/me.jpg"))).toMatchObject({ mode: 0o100640, mtimeMs: 1e12 });
    expect(lstatSync(next("public/news/me.jpg")).ino).not.toBe(lstatSync(old("public/news/me.jpg")).ino);
    expect(manifest(old(""))).toEqual(before);
    expect(Object.keys(plan.carried)).toEqual(["public/news/me.jpg"]);
    expect(outcome).toMatchObject({ rescued: [], diagnostics: [] });
  });

  it("as a folder goes along with what is in it", () => {
    twoReleases();
    writeTree(join(site.site, "releases/r1"), { "public/news/a.jpg": "a", "public/news/b.jpg": "b" });
    expect(groups(forth())).toEqual(["carried public/news", "carried public/news/a.jpg", "carried public/news/b.jpg"]);
  });

  it("and could run on a server is rescued and named, never carried", () => {
    twoReleases();
    writeTree(join(site.site, "releases/r1"), {
      "public/shell.php": "<?php system($_GET[0]);",
      "public/cat.jpg": "<?php eval($_POST['x']);",
      "public/.htaccess": "AddHandler php .jpg",
      "tool.sh": "#!/bin/sh",
    });
    const { plan, outcome } = harvested(forth());
    for (const path of ["public/shell.php", "public/cat.jpg", "public/.htaccess", "tool.sh"]) {
      expect(existsSync(next(path))).toBe(false);
      expect(rescuedFiles()[path]).toBe(text(old(path)));
    }
    expect(outcome?.rescued.map(({ path }) => path).sort()).toEqual(Object.keys(plan.rescued).sort());
    expect(new Set(plan.verdicts.map(({ group }) => group))).toEqual(new Set(["script"]));
  });

  it("goes along under carry, programs included, and its links too", () => {
    twoReleases();
    writeTree(join(site.site, "releases/r1"), {
      "Modules/Shop/shop.php": "<?php",
      "Modules/Shop/latest": { link: "shop.php" },
    });
    harvested(forth({ handlings: { Modules: "carry" } }));
    expect(text(next("Modules/Shop/shop.php"))).toBe("<?php");
    expect(readlinkSync(next("Modules/Shop/latest"))).toBe("shop.php");
  });

  it("a link elsewhere is rescued, not carried and not followed", () => {
    twoReleases();
    symlinkSync("/etc/passwd", old("public/p"));
    harvested(forth());
    expect(lstatSync(next("public/p"), { throwIfNoEntry: false })).toBeUndefined();
    expect(rescuedFiles()).toEqual({ "public/p": "-> /etc/passwd" });
  });

  it("a FIFO is told and left", () => {
    twoReleases();
    execFileSync("mkfifo", [old("public/pipe")]);
    expect(groups(forth())).toEqual(["special public/pipe"]);
    expect(harvested(forth()).outcome).toBeNull();
  });

  it("where the coming release has another one of that name, that stays and the site's is rescued", () => {
    twoReleases({ ...SHIPPED, "public/me.jpg": "vendor's" });
    writeFileSync(old("public/me.jpg"), "mine");
    harvested(forth());
    expect(text(next("public/me.jpg"))).toBe("vendor's");
    expect(rescuedFiles()).toEqual({ "public/me.jpg": "mine" });
  });

  it("where the coming release has the very same, there is nothing to do", () => {
    twoReleases({ ...SHIPPED, "public/me.jpg": "mine" });
    writeFileSync(old("public/me.jpg"), "mine");
    expect(plannedHarvest(forth())).toMatchObject({ operations: [], verdicts: [] });
  });

  it("in a folder that the coming release no longer has, the folder is made for it", () => {
    const { "docs/old.txt": _gone, ...without } = SHIPPED;
    twoReleases(without);
    chmodSync(old("docs"), 0o750);
    writeFileSync(old("docs/mine.txt"), "mine");
    harvested(forth());
    expect(text(next("docs/mine.txt"))).toBe("mine");
    expect(lstatSync(next("docs")).mode & 0o777).toBe(0o750);
    expect(existsSync(next("docs/old.txt"))).toBe(false);
  });

  it("below what is a file in the coming release is rescued", () => {
    const { "docs/old.txt": _gone, ...without } = SHIPPED;
    twoReleases({ ...without, docs: "a file now" });
    writeFileSync(old("docs/mine.txt"), "mine");
    harvested(forth());
    expect(text(next("docs"))).toBe("a file now");
    expect(rescuedFiles()).toEqual({ "docs/mine.txt": "mine" });
  });

  it("below what is a link out of the coming release is rescued, and nothing is written through the link", () => {
    const outside = freshFolder();
    const { "docs/old.txt": _gone, ...without } = SHIPPED;
    twoReleases({ ...without, docs: { link: outside } });
    writeFileSync(old("docs/mine.txt"), "mine");
    const { plan } = harvested(forth());
    expect(plan.carried).toEqual({});
    expect(readdirSync(outside)).toEqual([]);
    expect(rescuedFiles()).toEqual({ "docs/mine.txt": "mine" });
  });
});

describe("what the site changed in the code", () => {
  it("goes along where the release brings the same as before and no server runs it; what gave way is kept out of sight", () => {
    twoReleases();
    writeFileSync(old(LOGO), "our logo");
    const { plan } = harvested(forth());
    expect(text(next(LOGO))).toBe("our logo");
    expect(Object.keys(plan.carried)).toEqual([LOGO]);
    expect(rescuedFiles()).toEqual({});
    expect(readdirSync(next("public")).sort()).toEqual(["logo.png", "style.css"]);
  });

  it("gives way to a newer one of the release, and is rescued", () => {
    twoReleases({ ...SHIPPED, [LOGO]: "logo 2" });
    writeFileSync(old(LOGO), "our logo");
    harvested(forth());
    expect(text(next(LOGO))).toBe("logo 2");
    expect(rescuedFiles()).toEqual({ [LOGO]: "our logo" });
  });

  it("of a program is rescued, the release's stands", () => {
    twoReleases();
    writeFileSync(old("index.php"), "<?php echo 'patched';");
    harvested(forth());
    expect(text(next("index.php"))).toBe("<?php echo 1;");
    expect(rescuedFiles()).toEqual({ "index.php": "<?php echo 'patched';" });
  });

  it("of a program under carry goes along", () => {
    twoReleases();
    writeFileSync(old("lang/de.php"), "<?php return 2;");
    harvested(forth({ handlings: { lang: "carry" } }));
    expect(text(next("lang/de.php"))).toBe("<?php return 2;");
  });

  it("of modes goes along: fewer rights of a program, all of what no server runs", () => {
    twoReleases();
    chmodSync(old("index.php"), 0o600);
    chmodSync(old(LOGO), 0o666);
    chmodSync(old("docs"), 0o777);
    harvested(forth());
    expect(["index.php", LOGO, "docs"].map((path) => lstatSync(next(path)).mode & 0o777)).toEqual([
      0o600, 0o666, 0o777,
    ]);
  });

  it("of modes of a program never gives it more", () => {
    twoReleases();
    chmodSync(old("index.php"), 0o777);
    harvested(forth());
    expect(lstatSync(next("index.php")).mode & 0o777).toBe(0o644);
  });

  it("by deleting comes back with the release, and that is told", () => {
    twoReleases();
    rmSync(old(LOGO));
    expect(groups(forth())).toEqual([`back-again ${LOGO}`]);
    expect(harvested(forth()).outcome).toBeNull();
  });

  it("nothing: unmodified files that the release no longer has go with the old code, untold", () => {
    const { "docs/old.txt": _gone, ...without } = SHIPPED;
    twoReleases(without);
    expect(plannedHarvest(forth())).toMatchObject({ operations: [], verdicts: [] });
  });
});

describe("entries", () => {
  it("that lives in shared is not looked into", () => {
    mkdirSync(join(site.shared, "uploads"));
    twoReleases();
    symlinkSync("../../shared/uploads", old("uploads"));
    writeFileSync(join(site.shared, "uploads/shell.php"), "<?php");
    expect(groups(forth({ handlings: { uploads: "link" } }))).toEqual([]);
  });

  it("with a real folder where our link should be: what shared lacks is added there, what differs is rescued", () => {
    writeTree(site.shared, { "uploads/a.txt": "a", "uploads/c.txt": "c" });
    twoReleases();
    writeTree(old("uploads"), { "a.txt": "another", "b/b.txt": "b", "c.txt": "c" });
    harvested(forth({ handlings: { uploads: "link" } }));
    expect(text(join(site.shared, "uploads/a.txt"))).toBe("a");
    expect(text(join(site.shared, "uploads/b/b.txt"))).toBe("b");
    expect(rescuedFiles()).toEqual({ "uploads/a.txt": "another" });
    expect(existsSync(next("uploads"))).toBe(false);
  });

  it("of caches stays with the release that made it", () => {
    twoReleases();
    writeTree(old("cache"), { "compiled.php": "<?php" });
    expect(groups(forth({ handlings: { cache: "per-release" } }))).toEqual([]);
  });
});

describe("back and forth", () => {
  it("what was deleted since is not revived by the release that returns, and is kept", () => {
    twoReleases();
    writeFileSync(old("public/me.jpg"), "me");
    const { plan } = harvested(forth());
    applied({ site, release: "r2" }, [baselineStep(site, treeOf(site, "r2"))]);
    rmSync(next("public/me.jpg"));
    const back = harvested({ site, from: "r2", to: "r1", returning: plan.carried });
    expect(existsSync(old("public/me.jpg"))).toBe(false);
    expect(rescuedFiles()).toEqual({ "public/me.jpg": "me" });
    expect(back.plan.verdicts).toMatchObject([{ path: "public/me.jpg", group: "stays-deleted", rescue: ["next"] }]);
  });

  it("what was changed since takes the place of the older one, which is kept", () => {
    twoReleases();
    writeFileSync(old("public/me.jpg"), "me");
    const { plan } = harvested(forth());
    writeFileSync(next("public/me.jpg"), "me, older");
    applied({ site, release: "r2" }, [baselineStep(site, treeOf(site, "r2"))]);
    harvested({ site, from: "r2", to: "r1", returning: plan.carried });
    expect(text(old("public/me.jpg"))).toBe("me, older");
    expect(rescuedFiles()).toEqual({ "public/me.jpg": "me" });
  });

  it("what is as it was is left as it is", () => {
    twoReleases();
    applied({ site, release: "r2" }, [baselineStep(site, treeOf(site, "r2"))]);
    writeFileSync(old("public/me.jpg"), "me");
    const { plan } = harvested(forth());
    expect(plannedHarvest({ site, from: "r2", to: "r1", returning: plan.carried }).operations).toEqual([]);
  });

  it("an edit that was carried to one release is carried to another one as well", () => {
    twoReleases();
    writeFileSync(old(LOGO), "our logo");
    const { plan } = harvested(forth());
    writeTree(join(site.site, "releases/r3"), SHIPPED);
    harvested({ site, from: "r1", to: "r3", given: plan.carried });
    expect(text(join(site.site, "releases/r3", LOGO))).toBe("our logo");
  });

  it("a release that waited with an older copy of the site's own gets the newer one", () => {
    twoReleases();
    writeFileSync(old("public/me.jpg"), "me");
    const { plan } = harvested(forth());
    writeFileSync(old("public/me.jpg"), "me, newer");
    harvested(forth({ given: plan.carried }));
    expect(text(next("public/me.jpg"))).toBe("me, newer");
  });

  it("what was written between the switch and the second look goes along; what is as it was carried is not asked", () => {
    twoReleases();
    writeTree(old("public"), { "a.jpg": "a", "b.jpg": "b", "c.jpg": "c" });
    const { plan } = harvested(forth());
    writeFileSync(old("public/late.jpg"), "late");
    writeFileSync(old("public/a.jpg"), "a, late");
    writeFileSync(next("public/b.jpg"), "b, in the new release");
    rmSync(old("public/c.jpg"));
    const second = { toIsLive: true, given: plan.carried, done: plan.carried };
    const { plan: late } = harvested(forth(second));
    expect(["late.jpg", "a.jpg", "b.jpg"].map((name) => text(next(`public/${name}`)))).toEqual([
      "late",
      "a, late",
      "b, in the new release",
    ]);
    expect(existsSync(next("public/c.jpg"))).toBe(false);
    expect(rescuedFiles()).toEqual({ "public/a.jpg": "a", "public/c.jpg": "c" });
    expect(Object.keys(late.carried).sort()).toEqual(["public/a.jpg", "public/late.jpg"]);
    expect(plannedHarvest(forth({ ...second, done: { ...plan.carried, ...late.carried } })).operations).toEqual([]);
  });

  it("what was rescued once is not rescued again", () => {
    twoReleases();
    writeFileSync(old("tool.sh"), "#!/bin/sh");
    const { plan } = harvested(forth());
    expect(plannedHarvest(forth({ rescued: plan.rescued })).operations).toEqual([]);
    writeFileSync(old("tool.sh"), "#!/bin/bash");
    expect(plannedHarvest(forth({ rescued: plan.rescued })).operations).toHaveLength(1);
  });
});

describe("without a baseline", () => {
  it("nothing is carried or called unmodified; what only the old one has or has otherwise is counted", () => {
    writeTree(join(site.site, "releases/r1"), { ...SHIPPED, "public/me.jpg": "me", [LOGO]: "ours" });
    writeTree(join(site.site, "releases/r2"), { ...SHIPPED, "public/new.css": "b{}" });
    const plan = plannedHarvest(forth());
    expect(plan).toMatchObject({ operations: [], unanswered: 2 });
    expect(plan.verdicts.map(({ group, path }) => `${group} ${path}`)).toEqual([
      `unanswered ${LOGO}`,
      "unanswered public/me.jpg",
    ]);
  });
});

describe("what happens meanwhile", () => {
  it("a file that changes after it was decided about is left for the next look", () => {
    twoReleases();
    writeFileSync(old("public/me.jpg"), "me");
    const plan = plannedHarvest(forth());
    writeFileSync(old("public/me.jpg"), "<?php");
    const outcome = applied({ site, release: "r2" }, plan.operations);
    expect(existsSync(next("public/me.jpg"))).toBe(false);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(["changed-meanwhile"]);
    expect(readdirSync(next("public")).sort()).toEqual(["logo.png", "style.css"]);
  });

  it("a file that comes to the place meanwhile stays, and the copy is rescued", () => {
    twoReleases();
    writeFileSync(old("public/me.jpg"), "me");
    const plan = plannedHarvest(forth());
    writeFileSync(next("public/me.jpg"), "somebody's");
    applied({ site, release: "r2" }, plan.operations);
    expect(text(next("public/me.jpg"))).toBe("somebody's");
    expect(rescuedFiles()).toEqual({ "public/me.jpg": "me" });
  });

  it("a folder swapped for a link on the way is not written through", () => {
    twoReleases();
    const outside = freshFolder();
    writeFileSync(old("public/me.jpg"), "me");
    const plan = plannedHarvest(forth());
    renameSync(next("public"), next("was"));
    symlinkSync(outside, next("public"));
    applied({ site, release: "r2" }, plan.operations);
    expect(readdirSync(outside)).toEqual([]);
    expect(rescuedFiles()).toEqual({ "public/me.jpg": "me" });
  });

  it("a late edit replaces the release's own in one call where the release is live", () => {
    twoReleases();
    writeFileSync(old(LOGO), "our logo");
    const seen = new Set<string>();
    harvested(forth({ toIsLive: true }), { beforeExchange: () => seen.add(text(next(LOGO))) });
    expect([...seen]).toEqual(["logo 1"]);
    expect(text(next(LOGO))).toBe("our logo");
  });

  it("a file that comes in the very moment of the exchange has its name afterwards, and the copy is rescued", () => {
    twoReleases();
    writeFileSync(old(LOGO), "our logo");
    let isFirst = true;
    const beforeExchange = (): void => {
      if (!isFirst) return;
      isFirst = false;
      writeFileSync(next("x"), "somebody's");
      renameSync(next("x"), next(LOGO));
    };
    harvested(forth({ toIsLive: true }), { beforeExchange });
    expect(text(next(LOGO))).toBe("somebody's");
    expect(rescuedFiles()).toEqual({ [LOGO]: "our logo" });
  });

  it("without a call that swaps, a release that is not live takes it in two steps, and a live one keeps its own", () => {
    twoReleases();
    writeFileSync(old(LOGO), "our logo");
    harvested(forth({ toIsLive: true }), { way: "none" });
    expect(text(next(LOGO))).toBe("logo 1");
    expect(rescuedFiles()).toEqual({ [LOGO]: "our logo" });
    harvested(forth(), { way: "none" });
    expect(text(next(LOGO))).toBe("our logo");
  });

  it("without koffi it is carried all the same", () => {
    twoReleases();
    writeFileSync(old("public/me.jpg"), "me");
    utimesSync(old("public/me.jpg"), 1_000_000_000.5, 1_000_000_000.5);
    harvested(forth(), { way: "perl", files: () => null });
    expect(lstatSync(next("public/me.jpg")).mtimeMs).toBe(1_000_000_000_500);
  });
});
