import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Inventory } from "../../src/core/inventory.ts";
import { abs, rel } from "../../src/core/path.ts";
import { limitLines } from "../../src/report/limits-text.ts";
import { TEXT_LIMITS } from "../../src/system/scan-texts.ts";
import { scan, type ScanOptions } from "../../src/system/scan.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const everything: ScanOptions = { wants: () => 1 };

function paths(inventory: Inventory): string[] {
  return [...inventory.nodes.keys()];
}

describe("scan()", () => {
  test("names everything, parents before children", () => {
    const root = freshFolder();
    writeTree(root, { "b/c/d.txt": "d", "a.txt": "a", ".hidden": "h", empty: null });
    expect(paths(scan(abs(root), everything))).toEqual([".hidden", "a.txt", "b", "empty", "b/c", "b/c/d.txt"]);
  });

  test("never follows a link, and says what stands at its end", () => {
    const root = freshFolder();
    const outside = freshFolder();
    writeTree(outside, { "secret.php": "<?php" });
    writeTree(root, {
      out: { link: outside },
      gone: { link: "nowhere" },
      loop: { link: "loop" },
      file: { link: "a" },
      a: "a",
    });
    const inventory = scan(abs(root), everything);
    expect(inventory.nodes.get(rel("out"))).toEqual({
      path: "out",
      kind: "link",
      linkText: outside,
      leadsTo: "directory",
    });
    expect(inventory.nodes.get(rel("gone"))?.leadsTo).toBe("absent");
    expect(inventory.nodes.get(rel("loop"))?.leadsTo).toBe("absent");
    expect(inventory.nodes.get(rel("file"))?.leadsTo).toBe("file");
    expect(paths(inventory)).not.toContain("out/secret.php");
    expect([...inventory.texts.keys()]).toEqual(["a"]);
  });

  test("does not read a manifest through a link, its own or a parent's", () => {
    const root = freshFolder();
    const outside = freshFolder();
    writeTree(outside, { "composer/installed.json": "{}", "composer.json": "{}" });
    writeTree(root, { vendor: { link: outside }, "composer.json": { link: `${outside}/composer.json` } });
    const inventory = scan(abs(root), {
      wants: () => 0,
      reads: [rel("vendor/composer/installed.json"), rel("composer.json")],
    });
    expect(inventory.texts.size).toBe(0);
  });

  test("is not held up by a FIFO that nobody writes to", () => {
    const root = freshFolder();
    execFileSync("mkfifo", [`${root}/upload.php`]);
    const inventory = scan(abs(root), { ...everything, reads: [rel("upload.php")] });
    expect(inventory.nodes.get(rel("upload.php"))?.kind).toBe("other");
    expect(inventory.texts.size).toBe(0);
  });

  test("keeps names that are not UTF-8, hold newlines, or start with a dash", () => {
    const root = freshFolder();
    mkdirSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]));
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from("/x")]), "inside");
    writeTree(root, { "-rf": "1", "two\nlines": "2" });
    const inventory = scan(abs(root), everything);
    expect(paths(inventory)).toEqual(["-rf", "caf\udce9", "two\nlines", "caf\udce9/x"]);
    expect(inventory.texts.get(rel("caf\udce9/x"))).toBe("inside");
  });

  test("records only the name of folders that hold code of others, at any depth, but reads the manifests asked for", () => {
    const root = freshFolder();
    writeTree(root, { "vendor/composer/installed.json": "{}", "web/node_modules/x/index.js": "x", ".git/HEAD": "ref" });
    const inventory = scan(abs(root), { ...everything, reads: [rel("vendor/composer/installed.json")] });
    expect(paths(inventory)).toEqual([".git", "vendor", "web", "web/node_modules"]);
    expect([...inventory.texts.keys()]).toEqual(["vendor/composer/installed.json"]);
    expect(inventory.limits.filter(({ reason }) => reason === "skipped").map(({ path }) => path)).toEqual([
      ".git",
      "vendor",
      "web/node_modules",
    ]);
  });

  test("says which budget ran out, and what lies beside is still seen", () => {
    const root = freshFolder();
    for (let index = 0; index < 30; index++) writeTree(root, { [`a/uploads/${index}.jpg`]: "" });
    writeTree(root, { "b/code.php": "<?php" });
    const inventory = scan(abs(root), { ...everything, maxPerDirectory: 10 });
    expect(inventory.limits).toEqual([{ path: "a/uploads", reason: "too many entries" }]);
    expect(paths(inventory).filter((path) => path.startsWith("a/uploads/"))).toHaveLength(10);
    expect(inventory.texts.get(rel("b/code.php"))).toBe("<?php");
    expect(scan(abs(root), { ...everything, maxEntries: 5 }).nodes.size).toBe(5);
  });

  test("stops reading code where the disk takes too long for it, what is wanted first comes first, and says so", () => {
    const root = freshFolder();
    writeTree(root, { "a.php": "<?php // a", "b.php": "<?php // b", "c.php": "<?php // c" });
    let now = 0;
    const slow = (): number => (now += TEXT_LIMITS.milliseconds / 2);
    const inventory = scan(abs(root), { ...everything, clock: slow });
    expect([...inventory.texts.keys()]).toEqual(["a.php", "b.php"]);
    expect(inventory.limits).toEqual([{ path: "", reason: "too slow to read" }]);
    expect(limitLines(inventory.limits)[1]).toContain("so slow that its code was not read to the end");
  });

  test("reads only so many folders of one branch, so that uploads spread over folders leave the code its budget, and says so", () => {
    const root = freshFolder();
    for (let index = 0; index < 40; index++) writeTree(root, { [`public/uploads/${index % 4}/${index}/a.jpg`]: "" });
    writeTree(root, { "src/a/b/c/d/e.php": "<?php", "public/css/x/y/z.css": "" });
    const inventory = scan(abs(root), { ...everything, maxPerBranch: 10 });
    expect(inventory.limits).toEqual([{ path: "public/uploads", reason: "too many entries" }]);
    expect(inventory.texts.has(rel("src/a/b/c/d/e.php"))).toBe(true);
    expect(inventory.texts.has(rel("public/css/x/y/z.css"))).toBe(true);
    expect(paths(inventory).filter((path) => path.endsWith("a.jpg"))).toHaveLength(5);
  });

  test("leaves out a text that is too large, and asks again with the real size", () => {
    const root = freshFolder();
    writeTree(root, { "big.php": "x".repeat(600 * 1024), "medium.php": "y".repeat(1000), "small.php": "z" });
    const inventory = scan(abs(root), { wants: (_path, size) => (size < 500 ? 1 : 0) });
    expect([...inventory.texts.keys()]).toEqual(["small.php"]);
    expect(inventory.limits).toContainEqual({ path: "big.php", reason: "file too large" });
  });

  test("reads what is wanted sooner first", () => {
    const root = freshFolder();
    writeTree(root, { "a.html": "late", "z.php": "soon" });
    const inventory = scan(abs(root), { wants: (path) => (path.endsWith(".php") ? 1 : 2) });
    expect([...inventory.texts.keys()]).toEqual(["z.php", "a.html"]);
  });

  test("turns what may not be read into a limit", () => {
    const root = freshFolder();
    writeTree(root, { "closed/x": "x", "secret.php": "s", "open.php": "o" });
    chmodSync(root, 0o755);
    chmodSync(`${root}/closed`, 0o000);
    chmodSync(`${root}/secret.php`, 0o000);
    const inventory = withoutPrivilege(() => scan(abs(root), everything));
    chmodSync(`${root}/closed`, 0o755);
    expect(inventory.limits).toEqual([
      { path: "closed", reason: "not readable", detail: "EACCES" },
      { path: "secret.php", reason: "not readable", detail: "EACCES" },
    ]);
    expect([...inventory.texts.keys()]).toEqual(["open.php"]);
  });

  test("changes nothing: times of a scanned tree stay as they were", () => {
    const root = freshFolder();
    writeTree(root, { "a/b.php": "<?php" });
    const before = [root, `${root}/a`, `${root}/a/b.php`].map((path) => statSync(path, { bigint: true }));
    scan(abs(root), everything);
    const after = [root, `${root}/a`, `${root}/a/b.php`].map((path) => statSync(path, { bigint: true }));
    expect(after.map(({ mtimeNs, ctimeNs }) => [mtimeNs, ctimeNs])).toEqual(
      before.map(({ mtimeNs, ctimeNs }) => [mtimeNs, ctimeNs]),
    );
  });
});

/** Root may read everything; the look is done as somebody else then. */
function withoutPrivilege<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
