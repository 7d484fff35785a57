/** The health check asks about all entries by one process: what that prints about names, texts and many entries must be told apart. */
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { rel } from "../../src/core/path.ts";
import type { PortableEntry } from "../../src/script/portable-site.ts";
import { buildTree, dropTrees, exampleSite, run, SHELLS, type Tree } from "./portable-tree.ts";

afterAll(dropTrees);

const folder = (path: string): PortableEntry => ({
  path: rel(path),
  kind: "directory",
  class: "user",
  handling: "link",
});
const treeOf = (...paths: readonly string[]): Tree =>
  buildTree("flat", { ...exampleSite("flat"), entries: paths.map(folder) });
const errors = (out: string): string[] => out.split("\n").filter((line) => line.startsWith("❌"));

describe.each(Object.keys(SHELLS))("under %s", (name) => {
  const shell = SHELLS[name] ?? [];
  const errorsOf = (tree: Tree): string[] => errors(run(tree, "health-check.sh", { shell }).out);

  it("a text that looks like lines about other entries hides none of them", () => {
    const tree = treeOf("a", "b", "c");
    const forged = [
      "../shared/a",
      "root drwxr-xr-x 4096\t../shared/a",
      "root lrwxrwxrwx 11\tb -> ../shared/b",
      "root drwxr-xr-x 4096\t../shared/b",
      "root lrwxrwxrwx 11\tc -> ../shared/c",
      "root drwxr-xr-x 4096\t../shared/c",
    ].join("\n");
    for (const path of ["a", "b", "c"]) unlinkSync(join(tree.app, path));
    symlinkSync(forged, join(tree.app, "a"));
    symlinkSync("/elsewhere", join(tree.app, "b"));
    expect(errorsOf(tree)).toEqual([
      expect.stringContaining("❌ Wrong symlink: a → ../shared/a"),
      expect.stringContaining("❌ Wrong symlink: b → /elsewhere"),
      expect.stringContaining("❌ Missing symlink: c"),
    ]);
  });

  it("names with signs of the shell, spaces, quotes and letters of other alphabets are found in the lines", () => {
    const names = ["it's", 'a "quote"', "two  spaces", "$HOME", "*", "größe", "写真", "-n", "a -> b"];
    const tree = treeOf(...names);
    expect(errorsOf(tree)).toEqual([]);
    unlinkSync(join(tree.app, "写真"));
    unlinkSync(join(tree.app, "a -> b"));
    symlinkSync("b", join(tree.app, "a -> b"));
    expect(errorsOf(tree).sort()).toEqual([
      expect.stringContaining("❌ Missing symlink: 写真"),
      expect.stringContaining("❌ Wrong symlink: a -> b → b"),
    ]);
  });

  it("a folder that its owner may not write in, a file in its place, and one that is gone are each seen", () => {
    const tree = treeOf("a", "b", "c");
    chmodSync(join(tree.shared, "a"), 0o555);
    rmSync(join(tree.shared, "b"), { recursive: true });
    symlinkSync("/dev/null", join(tree.shared, "b"));
    rmSync(join(tree.shared, "c"), { recursive: true });
    expect(errorsOf(tree)).toEqual([
      "❌ Its owner cannot write in it: a",
      expect.stringContaining("shared/b"),
      expect.stringContaining("❌ Dangling symlink, nothing in shared: c"),
    ]);
    chmodSync(join(tree.shared, "a"), 0o755);
  });
});

it("more entries than one process is asked about are each looked at", () => {
  const paths = Array.from({ length: 2050 }, (_, number) => `d${number % 7}/e${number}`);
  const tree = treeOf(...paths);
  expect(run(tree, "health-check.sh").code).toBe(0);
  for (const number of [0, 999, 1000, 1999, 2049]) unlinkSync(join(tree.app, paths[number] ?? ""));
  const moved = join(tree.app, "d3");
  const named = errors(run(tree, "health-check.sh").out).map((line) => /e\d+/.exec(line)?.[0]);
  expect(new Set(named)).toEqual(new Set(["e0", "e999", "e1000", "e1999", "e2049"]));
  rmSync(moved, { recursive: true });
  mkdirSync(moved);
  expect(errors(run(tree, "health-check.sh").out).length).toBeGreaterThan(250);
});
