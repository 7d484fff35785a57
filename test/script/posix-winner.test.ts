import { lstatSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { at, buildTree, dropTrees, realFolder, run, SHELLS, type Tree } from "./portable-tree.ts";

afterAll(dropTrees);

const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");

/** A real `.env` and a real folder stand where links belong; both differ from what shared has. */
function broken(): Tree {
  const tree = buildTree("flat");
  realFolder(tree, "public/uploads", { "kept.txt": "the app's", "new.txt": "new" });
  unlinkSync(join(tree.app, ".env"));
  writeFileSync(join(tree.app, ".env"), "the app's");
  return tree;
}

describe.each(Object.keys(SHELLS))("whose version stays, under %s", (shell) => {
  const recover = (tree: Tree): { code: number | null; out: string } =>
    run(tree, "emergency-recovery.sh", { shell: SHELLS[shell] ?? [] });

  it("the app's, in the copy of the code that was linked", () => {
    const tree = broken();
    expect(recover(tree).code).toBe(0);
    expect([
      text(tree.shared, ".env"),
      text(tree.shared, "public/uploads/kept.txt"),
      text(tree.shared, "public/uploads/new.txt"),
    ]).toEqual(["the app's", "the app's", "new"]);
  });

  it("shared's, where the code was updated in place; of a secret both stay, with the commands", () => {
    const tree = broken();
    writeFileSync(join(tree.app, "composer.json"), '{"version":"2"}');
    const { code, out } = recover(tree);
    expect(code).toBe(1);
    expect(text(tree.shared, "public/uploads/kept.txt")).toBe("kept in public/uploads");
    expect([text(tree.app, ".env"), text(tree.shared, ".env")]).toEqual(["the app's", "shared .env"]);
    expect(out).toContain("to keep the application's: mv ");
  });

  it("shared's, where all links are gone at once: a new copy was put into the old folder", () => {
    const tree = broken();
    for (const { path } of tree.site.entries) {
      if (lstatSync(at(tree.app, path)).isSymbolicLink()) unlinkSync(at(tree.app, path));
    }
    expect(recover(tree).code).toBe(0);
    expect([text(tree.shared, ".env"), text(tree.shared, "public/uploads/kept.txt")]).toEqual([
      "shared .env",
      "kept in public/uploads",
    ]);
    expect(lstatSync(join(tree.app, ".env")).isSymbolicLink()).toBe(true);
  });

  it("shared's, where no file names a version", () => {
    const tree = broken();
    unlinkSync(join(tree.app, "composer.json"));
    recover(tree);
    expect(text(tree.shared, "public/uploads/kept.txt")).toBe("kept in public/uploads");
  });
});
