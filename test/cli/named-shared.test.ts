/** A shared folder of another name than the usual one: named once, and found by every command that names the application. */
import { existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonIn, typedIn } from "../support/in-process.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const SHOP = {
  "index.php": "<?php require 'includes/f.php'; move_uploaded_file($_FILES['f']['tmp_name'], __DIR__.'/uploads/x');",
  "includes/f.php": "<?php // 1",
};

interface Home {
  readonly root: string;
  readonly app: string;
  readonly shared: string;
  /** What belongs to another site, and stays as it is. */
  readonly others: readonly string[];
}

function home(): string {
  const root = freshFolder();
  writeTree(join(root, "v1"), SHOP);
  writeTree(join(root, "v2"), { ...SHOP, "includes/f.php": "<?php // 2" });
  return root;
}

/** A script in a folder of the web root. */
async function below(): Promise<Home> {
  const root = home();
  writeTree(join(root, "public_html"), { "index.html": "x" });
  writeTree(join(root, "public_html/shop"), { ...SHOP, "uploads/mine.jpg": "mine" });
  return await Promise.resolve({ root, app: "public_html/shop", shared: "shop-shared", others: [] });
}

/** A second site beside the first. */
async function second(): Promise<Home> {
  const root = home();
  for (const name of ["public_html", "blog"])
    writeTree(join(root, name), { ...SHOP, "uploads/mine.jpg": `mine in ${name}` });
  await go(root, "persist", "public_html", "--yes");
  return { root, app: "blog", shared: "blog-shared", others: ["public_html", "shared"] };
}

async function go(root: string, ...argv: readonly string[]): Promise<string> {
  const ending = await typedIn(root, ...argv);
  expect(ending.code, `${argv.join(" ")}: ${ending.text}`).toBe(0);
  return ending.text;
}

const linksBelow = (folder: string): string[] =>
  [...manifest(folder)].flatMap(([path, what]) => (what.startsWith("link") ? [path] : []));
const othersOf = ({ root, others }: Home): readonly unknown[] => others.map((name) => manifest(join(root, name)));
const version = ({ root, app }: Home): string => readFileSync(join(root, app, "includes/f.php"), "utf8");
const upload = ({ root, app }: Home): string => readFileSync(join(root, app, "uploads/mine.jpg"), "utf8");

describe.each([
  ["a script in a folder of public_html", below],
  ["a second site in one home", second],
])("%s", (_, make) => {
  it("is refused without a folder of its own; what is advised then works", async () => {
    const { root, app, shared } = await make();
    const refused = await typedIn(root, "persist", app, "--yes");
    expect(refused.code).toBe(2);
    const [, advised] = /holdfast persist \S+ "?([^\s"]+)"?$/m.exec(refused.text) ?? [];
    expect(advised).toBe(join(root, shared));
    await go(root, "persist", app, advised ?? "", "--yes");
    await go(root, "check", app);
  });

  it("every command that names the application finds it, and leaves the other site alone", async () => {
    const site = await make();
    const { root, app, shared } = site;
    await go(root, "persist", app, shared, "--yes");
    const others = othersOf(site);
    const mine = upload(site);
    for (const name of [app, shared]) {
      await go(root, "check", name);
      expect(await go(root, "history", name)).toContain(join(root, app));
      expect(await go(root, "releases", "--site", name)).toContain(join(root, app));
      await go(root, "rescued", "--site", name);
      await go(root, "serve", "--site", name);
      await go(root, "recover", name, "--yes");
      await go(root, "persist", name, "--yes");
    }
    await go(root, "host", app, "--dry-run");
    expect(await go(root, "snapshot", "--site", app)).toContain(join(root, shared));
    const released = await go(root, "release", "v2", "--site", app, "--shipped", "v1", "--yes");
    expect(released).toContain(`holdfast rollback --site ${join(root, app)}`);
    expect(version(site)).toContain("2");
    await go(root, "rollback", "--site", app);
    expect(version(site)).toContain("1");
    await go(root, "undo", "--last", app, "--yes");
    expect(version(site)).toContain("2");
    await go(root, "undo", app, "--yes");
    expect(linksBelow(join(root, app))).toEqual([]);
    expect(upload(site)).toBe(mine);
    // No link leads there any more.
    await go(root, "check", app);
    await go(root, "persist", app, "--yes");
    expect(linksBelow(join(root, app))).not.toEqual([]);
    await go(root, "check", app);
    expect(othersOf(site)).toEqual(others);
  });

  it("needs no link: in place it gets a folder of its own, where nobody can fetch its files", async () => {
    const site = await make();
    const { root, app, shared } = site;
    const others = othersOf(site);
    await go(root, "release", "v2", "--site", app, "--in-place", "--shipped", "v1", "--yes");
    expect(version(site)).toContain("2");
    expect(existsSync(join(root, shared, ".holdfast/serving.json"))).toBe(true);
    expect(existsSync(join(root, "public_html/shared"))).toBe(false);
    await go(root, "check", app);
    await go(root, "rollback", "--site", app);
    expect(version(site)).toContain("1");
    await go(root, "release", "v2", "--site", app, "--again", "--yes");
    expect(linksBelow(join(root, app))).toEqual([]);
    expect(othersOf(site)).toEqual(others);
  });

  it("serve in-place goes there too", async () => {
    const { root, app } = await make();
    await go(root, "serve", "in-place", "--site", app);
    await go(root, "release", "v2", "--site", app, "--shipped", "v1", "--yes");
    expect(linksBelow(join(root, app))).toEqual([]);
  });
});

