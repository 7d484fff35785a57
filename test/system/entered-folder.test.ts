import { lstatSync, mkdirSync, rmdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { entering } from "../../src/system/entered-folder.ts";
import { freshFolder } from "../support/tree.ts";

it("names are found in the folder that was opened, wherever its path leads by now, and the process is back afterwards", () => {
  const root = freshFolder();
  const before = process.cwd();
  for (const name of ["a", "b"]) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, "file"), name.repeat(name === "a" ? 1 : 2));
  }
  withDir(abs(join(root, "a")), (a) =>
    withDir(abs(join(root, "b")), (b) => {
      renameSync(join(root, "a"), join(root, "moved"));
      symlinkSync("b", join(root, "a"));
      const from = entering();
      const sizes = [a, b, a].map((dir) => lstatSync(from.pathOf({ dir, name: "file" })).size);
      from.leave();
      expect(sizes).toEqual([1, 2, 1]);
    }),
  );
  expect(process.cwd()).toBe(before);
});

it("a process whose own folder is gone is back in it afterwards", () => {
  const root = freshFolder();
  const before = process.cwd();
  onTestFinished(() => {
    process.chdir(before);
  });
  mkdirSync(join(root, "gone"));
  process.chdir(join(root, "gone"));
  const own = lstatSync(".").ino;
  rmdirSync(join(root, "gone"));
  withDir(abs(root), (dir) => {
    const from = entering();
    expect(lstatSync(from.pathOf({ dir, name: "." })).ino).not.toBe(own);
    from.leave();
  });
  expect(lstatSync(".").ino).toBe(own);
});
