import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { decodeName } from "../../src/core/bytes.ts";
import { withDir } from "../../src/system/dir.ts";
import { findNativeRename, type RenameWay } from "../../src/system/native-rename.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

describe.each<RenameWay>(["koffi", "perl"])("through %s", (way) => {
  it("exchange() swaps a folder and a link, also under names that are not UTF-8", () => {
    const root = freshFolder();
    const odd = decodeName(Buffer.from([0xff, 0x0a, 0x27]));
    writeTree(root, { "data/x": "1", link: { link: "somewhere" } });
    withDir(abs(root), (dir) => {
      const native = findNativeRename(way);
      expect(native.way).toBe(way);
      native.renameNoReplace({ dir, name: "data" }, { dir, name: odd });
      native.exchange({ dir, name: odd }, { dir, name: "link" });
    });
    expect(readFileSync(join(root, "link/x"), "utf8")).toBe("1");
    expect(lstatSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x0a, 0x27])])).isSymbolicLink()).toBe(
      true,
    );
  });

  it("an error carries the errno's name", () => {
    const root = freshFolder();
    writeTree(root, { a: "1", b: "2" });
    withDir(abs(root), (dir) => {
      const native = findNativeRename(way);
      expect(() => native.renameNoReplace({ dir, name: "a" }, { dir, name: "b" })).toThrowError(
        expect.objectContaining({ code: "EEXIST" }),
      );
      expect(() => native.exchange({ dir, name: "a" }, { dir, name: "missing" })).toThrowError(
        expect.objectContaining({ code: "ENOENT" }),
      );
    });
    expect(readFileSync(join(root, "b"), "utf8")).toBe("2");
  });
});

it("without a way exchange() fails with ENOSYS, so that the ladder is taken", () => {
  const root = freshFolder();
  writeTree(root, { a: "1", b: "2" });
  withDir(abs(root), (dir) => {
    expect(() => findNativeRename("none").exchange({ dir, name: "a" }, { dir, name: "b" })).toThrowError(
      expect.objectContaining({ code: "ENOSYS" }),
    );
  });
});
