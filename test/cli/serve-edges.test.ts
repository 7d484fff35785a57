import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { persistedSite, type Site, siteOf } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { jsonIn, typedIn } from "../support/in-process.ts";
import { manifest } from "../support/tree.ts";

const CODE = {
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "bootstrap/app.php": "<?php",
  "public/index.php": "<?php echo 1;",
  "public/only-one.txt": "1",
  ".env": { text: "APP_KEY=live", mode: 0o600 },
  "public/uploads/old.txt": "old upload",
};

/** A site with releases beside an empty document root. */
function siteWithRoot(more: Readonly<Record<string, string>> = {}): Site {
  const site = persistedSite("releases", { ...CODE, ...more });
  mkdirSync(join(site.root, "public_html"));
  return site;
}

const inRoot = (site: Site, path: string): string => join(site.root, "public_html", path);
const text = (path: string): string => readFileSync(path, "utf8");

async function go(site: Site, ...argv: readonly string[]): Promise<string> {
  const ending = await typedIn(site.root, ...argv);
  expect(ending.code, ending.text).toBe(0);
  return ending.text;
}

describe.each(["entries", "loader"] as const)("served by %s", (way) => {
  it("private names of a release's web root do not come into the document root", async () => {
    const site = siteWithRoot({ "public/.env": "SECRET", "public/.git/config": "SECRET", "public/.env.old": "SECRET" });
    await go(site, "serve", way, "--yes");
    for (const name of [".env", ".env.old", ".git"]) expect(existsSync(inRoot(site, name)), name).toBe(false);
    expect(existsSync(inRoot(site, "index.php"))).toBe(true);
  });

  it("names that no shell would take come, change and go", async () => {
    const names = ["a b's \"$(id)`.txt", "ünï.txt", "-n", "~1~0.txt"];
    const all = Object.fromEntries(names.map((name) => [`public/${name}`, name]));
    const site = siteWithRoot(all);
    await go(site, "serve", way, "--yes");
    for (const name of names) expect(text(inRoot(site, name))).toBe(name);
    await go(site, "release", delivered(site, "2.0"), "--yes");
    for (const name of names) expect(existsSync(inRoot(site, name)), name).toBe(false);
    await go(site, "rollback", "--yes");
    for (const name of names) expect(text(inRoot(site, name))).toBe(name);
    await go(site, "check", join(site.root, "current"));
  });
});

it("a copy that was edited here stays when no release has it any more, and that is said", async () => {
  const site = siteWithRoot();
  await go(site, "serve", "loader", "--yes");
  writeFileSync(inRoot(site, "only-one.txt"), "edited here");
  const said = await go(site, "release", delivered(site, "2.0"), "--yes");
  expect(said).toContain("only-one.txt");
  expect(text(inRoot(site, "only-one.txt"))).toBe("edited here");
});

it("loaders hand over from any depth and under any name, and see the next release at once", async () => {
  const names = ["index.php", "it's.php", "deep/er/~1.php", `${"long".repeat(30)}/${"name".repeat(40)}.php`];
  const site = siteWithRoot(Object.fromEntries(names.map((name) => [`public/${name}`, "<?php echo __FILE__;"])));
  await go(site, "serve", "loader", "--yes");
  for (const name of names)
    expect(execFileSync("php", [inRoot(site, name)], { encoding: "utf8" })).toBe(join(site.app, "public", name));
  await go(site, "release", delivered(site, "2.0", { "public/index.php": "<?php echo 2;" }), "--yes");
  expect(execFileSync("php", [inRoot(site, "index.php")], { encoding: "utf8" })).toBe("2");
  expect(existsSync(inRoot(site, "deep"))).toBe(false);
});

it("a release and a rollback on a link leave the link as it is", async () => {
  const site = siteWithRoot();
  await go(site, "serve", "link", "--yes");
  await go(site, "release", delivered(site, "2.0", { "public/index.php": "<?php echo 2;" }), "--yes");
  expect(readlinkSync(join(site.root, "public_html"))).toBe("current/public");
  expect(text(inRoot(site, "index.php"))).toBe("<?php echo 2;");
  await go(site, "rollback", "--yes");
  expect(text(inRoot(site, "index.php"))).toBe("<?php echo 1;");
  expect(text(inRoot(site, "uploads/old.txt"))).toBe("old upload");
});

it("a document root that is named through a link is known by its own path", async () => {
  const site = siteWithRoot();
  symlinkSync("site", join(dirname(site.root), "by-link"));
  await go(site, "serve", "entries", "--document-root", "../by-link/public_html", "--yes");
  expect((await jsonIn<{ documentRoot: string }>(site.root, ["serve"])).documentRoot).toBe(
    join(site.root, "public_html"),
  );
  expect(readlinkSync(inRoot(site, "only-one.txt"))).toBe("../current/public/only-one.txt");
});

it.each([
  ["link", "entries"],
  ["entries", "link"],
  ["entries", "entries"],
  ["loader", "loader"],
] as const)(
  "two sites in one home: the document root of one, served by %s, is not taken from it by %s",
  async (way, mine) => {
    const first = persistedSite("releases", CODE);
    const home = dirname(first.root);
    const root = join(home, "public_html");
    mkdirSync(root);
    await go(first, "serve", way, "--document-root", root, "--yes");
    const second = siteOf("releases", { ...CODE, "public/index.php": "<?php echo 'another';" }, join(home, "second"));
    await go(second, "persist", second.app, "--yes");
    const before = [manifest(root), manifest(second.root), lstatSync(root).ino];
    const ending = await typedIn(second.root, "serve", mine, "--document-root", root, "--yes");
    expect(ending.code, ending.text).toBe(2);
    expect(ending.text).toContain("public_html");
    expect([manifest(root), manifest(second.root), lstatSync(root).ino]).toEqual(before);
  },
);

it("an application that is the document root itself is told so, and the server's way prints its web root", async () => {
  const site = siteOf("flat", CODE);
  renameSync(site.app, join(site.root, "public_html"));
  const app = join(site.root, "public_html");
  await go(site, "persist", app, "--yes");
  const before = manifest(app);
  expect(await go(site, "serve", "--site", app)).toContain("(the application itself)");
  const refused = await typedIn(site.root, "serve", "link", "--document-root", "public_html", "--site", app, "--yes");
  expect([refused.code, refused.text.includes("is the application itself")], refused.text).toEqual([2, true]);
  expect(await go(site, "serve", "server", "--site", app)).toContain(`root ${app}/public;`);
  expect(manifest(app)).toEqual(before);
});
