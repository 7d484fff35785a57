/** What an undo must not leave behind: links into shared, whether they were recorded as entries, or made by somebody else. */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, must, start, typed } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = {
  "index.php":
    "<?php require 'includes/config.php'; move_uploaded_file($_FILES['f']['tmp_name'], 'uploads/' . $n); $db = new PDO('sqlite:data/shop.sqlite');",
  "includes/config.php": { text: "<?php $db_host=''; $db_pass=''; // sample", mode: 0o640 },
  "includes/Shop.php": "<?php class Shop {}",
  "uploads/demo.jpg": "demo",
};
const REAL = "<?php $db_host='db'; $db_pass='REAL';";
const WORKS = "The site works without Holdfast now";

interface Shop {
  readonly site: string;
  /** A path of the live release. */
  readonly live: (path?: string) => string;
}

/** A site made by `release` in an empty folder, with what an installer wrote, and a second release over it. */
function shop(): Shop {
  const root = freshFolder();
  const site = join(root, "site");
  mkdirSync(site);
  const live = (path = ""): string => join(realpathSync(join(site, "current")), path);
  const release = (version: number): void => {
    mkdirSync(join(root, `v${version}`));
    writeTree(join(root, `v${version}`), { ...CODE, VERSION: String(version) });
    must(holdfast(["release", join(root, `v${version}`), "--site", site, "--yes"]));
  };
  release(1);
  writeFileSync(live("includes/config.php"), REAL);
  release(2);
  return { site, live };
}

const shared = ({ site }: Shop, path: string): string => join(site, "shared", path);
const text = (path: string): string => readFileSync(path, "utf8");
const undo = ({ site }: Shop, ...more: string[]) => holdfast(["undo", site, "--yes", ...more]);

/** The record as an earlier program wrote it: without this entry. */
function forget(of: Shop, path: string): void {
  const file = shared(of, ".persistence-config");
  const record = JSON.parse(text(file)) as { readonly entries: readonly { readonly path: string }[] };
  const entries = record.entries.filter((entry) => entry.path !== path);
  expect(entries.length).toBe(record.entries.length - 1);
  writeFileSync(file, `${JSON.stringify({ ...record, entries }, null, 2)}\n`);
}

describe("a settings file that release has linked", () => {
  it("is an entry: inspect, check, both scripts and recover know it", () => {
    const of = shop();
    const config = of.live("includes/config.php");
    expect(readlinkSync(config)).toBe("../../../shared/includes/config.php");
    expect(must(holdfast(["inspect", of.site, "--path", "includes/config.php"])).out).toContain(
      "merge: it lives in shared",
    );
    must(holdfast(["check", of.site]));
    unlinkSync(config);
    for (const looked of [holdfast(["check", of.site]), start(["sh", shared(of, "health-check.sh")])]) {
      expect(looked.code).toBe(1);
      expect(looked.out).toContain("Missing symlink: includes/config.php");
    }
    must(holdfast(["recover", of.site, "--yes"]));
    expect(text(config)).toBe(REAL);
    unlinkSync(config);
    must(start(["sh", shared(of, "emergency-recovery.sh")]));
    expect(text(config)).toBe(REAL);
  });

  it.each(["recorded", "not recorded, as by an earlier program"])("is plain after an undo, %s", (how) => {
    const of = shop();
    if (how !== "recorded") forget(of, "includes/config.php");
    const ended = must(undo(of));
    expect(ended.out).toContain("✅ includes/config.php is a plain file of the application's");
    expect(ended.out).toContain(WORKS);
    expect(lstatSync(of.live("includes/config.php")).isFile()).toBe(true);
    renameSync(join(of.site, "shared"), join(of.site, "../away"));
    expect(text(of.live("includes/config.php"))).toBe(REAL);
  });

  it("is an entry again after a release, where an earlier program had not recorded it", () => {
    const of = shop();
    forget(of, "includes/config.php");
    must(holdfast(["persist", of.site, "--yes"]));
    expect(text(shared(of, ".persistence-config"))).toContain('"includes/config.php"');
  });
});

it("a file that somebody keeps in a shared folder already is an entry, and a release gets its link", () => {
  const of = shop();
  writeTree(join(of.site, "shared"), { "conf/terms.ini": "own" });
  mkdirSync(of.live("conf"));
  symlinkSync("../../../shared/conf/terms.ini", of.live("conf/terms.ini"));
  must(holdfast(["persist", of.site, "--yes"]));
  const next = join(of.site, "../v3");
  mkdirSync(next);
  writeTree(next, { ...CODE, VERSION: "3", "conf/terms.ini": "vendor" });
  must(holdfast(["release", next, "--site", of.site, "--yes"]));
  expect(text(of.live("VERSION"))).toBe("3");
  expect(text(of.live("conf/terms.ini"))).toBe("own");
});

