/** The ordinary home of a panel: the site's folder beside a document root that the panel made. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = {
  artisan: "<?php",
  "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  "config/app.php": "<?php return [];",
  "public/index.php": "<?php echo 1;",
  "public/robots.txt": "shipped",
};

it.each(["entries", "loader"])("%s: a release drops and brings names there, and what the host changed stays", (way) => {
  const home = freshFolder();
  const site = join(home, "shop");
  const root = join(home, "public_html");
  writeTree(join(site, "releases/1"), { ...CODE, "public/build-1.js": "1" });
  writeTree(join(home, "v1"), { ...CODE, "public/build-1.js": "1" });
  writeTree(join(home, "v2"), { ...CODE, "public/build-2.js": "2", "public/robots.txt": "of v2" });
  mkdirSync(root);
  writeFileSync(join(root, ".htaccess"), "AddHandler application/x-httpd-php82 .php\n");
  symlinkSync("releases/1", join(site, "current"));
  must(holdfast(["persist", site, "--yes"]));
  must(holdfast(["serve", way, "--site", site, "--document-root", root, "--yes"]));
  expect(readFileSync(join(root, "build-1.js"), "utf8")).toBe("1");
  const isCopy = way === "loader";
  if (isCopy) writeFileSync(join(root, "robots.txt"), "the owner's");
  const { out } = must(holdfast(["release", join(home, "v2"), "--shipped", join(home, "v1"), "--site", site, "--yes"]));
  expect(existsSync(join(root, "build-1.js"))).toBe(false);
  expect(readFileSync(join(root, "build-2.js"), "utf8")).toBe("2");
  expect(readFileSync(join(root, ".htaccess"), "utf8")).toContain("x-httpd-php82");
  expect(readFileSync(join(root, "robots.txt"), "utf8")).toBe(isCopy ? "the owner's" : "of v2");
  if (isCopy) {
    expect(out).toContain('"../public_html/robots.txt" stays as it was changed on this server');
    const kept = must(holdfast(["rescued", "--site", site])).out;
    expect(kept).toContain("the server's own stands in its place");
    expect(must(holdfast(["rescued", "show", /▪ (\d+)/.exec(kept)?.[1] ?? "", "--site", site])).out).toContain(
      "robots.txt",
    );
  }
  must(holdfast(["rollback", "--site", site]));
  expect(existsSync(join(root, "build-2.js"))).toBe(false);
  expect(readFileSync(join(root, "build-1.js"), "utf8")).toBe("1");
  must(holdfast(["check", site]));
});
