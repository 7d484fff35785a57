/** The document root of another domain, which hosting panels put into the web root: it stays where it is, whatever is done to the site around it. */
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonIn, typedIn } from "../support/in-process.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const SHOP = {
  "index.php": "<?php require 'includes/f.php'; move_uploaded_file($_FILES['f']['tmp_name'], __DIR__.'/uploads/x');",
  "includes/f.php": "<?php // 1",
  "assets/css/a.css": "a{}",
};

/** Made by its own owner: programs, uploads, and names that mean something elsewhere. */
const OTHER = {
  "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__.'/uploads/x');",
  "uploads/photo.jpg": "their photo",
  "wp-config.php": "<?php // theirs",
  "wp-includes/version.php": "<?php $wp_version = '6.5';",
  "wp-content/uploads/p.jpg": "p",
  ".env": "THEIRS=1",
};

const NAMES = ["otherdomain.com", "sub.example.org"];

/** A home with a script of one folder, another version of it, and other sites in it. */
function home(): string {
  const root = freshFolder();
  writeTree(join(root, "public_html"), { ...SHOP, "uploads/mine.jpg": "mine" });
  writeTree(join(root, "v1"), SHOP);
  writeTree(join(root, "v2"), { ...SHOP, "includes/f.php": "<?php // 2" });
  for (const name of NAMES) writeTree(join(root, "public_html", name), OTHER);
  return root;
}

async function go(root: string, ...argv: readonly string[]): Promise<string> {
  const ending = await typedIn(root, ...argv);
  expect(ending.code, ending.text).toBe(0);
  return ending.text;
}

/** Every name, its kind, mode and bytes, and that no link of ours leads there. */
function other(root: string, name: string): Map<string, string> {
  expect(lstatSync(join(root, "public_html", name)).isDirectory()).toBe(true);
  return manifest(join(root, "public_html", name));
}

describe("another site in the web root", () => {
  it("is listed by inspect as such, and nothing in it is asked about", async () => {
    const root = home();
    const text = await go(root, "inspect", "public_html");
    for (const name of NAMES) expect(text).toContain(`"${name}" is taken for another site`);
    expect(text).toContain("holdfast decide --set otherdomain.com=user");
    expect(text).not.toContain("otherdomain.com/wp");
    expect(text).not.toContain("WordPress");
    const whole = await jsonIn<{ undecided: readonly unknown[] }>(root, ["inspect", "public_html"]);
    expect(whole.undecided).toEqual([]);
  });

  it("stays where it is through persist, releases, a rollback and prune, and what its owner changes meanwhile stays changed", async () => {
    const root = home();
    const was = new Map(NAMES.map((name) => [name, other(root, name)]));
    await go(root, "persist", "public_html", "--yes");
    for (const name of NAMES) {
      expect(other(root, name)).toEqual(was.get(name));
      expect(existsSync(join(root, "shared", name))).toBe(false);
    }
    expect(readFileSync(join(root, "shared/.persistence-config"), "utf8")).not.toContain("otherdomain.com");

    // Nobody knows here what the vendor shipped.
    await go(root, "release", "v2", "--site", "public_html", "--yes");
    expect(readFileSync(join(root, "public_html/includes/f.php"), "utf8")).toContain("2");
    for (const name of NAMES) expect(other(root, name)).toEqual(was.get(name));

    writeFileSync(join(root, "public_html/otherdomain.com/index.php"), "<?php // new");
    writeFileSync(join(root, "public_html/otherdomain.com/more.php"), "<?php // more");
    const changed = other(root, "otherdomain.com");
    await go(root, "rollback", "--site", "public_html");
    expect(other(root, "otherdomain.com")).toEqual(changed);
    expect(other(root, "sub.example.org")).toEqual(was.get("sub.example.org"));
    await go(root, "release", "v2", "--site", "public_html", "--again", "--yes");
    await go(root, "prune", "--site", "public_html", "--keep", "1", "--yes");
    expect(other(root, "otherdomain.com")).toEqual(changed);
    expect(other(root, "sub.example.org")).toEqual(was.get("sub.example.org"));
  });

  it("is not touched by a release in place, nor by its rollback", async () => {
    const root = home();
    const before = other(root, "otherdomain.com");
    await go(root, "release", "v2", "--site", "public_html", "--in-place", "--shipped", "v1", "--yes");
    expect(readFileSync(join(root, "public_html/includes/f.php"), "utf8")).toContain("2");
    expect(other(root, "otherdomain.com")).toEqual(before);
    await go(root, "rollback", "--site", "public_html");
    expect(other(root, "otherdomain.com")).toEqual(before);
  });

  it("is data like any other where its owner says so", async () => {
    const root = home();
    await go(root, "decide", "public_html", "--set", "otherdomain.com=user");
    const text = await go(root, "persist", "public_html", "--yes");
    expect(lstatSync(join(root, "public_html/otherdomain.com")).isSymbolicLink()).toBe(true);
    expect(text).not.toContain('"otherdomain.com" is taken');
    expect(text).toContain('"sub.example.org" is taken');
  });

  it.each(["uploads.bak", "vue.js", "john", "v1.2", "otherdomain.com.old"])("%s is none", async (name) => {
    const root = home();
    writeTree(join(root, "public_html", name), { "index.html": "x" });
    expect(await go(root, "inspect", "public_html")).not.toContain(`"${name}" is taken`);
  });

  it("a domain's folder without a page, and one that the code writes into, is none", async () => {
    const root = home();
    mkdirSync(join(root, "public_html/empty.org"));
    writeTree(join(root, "public_html/files.example.net"), { "index.html": "", "a.jpg": "a" });
    writeFileSync(
      join(root, "public_html/save.php"),
      "<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__.'/files.example.net/x');",
    );
    const text = await go(root, "inspect", "public_html");
    for (const name of ["empty.org", "files.example.net"]) expect(text).not.toContain(`"${name}" is taken`);
  });
});