describe("a link into shared that is no entry's", () => {
  /** One among the code, one in the data that is given back, one that leads to nothing. */
  function withOwnLinks(): Shop {
    const of = shop();
    writeTree(join(of.site, "shared"), { "mine/robots.txt": "mine" });
    symlinkSync("../../shared/mine/robots.txt", of.live("robots.txt"));
    symlinkSync(shared(of, "mine"), shared(of, "uploads/all"));
    symlinkSync("../../../shared/gone", of.live("includes/gone"));
    return of;
  }
  const NAMED = ["robots.txt", "uploads/all", "includes/gone"];

  it("may have any name: what is told to be typed does nothing but what it says", () => {
    const of = shop();
    const hostile = "$(touch PWNED)`touch PWNED`";
    writeTree(join(of.site, "shared"), { "mine/robots.txt": "mine" });
    symlinkSync(shared(of, "mine"), shared(of, `uploads/${hostile}`));
    const line = /Make it plain: (cp .*)/.exec(undo(of).out)?.[1] ?? "";
    const cwd = freshFolder();
    must(typed(line, { cwd }));
    expect(readdirSync(cwd)).toEqual([]);
    expect(text(of.live(`uploads/${hostile}/robots.txt`))).toBe("mine");
    expect(lstatSync(of.live(`uploads/${hostile}`)).isDirectory()).toBe(true);
  });

  it("is named by an undo, which does not say that the site works without it", () => {
    const of = withOwnLinks();
    const look = holdfast(["undo", of.site, "--dry-run"]);
    const done = undo(of);
    for (const ended of [look, done]) {
      expect(ended.code).toBe(1);
      for (const path of NAMED) expect(ended.out).toContain(`❌  "${path}" is a link into shared`);
      expect(ended.out).not.toContain(WORKS);
    }
    expect(done.out).toContain("✅ uploads is a plain folder of the application's");
    expect(done.out).toContain("3 entries still linked");
    const again = undo(of);
    expect([again.code, again.out.includes(WORKS), again.out.includes("Nothing to do")]).toEqual([1, false, false]);
  });

  it("and when what was said is done, shared can go", () => {
    const of = withOwnLinks();
    const lines = undo(of)
      .out.split("\n")
      .flatMap((line) => /👉 (?:Make it plain|If nothing uses it): (.*)/u.exec(line)?.[1] ?? []);
    expect(lines).toHaveLength(3);
    for (const line of lines) must(start(["sh", "-c", line]));
    expect(must(undo(of)).out).toContain(WORKS);
    rmSync(join(of.site, "shared"), { recursive: true });
    expect(text(of.live("robots.txt"))).toBe("mine");
    expect(text(of.live("uploads/all/robots.txt"))).toBe("mine");
  });
});

describe("data that its owner moved to another disk, with a link in shared in its place", () => {
  it.each([
    ["by a path from shared", "../../disk/uploads"],
    ["by an absolute path", null],
  ])("%s: the application is given a link of its own, and comes back to shared", (_, relative) => {
    const of = shop();
    const disk = join(of.site, "../disk/uploads");
    mkdirSync(join(of.site, "../disk"));
    renameSync(shared(of, "uploads"), disk);
    symlinkSync(relative ?? disk, shared(of, "uploads"));
    const { code, out } = undo(of);
    expect([code, out]).toEqual([0, expect.stringContaining("(where its link in shared leads)")]);
    expect(out).toContain(WORKS);
    expect(realpathSync(of.live("uploads"))).toBe(disk);
    expect(readlinkSync(of.live("uploads"))).not.toContain("shared");
    // Old releases go on through shared; both checks say the same of it.
    expect(readlinkSync(shared(of, "uploads"))).toBe(relative ?? disk);
    const checked = must(holdfast(["check", of.site])).out;
    expect(checked).toContain("Leads where its link in shared leads: uploads");
    expect(must(start(["sh", shared(of, "health-check.sh")])).out).toContain(
      "Leads where its link in shared leads: uploads",
    );
    must(start(["sh", shared(of, "emergency-recovery.sh")]));
    expect(must(undo(of)).out).toContain("Nothing to do");
    must(holdfast(["persist", of.site, "--yes"]));
    expect(readlinkSync(of.live("uploads"))).toBe("../../shared/uploads");
    expect(text(of.live("uploads/demo.jpg"))).toBe("demo");
    must(holdfast(["check", of.site]));
  });

  it("into a release: that goes with its release, and is no place to lead to", () => {
    const of = shop();
    const place = join(of.site, "releases", "kept");
    mkdirSync(place);
    renameSync(shared(of, "uploads"), join(place, "uploads"));
    symlinkSync("../releases/kept/uploads", shared(of, "uploads"));
    const { code, out } = undo(of);
    expect([code, out]).toEqual([1, expect.stringContaining('"uploads" stays linked')]);
    expect(readlinkSync(of.live("uploads"))).toBe("../../shared/uploads");
    // What is proposed is typed as it stands, and helps.
    const line = /Put the data itself in its place: (rm .*); then run/.exec(out)?.[1] ?? "";
    must(typed(line));
    expect(must(undo(of)).out).toContain(WORKS);
    expect(text(of.live("uploads/demo.jpg"))).toBe("demo");
  });
});

it("where shared stands in no usual place, the line to come back names it", () => {
  const root = freshFolder();
  const [app, elsewhere] = [join(root, "home/app"), join(root, "data/shop")];
  writeTree(app, { ...CODE, "uploads/photo.jpg": "photo" });
  mkdirSync(join(root, "data"));
  must(holdfast(["persist", app, elsewhere, "--yes"]));
  const { out } = must(holdfast(["undo", app, "--yes"]));
  const line = /in shared again: holdfast (.+)/u.exec(out)?.[1] ?? "";
  expect(line).toBe(`persist ${app} ${elsewhere}`);
  must(holdfast([...line.split(" "), "--yes"]));
  expect(realpathSync(join(app, "uploads"))).toBe(join(elsewhere, "uploads"));
});
