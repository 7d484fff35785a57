/** What a live script was shipped as (`--shipped`) also counts for files that the vendor ships and the host may edit. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = { "index.php": "<?php // 1.0", "lib/a.php": "<?php", ".htaccess": "Options -Indexes\n" };

/** A live copy of version 1.0, and both deliveries. */
function shop(): { readonly root: string; readonly app: string; readonly release: () => void } {
  const root = freshFolder();
  const app = join(root, "public_html");
  writeTree(join(root, "v1"), CODE);
  writeTree(join(root, "v2"), { ...CODE, "index.php": "<?php // 2.0", ".htaccess": "Options -Indexes\n# 2.0\n" });
  cpSync(join(root, "v1"), app, { recursive: true });
  const release = (): void => {
    must(holdfast(["release", join(root, "v2"), "--site", app, "--shipped", join(root, "v1"), "--yes"]));
  };
  return { root, app, release };
}

it("a .htaccess that nobody has changed is updated, and the old one is rescued", () => {
  const { root, app, release } = shop();
  must(holdfast(["persist", app, "--yes"]));
  release();
  expect(readFileSync(join(app, ".htaccess"), "utf8")).toBe("Options -Indexes\n# 2.0\n");
  const kept = execFileSync("find", [join(root, "shared/.holdfast/rescued"), "-name", ".htaccess"])
    .toString()
    .trim();
  expect(readFileSync(kept, "utf8")).toBe("Options -Indexes\n");
});

it("one that the host has edited stays, and the vendor's new one is rescued", () => {
  const { root, app, release } = shop();
  writeFileSync(join(app, ".htaccess"), "Options -Indexes\n# the host's own\n");
  must(holdfast(["persist", app, "--yes"]));
  release();
  expect(readFileSync(join(app, ".htaccess"), "utf8")).toBe("Options -Indexes\n# the host's own\n");
  const kept = execFileSync("find", [join(root, "shared/.holdfast/rescued"), "-name", ".htaccess"])
    .toString()
    .trim();
  expect(readFileSync(kept, "utf8")).toBe("Options -Indexes\n# 2.0\n");
});
