/** Folders that are temporary by their names alone, and `.well-known`: what a site's owner keeps there is lost by no release and no prune. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = {
  "index.php": "<?php // 1",
  "lib/a.php": "<?php",
  "uploads/demo.jpg": "demo",
  "tmp/.htaccess": "Deny from all",
};
const OWN: TreeShape = {
  ".well-known/assetlinks.json": "[]",
  "tmp/keep.pdf": "a contract",
  "cache/keep.pdf": "another",
};

interface Shop {
  readonly root: string;
  readonly app: string;
  readonly next: (version: number, more?: TreeShape) => string;
}

function shop(): Shop {
  const root = freshFolder();
  const app = join(root, "public_html");
  writeTree(app, { ...CODE, ...OWN });
  const next = (version: number, more: TreeShape = {}): string => {
    const folder = join(root, `v${version}`);
    mkdirSync(folder);
    writeTree(folder, { ...CODE, "index.php": `<?php // ${version}`, ...more });
    return folder;
  };
  return { root, app, next };
}

/** What holds a text, below a folder. */
function holding(root: string, text: string): string[] {
  const found = execFileSync("grep", ["-rlxF", "--exclude-dir=v1", "--", text, root]).toString();
  return found
    .trim()
    .split("\n")
    .map((path) => path.slice(root.length + 1));
}

describe("folders that are temporary by their names alone", () => {
  it("stay as they are on a site without links, through releases and prune", () => {
    const { app, next } = shop();
    const first = next(1);
    must(holdfast(["release", next(2), "--site", app, "--in-place", "--shipped", first, "--yes"]));
    for (const version of [3, 4]) must(holdfast(["release", next(version), "--site", app, "--yes"]));
    must(holdfast(["prune", "--keep", "2", "--site", app, "--yes"]));
    for (const [path, text] of Object.entries(OWN)) expect(readFileSync(join(app, path), "utf8"), path).toBe(text);
    expect(readFileSync(join(app, "index.php"), "utf8")).toBe("<?php // 4");
  });

  it("stay with their release, which is said, and are rescued before it is pruned; .well-known goes along", () => {
    const { root, app, next } = shop();
    const first = next(1);
    must(holdfast(["persist", app, "--yes"]));
    const switched = must(holdfast(["release", next(2), "--site", app, "--shipped", first, "--yes"]));
    expect(switched.out).toContain('"tmp" is a folder for temporary files by its name: 1 file that the site made');
    expect(switched.out).toContain("holdfast decide --set tmp=user");
    for (const version of [3, 4]) must(holdfast(["release", next(version), "--site", app, "--yes"]));
    expect(readFileSync(join(app, ".well-known/assetlinks.json"), "utf8")).toBe("[]");
    const pruned = must(holdfast(["prune", "--keep", "2", "--site", app, "--yes"]));
    expect(pruned.out).toContain("2 files that only removed releases held");
    for (const text of ["a contract", "another"])
      expect(holding(root, text)).toEqual([expect.stringContaining("/rescued/")]);
    expect(must(holdfast(["rescued", "--site", app])).out).toContain("by its name it is made anew");
  });

  it("are copied to the rescue folder where that lies on another file system", () => {
    const { root, app, next } = shop();
    const first = next(1);
    const disk = join(root, "disk");
    mountAt(disk);
    onTestFinished(() => unmountBelow(root));
    must(holdfast(["persist", app, join(disk, "shared"), "--across-filesystems", "--yes"]));
    must(holdfast(["release", next(2), "--site", app, "--shipped", first, "--yes"]));
    for (const version of [3, 4]) must(holdfast(["release", next(version), "--site", app, "--yes"]));
    must(holdfast(["prune", "--keep", "2", "--site", app, "--yes"]));
    for (const text of ["a contract", "another"])
      expect(holding(root, text)).toEqual([expect.stringContaining("disk/shared/.holdfast/rescued/")]);
  });

  it("hold nothing worth a word where all that is in them was delivered", () => {
    const { app, next } = shop();
    const first = next(1);
    execFileSync("rm", ["-r", join(app, "cache"), join(app, "tmp/keep.pdf")]);
    must(holdfast(["persist", app, "--yes"]));
    const switched = must(holdfast(["release", next(2), "--site", app, "--shipped", first, "--yes"]));
    expect(switched.out).not.toContain("temporary files");
  });
});

it("a release without links that was killed after its switch goes on with the same command, though a folder became a file", () => {
  const { root, app, next } = shop();
  // Most of the old version is not in the new one: by then the archive of the old one does not look like what is live.
  const old = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`old/${index}.txt`, "old"]));
  writeTree(app, { "part/y.php": "<?php", ...old });
  const first = next(1, { "part/y.php": "<?php", ...old });
  const hooks = '{"hooks":{"after-activate":["sh stop.sh"]}}';
  const marker = join(root, "was-here");
  const stop = `[ -e ${marker} ] || { : > ${marker}; kill -9 $PPID; }`;
  const second = next(2, { part: "a file now", "stop.sh": stop, "holdfast.json": hooks });
  const typed = ["release", second, "--site", app, "--in-place", "--shipped", first, "--yes"];
  expect(holdfast(typed).code).not.toBe(0);
  expect(existsSync(marker)).toBe(true);
  must(holdfast(typed));
  expect(readFileSync(join(app, "part"), "utf8")).toBe("a file now");
  expect(must(holdfast(typed)).out).toContain("Nothing to do");
});

describe("a look at a release beforehand", () => {
  it("names the site's own code that would not go along, and the line that keeps it; in place what nobody shipped stays", () => {
    const { app, next } = shop();
    const first = next(1);
    writeTree(app, { "lib/a.php": "<?php // mine", "own.php": "<?php" });
    const look = ["release", next(2), "--site", app, "--shipped", first, "--dry-run"];
    const flat = must(holdfast(look)).out;
    expect(flat).toMatch(/⚠️ {2}(?:own\.php, lib\/a\.php|lib\/a\.php, own\.php): changed or made here, and could run/);
    expect(flat).toContain("holdfast decide --set ");
    expect(flat).toContain('"tmp" is a folder for temporary files by its name: 1 file');
    const inPlace = must(holdfast([...look, "--in-place"])).out;
    expect(inPlace).toContain("⚠️  lib/a.php: changed or made here, and could run");
    expect(inPlace).not.toContain("own.php");
    expect(inPlace).not.toContain("temporary files");
    must(holdfast(["decide", app, "--set", "lib/a.php=user", "--set", "own.php=user"]));
    expect(must(holdfast(look)).out).not.toContain("could run");
  });
});
