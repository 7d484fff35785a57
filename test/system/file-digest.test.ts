import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { blobAt, digestAt } from "../../src/system/file-digest.ts";
import { git } from "../support/git.ts";
import { freshFolder } from "../support/tree.ts";

const PART = 1 << 18;

it.each([0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 7])(
  "a file of %i bytes has the digests that sha256sum and git give it",
  (size) => {
    const root = freshFolder();
    const file = join(root, "file");
    writeFileSync(file, Buffer.alloc(size, "holdfast"));
    git(root, ["init", "--quiet"]);
    const sum = execFileSync("sha256sum", [file], { encoding: "utf8" }).slice(0, 64);
    const id = execFileSync("git", ["hash-object", file], { encoding: "utf8", cwd: root }).trim();
    withDir(abs(root), (dir) => {
      expect(digestAt({ dir, name: "file" })).toBe(sum);
      expect(blobAt({ dir, name: "file" }, 40)).toBe(id);
    });
  },
);

it("what is no regular file has none, and nothing waits for it", () => {
  const root = freshFolder();
  mkdirSync(join(root, "folder"));
  symlinkSync("/etc/hostname", join(root, "link"));
  execFileSync("mkfifo", [join(root, "pipe")]);
  withDir(abs(root), (dir) => {
    expect(["folder", "link", "pipe", "nothing"].map((name) => digestAt({ dir, name }))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
