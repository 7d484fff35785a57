import { readFileSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GitNames, readGitIndex } from "../../src/core/git-index.ts";
import { commitAll, git } from "../support/git.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const NAMES = ["a", "a.b/c", "b/eight888", "b/nine99999", "b/ünï.jpg", "x/two words", `deep/${"long/".repeat(60)}end`];

function repository(): string {
  const root = freshFolder();
  writeTree(root, { ...Object.fromEntries(NAMES.map((name) => [name, name])), link: { link: "a" } });
  commitAll(root);
  return root;
}

function indexOf(root: string): Uint8Array {
  return readFileSync(`${root}/.git/index`);
}

function namesIn(bytes: Uint8Array): GitNames {
  const reading = readGitIndex(bytes);
  if ("fault" in reading) throw new Error(reading.fault);
  return reading;
}

describe("readGitIndex()", () => {
  test.each(["2", "4"])("reads every name of an index of version %s, as git lists them", (version) => {
    const root = repository();
    git(root, ["update-index", "--index-version", version]);
    const bytes = indexOf(root);
    expect(bytes[7]).toBe(Number(version));
    const listed = git(root, ["ls-files", "-z"]).split("\0").filter(Boolean);
    expect(listed).toHaveLength(NAMES.length + 1);
    expect([...namesIn(bytes).tracked].sort()).toEqual(listed.sort());
  });

  test("reads version 3, which git writes as soon as a name is only intended to be added", () => {
    const root = repository();
    writeTree(root, { "new/file": "n" });
    git(root, ["add", "--intent-to-add", "new/file"]);
    expect(indexOf(root)[7]).toBe(3);
    expect(namesIn(indexOf(root)).tracked).toContain("new/file");
  });

  test("reads an index whose hashes are SHA-256", () => {
    const root = freshFolder();
    writeTree(root, { "a/b": "1", "a/longer name": "2" });
    git(root, ["init", "--quiet", "--object-format=sha256"]);
    git(root, ["add", "."]);
    expect([...namesIn(indexOf(root)).tracked]).toEqual(["a/b", "a/longer name"]);
  });

  test("keeps names apart that are not UTF-8", () => {
    const root = freshFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), "");
    git(root, ["init", "--quiet"]);
    git(root, ["add", "."]);
    expect([...namesIn(indexOf(root)).tracked]).toEqual(["caf\udce9"]);
  });

  test("tells a submodule from a file: what is in it is tracked elsewhere", () => {
    const root = repository();
    const head = git(root, ["rev-parse", "HEAD"]).trim();
    git(root, ["update-index", "--add", "--cacheinfo", `160000,${head},modules/x`]);
    const { tracked, elsewhere } = namesIn(indexOf(root));
    expect([...elsewhere]).toEqual(["modules/x"]);
    expect(tracked).not.toContain("modules/x");
  });

  test("says of a split index that it is split, since the names stand in another file", () => {
    const root = repository();
    git(root, ["update-index", "--split-index"]);
    expect(readGitIndex(indexOf(root))).toEqual({ fault: "it is split" });
  });

  test("reads past the extensions that git adds", () => {
    const root = repository();
    git(root, ["update-index", "--untracked-cache"]);
    git(root, ["status", "--short"]);
    expect(Buffer.from(indexOf(root)).includes("UNTR")).toBe(true);
    expect(namesIn(indexOf(root)).tracked.size).toBe(NAMES.length + 1);
  });

  test.each(["2", "4"])(
    "takes no name from an index of version %s that ends early, at whatever byte, unless it has them all",
    (version) => {
      const root = repository();
      git(root, ["update-index", "--index-version", version]);
      const bytes = indexOf(root);
      let refused = 0;
      for (let length = 0; length < bytes.length; length++) {
        const reading = readGitIndex(bytes.subarray(0, length));
        if ("fault" in reading) refused++;
        else expect(reading.tracked.size, `${length} bytes`).toBe(NAMES.length + 1);
      }
      // What git adds behind the names may be missing as a whole.
      expect(refused).toBeGreaterThan(bytes.length - 3);
    },
  );

  test("never throws and never invents a way out of the tree, whatever the bytes", () => {
    const whole = indexOf(repository());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, noise) => {
        const bytes = Uint8Array.from(whole);
        bytes.set(noise.subarray(0, bytes.length - at), at);
        const reading = readGitIndex(bytes);
        if ("fault" in reading) return;
        for (const path of reading.tracked) expect(path.split("/")).not.toContain("..");
      }),
      { numRuns: 500 },
    );
  });

  test("does not let few bytes of version 4 spell more names than memory holds", () => {
    const head = Buffer.alloc(12);
    head.write("DIRC");
    head.writeUInt32BE(4, 4);
    const count = 40_000;
    head.writeUInt32BE(count, 8);
    const entry = (suffix: string): Buffer => {
      const fixed = Buffer.alloc(62);
      fixed.writeUInt32BE(0o100644, 24);
      fixed.writeUInt16BE(0xfff, 60);
      return Buffer.concat([fixed, Buffer.from([suffix.length > 1 ? 0 : 1]), Buffer.from(`${suffix}\0`)]);
    };
    const long = `${"x/".repeat(2047)}xx`;
    const bytes = Buffer.concat([
      head,
      entry(long),
      ...Array.from({ length: count - 1 }, () => entry("y")),
      Buffer.alloc(20),
    ]);
    expect(bytes.length).toBeLessThan(3_000_000);
    expect(readGitIndex(bytes)).toEqual({ fault: "it is too large" });
  });
});
