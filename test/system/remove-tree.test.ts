import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { removeOwnTree } from "../../src/system/remove-tree.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

it("removes a tree with links in it and touches nothing outside", () => {
  const folder = freshFolder();
  writeTree(folder, { "tree/a/b/c": "c", "outside/kept": "kept", "tree/empty": null });
  symlinkSync("../outside", join(folder, "tree/link"));
  symlinkSync(join(folder, "outside"), join(folder, "tree/a/link"));
  chmodSync(join(folder, "tree/a/b"), 0o500);
  withDir(abs(folder), (dir) => {
    removeOwnTree({ dir, name: "tree" });
  });
  expect(existsSync(join(folder, "tree"))).toBe(false);
  expect(readFileSync(join(folder, "outside/kept"), "utf8")).toBe("kept");
});

it("a link at the name itself goes, not what it leads to", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "outside"));
  writeFileSync(join(folder, "outside/kept"), "kept");
  symlinkSync("outside", join(folder, "tree"));
  withDir(abs(folder), (dir) => {
    removeOwnTree({ dir, name: "tree" });
  });
  expect(readFileSync(join(folder, "outside/kept"), "utf8")).toBe("kept");
});
