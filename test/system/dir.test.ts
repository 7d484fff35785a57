import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { closeDir, makeLink, namesIn, openChild, openDir, withDir } from "../../src/system/dir.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

it("openDir() refuses a path with a link among its components", () => {
  const root = freshFolder();
  writeTree(root, { "real/inner": null, link: { link: "real" } });
  expect(() => openDir(abs(join(root, "link/inner")))).toThrowError(/has become a link/);
});

it("openChild() never goes through a link", () => {
  const root = freshFolder();
  writeTree(root, { "real/inner": null, link: { link: "real" } });
  withDir(abs(root), (dir) => {
    expect(() => openChild(dir, "link")).toThrowError();
  });
});

it("an open folder stays the same folder when its path is swapped for a link", () => {
  const root = freshFolder();
  const outside = freshFolder();
  mkdirSync(join(root, "uploads"));
  const dir = openDir(abs(join(root, "uploads")));
  renameSync(join(root, "uploads"), join(root, "moved"));
  symlinkSync(outside, join(root, "uploads"));
  makeLink({ dir, name: "made" }, "text");
  closeDir(dir);
  expect(withDir(abs(outside), namesIn)).toEqual([]);
  expect(withDir(abs(join(root, "moved")), namesIn)).toEqual(["made"]);
});

it("namesIn() gives the names sorted", () => {
  const root = freshFolder();
  for (const name of ["b", "a", "c"]) writeFileSync(join(root, name), name);
  expect(withDir(abs(root), namesIn)).toEqual(["a", "b", "c"]);
  expect(readFileSync(join(root, "a"), "utf8")).toBe("a");
});
