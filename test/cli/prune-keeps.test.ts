/** What a removed release held of its owner's and nothing else holds any more: it is in the rescue folder, and nothing is kept twice. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = { "index.php": "<?php // 1", "lib/a.php": "<?php", "img/logo.png": "the vendor's" };

interface Shop {
  readonly root: string;
  readonly app: string;
  /** Makes a version that is delivered, and releases it. */
  readonly release: (version: number) => string;
}

/** A script with two versions of its owner's logo and folder: the first in release 1, the second, changed in place, since release 2. */
function shop(): Shop {
  const root = freshFolder();
  const app = join(root, "public_html");
  mkdirSync(app);
  const release = (version: number): string => {
    const folder = join(root, `v${version}`);
    writeTree(folder, { ...CODE, "index.php": `<?php // ${version}` });
    return must(holdfast(["release", folder, "--site", app, "--yes"])).out;
  };
  release(1);
  return { root, app: join(app, "current"), release };
}

function prune(keep: number, { root }: Shop): string {
  return must(holdfast(["prune", "--keep", String(keep), "--site", join(root, "public_html"), "--yes"])).out;
}

/** Where a text stands alone in a file, below the site. */
function holding(text: string, { root }: Shop): string[] {
  const found = execFileSync("sh", ["-c", 'grep -rlxF -- "$1" "$2" || true', "sh", text, join(root, "public_html")]);
  return found
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}

it("what was taken along once and changed since is rescued before the release goes that alone holds it", () => {
  const site = shop();
  writeFileSync(join(site.app, "img/logo.png"), "my first");
  writeTree(site.app, { "Docs/d.pdf": "a contract" });
  site.release(2);
  expect(readFileSync(join(site.app, "Docs/d.pdf"), "utf8")).toBe("a contract");
  writeFileSync(join(site.app, "img/logo.png"), "my second");
  writeFileSync(join(site.app, "Docs/d.pdf"), "another contract");
  site.release(3);
  prune(2, site);
  for (const text of ["my first", "a contract"])
    expect(holding(text, site)).toEqual([expect.stringContaining("/rescued/")]);
});

it("what another release that stays holds the same is not kept a second time", () => {
  const site = shop();
  writeTree(site.app, { "Docs/d.pdf": "a contract" });
  site.release(2);
  site.release(3);
  writeFileSync(join(site.app, "Docs/d.pdf"), "another contract");
  prune(2, site);
  expect(holding("a contract", site)).toEqual([expect.stringMatching(/\/releases\/[^/]+\/Docs\/d\.pdf$/)]);
});

it("git's own folders, wherever they lie, stay with their release, which is said, and are rescued whole before it goes", () => {
  const site = shop();
  execFileSync("git", ["init", "-q", site.app]);
  writeFileSync(join(site.app, ".git/stash-of-mine"), "only here");
  writeTree(site.app, { "modules/pay/p.php": "<?php // pay", "modules/pay/.git/HEAD": "an add-on's" });
  const said = site.release(2);
  expect(said).toContain('".git" does not go along');
  expect(said).toContain('"modules/pay/.git" does not go along');
  site.release(3);
  prune(2, site);
  const rescued = (text: string): string => holding(text, site).join();
  expect(rescued("only here")).toMatch(/\/rescued\/.*\/\.git\/stash-of-mine$/);
  expect(rescued("an add-on's")).toMatch(/\/rescued\/.*\/modules\/pay\/\.git\/HEAD$/);
  const kept = rescued("only here").replace(/\/stash-of-mine$/, "");
  expect(readdirSync(kept)).toContain("objects");
  expect(existsSync(join(site.app, ".git"))).toBe(false);
});
