/** What a release of a site without links says of the site's own, and of where old code lies. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Ended, holdfast, must } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const V1: TreeShape = {
  "index.php": "<?php echo 1;",
  "themes/old/style.css": "theirs",
  "themes/old/logo.png": "logo",
  "images/banner.png": "banner",
  "notes/a.txt": "a",
};
const V2: TreeShape = {
  "index.php": "<?php echo 2;",
  "images/banner.png": "banner",
  "themes/new.css": "new",
  notes: "a file now",
};

interface Shop {
  readonly at: (path: string) => string;
  readonly release: (...more: readonly string[]) => Ended;
}

/** An application as version 1 was delivered, in `folder`, and the command that brings version 2. */
function shopIn(folder: string): Shop {
  const home = freshFolder();
  const app = join(home, folder);
  writeTree(join(home, "v1"), V1);
  writeTree(join(home, "v2"), V2);
  mkdirSync(app, { recursive: true });
  writeTree(app, V1);
  const release = ["release", join(home, "v2"), "--shipped", join(home, "v1"), "--in-place", "--site", app, "--yes"];
  return { at: (path) => join(app, path), release: (...more) => holdfast([...release, ...more]) };
}

it("each name is told once, and as it went", () => {
  const { at, release } = shopIn("app");
  writeFileSync(at("themes/old/style.css"), "mine");
  writeFileSync(at("notes/mine.txt"), "my note");
  rmSync(at("images/banner.png"));
  const { out } = must(release());
  expect(out).toContain("images/banner.png: deleted here, and brought again by the release");
  expect(readFileSync(at("themes/old/style.css"), "utf8")).toBe("mine");
  expect(out).not.toContain("style.css");
  expect(readFileSync(at("notes/mine.txt"), "utf8")).toBe("my note");
  expect(out.split("\n").filter((line) => line.includes("notes"))).toEqual([
    expect.stringContaining('"notes" stays as it is: the new code has a file there'),
    expect.stringContaining("Look what is in it"),
  ]);
  const back = must(holdfast(["rollback", "--site", at("."), "--yes"])).out;
  expect(back).not.toMatch(/style\.css|a file and a folder of one name/);
  expect(existsSync(at("notes/mine.txt"))).toBe(true);
});

it("in a folder of the web root, where its old code lies is said until a rule keeps visitors out", () => {
  const { at, release } = shopIn("public_html/shop");
  const waits = must(release("--no-activate")).out;
  const line = /add to "(.+)" the line (RedirectMatch .+?) {2}/u.exec(waits);
  expect(waits).toMatch(/code of this application lies in ".+public_html", in folders called \.shop-/);
  const [, file = "", rule = ""] = line ?? [];
  expect(file).toBe(at("../.htaccess"));
  expect(must(release()).out).toContain("code of this application lies in");
  appendFileSync(file, `${rule}\n`);
  expect(must(holdfast(["rollback", "--site", at("."), "--yes"])).out).not.toContain(
    "code of this application lies in",
  );
});

it("beside the web root nothing is said of it", () => {
  expect(must(shopIn("public_html").release()).out).not.toContain("code of this application lies in");
});
