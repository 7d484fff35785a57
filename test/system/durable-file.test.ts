import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { createFile, readFileAt, replaceFile } from "../../src/system/durable-file.ts";
import { freshFolder } from "../support/tree.ts";

it("replaceFile() replaces a link by a file and never writes through it", () => {
  const root = freshFolder();
  writeFileSync(join(root, "victim"), "untouched");
  symlinkSync("victim", join(root, "config"));
  withDir(abs(root), (dir) => {
    replaceFile({ dir, name: "config" }, dir, { bytes: Buffer.from("new"), mode: 0o640 });
  });
  expect(readFileSync(join(root, "victim"), "utf8")).toBe("untouched");
  expect(readFileSync(join(root, "config"), "utf8")).toBe("new");
  expect(statSync(join(root, "config")).mode & 0o777).toBe(0o640);
  expect(readdirSync(root).sort()).toEqual(["config", "victim"]);
});

it("createFile() never replaces", () => {
  const root = freshFolder();
  writeFileSync(join(root, "there"), "old");
  withDir(abs(root), (dir) => {
    expect(createFile({ dir, name: "there" }, dir, { bytes: Buffer.from("new"), mode: 0o600 })).toBe(false);
    expect(createFile({ dir, name: "fresh" }, dir, { bytes: Buffer.from("new"), mode: 0o600 })).toBe(true);
  });
  expect(readFileSync(join(root, "there"), "utf8")).toBe("old");
  expect(readdirSync(root).sort()).toEqual(["fresh", "there"]);
});

it("readFileAt() does not hang on a FIFO, follows no link, and refuses what is too large", () => {
  const root = freshFolder();
  execFileSync("mkfifo", [join(root, "fifo")]);
  writeFileSync(join(root, "large"), "0123456789");
  symlinkSync("large", join(root, "link"));
  mkdirSync(join(root, "folder"));
  withDir(abs(root), (dir) => {
    for (const name of ["fifo", "link", "folder", "missing"]) expect(readFileAt({ dir, name }, 100)).toBeNull();
    expect(() => readFileAt({ dir, name: "large" }, 5)).toThrowError(/more than the 5/);
  });
});
