import { chownSync, renameSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Inventory } from "../../src/core/inventory.ts";
import { abs } from "../../src/core/path.ts";
import { gitBaseline } from "../../src/system/git-files.ts";
import { scan } from "../../src/system/scan.ts";
import { commitAll, git } from "../support/git.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

function scanned(root: string): Inventory {
  return scan(abs(root), { wants: () => 0 });
}

function repository(): string {
  const root = freshFolder();
  writeTree(root, { "main/app.php": "<?php", "main/public/a.png": "a" });
  commitAll(`${root}/main`);
  return root;
}

describe("what the scan reads of git", () => {
  test("nothing where the folder is no work tree, or has no index yet", () => {
    const root = freshFolder();
    writeTree(root, { "a.php": "", "new/.git/HEAD": "ref: refs/heads/main" });
    expect(scanned(root)).not.toHaveProperty("git");
    expect(scanned(`${root}/new`)).not.toHaveProperty("git");
    expect(scanned(`${root}/new`).limits.map(({ reason }) => reason)).toEqual(["skipped"]);
  });

  test("the names in the index, and .git/info/exclude", () => {
    const root = `${repository()}/main`;
    writeTree(root, { ".git/info/exclude": "uploads/\n", "public/b.png": "b" });
    const { git: found } = scanned(root);
    expect([...(found?.tracked ?? [])]).toEqual(["app.php", "public/a.png"]);
    expect(found?.exclude).toBe("uploads/\n");
  });

  test("in a worktree, whose .git is a file: its own index, and the exclude file of the repository that it belongs to", () => {
    const root = repository();
    writeTree(root, { "main/.git/info/exclude": "uploads/\n" });
    git(`${root}/main`, ["worktree", "add", "--quiet", "../second"]);
    writeTree(root, { "second/own.php": "" });
    git(`${root}/second`, ["add", "own.php"]);
    const { git: found } = scanned(`${root}/second`);
    expect([...(found?.tracked ?? [])]).toEqual(["app.php", "own.php", "public/a.png"]);
    expect(found?.exclude).toBe("uploads/\n");
  });

  test("in a submodule, whose .git file names a folder by a relative path", () => {
    const root = repository();
    commitAll(root);
    git(root, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${root}/main`, "sub"]);
    expect([...(scanned(`${root}/sub`).git?.tracked ?? [])]).toEqual(["app.php", "public/a.png"]);
  });

  test("never through a link, nor from a folder of another owner", () => {
    const root = repository();
    writeTree(root, { "linked/app.php": "" });
    symlinkSync("../main/.git", `${root}/linked/.git`);
    expect(scanned(`${root}/linked`)).not.toHaveProperty("git");
    writeTree(root, { "named/.git": `gitdir: ${root}/main/.git\n` });
    expect(scanned(`${root}/named`)).toHaveProperty("git");
    chownSync(`${root}/main/.git`, 12_345, 12_345);
    expect(scanned(`${root}/named`)).not.toHaveProperty("git");
  });

  test("an index that is damaged, split or huge is no evidence, and is said", () => {
    const root = `${repository()}/main`;
    const limit = (detail: string): unknown => ({ path: ".git/index", reason: "git index not usable", detail });
    git(root, ["update-index", "--split-index"]);
    expect(scanned(root)).not.toHaveProperty("git");
    expect(scanned(root).limits).toContainEqual(limit("it is split"));
    renameSync(`${root}/.git/index`, `${root}/.git/was`);
    writeFileSync(`${root}/.git/index`, "no index at all, but long enough to be one");
    expect(scanned(root).limits).toContainEqual(limit("it is damaged"));
    truncateSync(`${root}/.git/index`, 33 * 1024 * 1024);
    expect(scanned(root).limits).toContainEqual(limit("it is too large"));
  });
});

describe("the commit that a work tree was made from, as a baseline", () => {
  test("holds the contents by git's ids, whatever was changed in the tree since", () => {
    const root = `${repository()}/main`;
    writeFileSync(`${root}/app.php`, "<?php edited");
    const found = gitBaseline(abs(root));
    const id = git(root, ["rev-parse", "HEAD:app.php"]).trim();
    expect(found !== null && "nodes" in found && found.nodes.get("app.php" as never)?.digest).toBe(`git:${id}`);
    expect(found !== null && "nodes" in found && [...found.nodes.keys()]).toEqual([
      "app.php",
      "public",
      "public/a.png",
    ]);
  });

  test("is none where something is staged, and there is one again after the commit", () => {
    const root = `${repository()}/main`;
    writeFileSync(`${root}/app.php`, "<?php edited");
    git(root, ["add", "app.php"]);
    expect(gitBaseline(abs(root))).toEqual({ fault: "something is staged that is not committed" });
    commitAll(root);
    expect(gitBaseline(abs(root))).toHaveProperty("nodes");
  });

  test("is none with submodules, and nothing where there is no work tree", () => {
    const root = repository();
    commitAll(root);
    git(root, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${root}/main`, "sub"]);
    commitAll(root);
    expect(gitBaseline(abs(root))).toHaveProperty("fault");
    expect(gitBaseline(abs(freshFolder()))).toBeNull();
  });
});