describe("whose shared it is", () => {
  it("a copy of an application is not the application: its links lead there, and the record names the other", async () => {
    const { root } = await below();
    await go(root, "persist", "public_html/shop", "shop-shared", "--yes");
    writeTree(join(root, "public_html/copy"), SHOP);
    symlinkSync("../../shop-shared/uploads", join(root, "public_html/copy/uploads"));
    const ending = await typedIn(root, "check", "public_html/copy");
    expect(ending.code).toBe(2);
    expect(ending.text).toContain("copy-shared");
  });

  it("an application that got another name is known by its folder", async () => {
    const { root } = await below();
    await go(root, "persist", "public_html/shop", "shop-shared", "--yes");
    renameSync(join(root, "public_html/shop"), join(root, "public_html/store"));
    await go(root, "check", "public_html/store");
  });

  it("two folders that both remember it: neither is taken", async () => {
    const { root } = await below();
    await go(root, "persist", "public_html/shop", "shop-shared", "--yes");
    const record = readFileSync(join(root, "shop-shared/.persistence-config"), "utf8");
    writeTree(join(root, "old-shared"), { ".persistence-config": record, ".holdfast/x": "" });
    const ending = await typedIn(root, "check", "public_html/shop");
    expect(ending.code).toBe(2);
    expect(ending.text).toContain("old-shared");
    expect(ending.text).toContain("only one can hold its data");
  });

  it("a record that cannot be read does not stop what is about another application", async () => {
    const { root } = await second();
    writeTree(join(root, "odd-shared"), { ".persistence-config": "{", ".holdfast/x": "" });
    await go(root, "persist", "blog", "blog-shared", "--yes");
    await go(root, "check", "blog");
  });

  it("of two applications in one folder each has its own releases, also where one is called like the other's beginning", async () => {
    const root = home();
    for (const name of ["shop", "shop-old"]) writeTree(join(root, name), { ...SHOP, "uploads/a.jpg": name });
    await go(root, "persist", "shop", "--yes");
    await go(root, "persist", "shop-old", "old-shared", "--yes");
    for (const name of ["shop", "shop-old"])
      await go(root, "release", "v2", "--site", name, "--shipped", "v1", "--yes");
    for (const name of ["shop", "shop-old"]) {
      const { releases } = await jsonIn<{ releases: readonly { name: string }[] }>(root, ["releases", "--site", name]);
      expect(releases.map((release) => release.name.replace(/\d.*/, ""))).toEqual(
        expect.arrayContaining(["", "before-"]),
      );
      expect(releases).toHaveLength(2);
    }
  });

  it("what another site's run in the same folder is unpacking is not removed", async () => {
    const site = await second();
    const { root, app, shared } = site;
    await go(root, "persist", app, shared, "--yes");
    const [ours, theirs] = [".holdfast-incoming-blog~2026-01-01_00-00-00", ".holdfast-incoming-2026-01-01_00-00-00"];
    for (const name of [ours, theirs]) writeTree(join(root, name), { half: "made" });
    await go(root, "release", "v2", "--site", app, "--shipped", "v1", "--yes");
    expect(existsSync(join(root, ours))).toBe(false);
    expect(existsSync(join(root, theirs, "half"))).toBe(true);
    writeFileSync(join(root, "v2/new.php"), "<?php");
    await go(root, "release", "v2", "--site", "public_html", "--shipped", "v1", "--yes");
    expect(existsSync(join(root, theirs))).toBe(false);
  });
});
