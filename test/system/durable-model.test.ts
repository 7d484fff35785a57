/** What the smallest changing calls promise of a power cut, on a model of a disk that keeps only what was synced. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeDirectoryAt } from "../../src/apply/make-folder.ts";
import { abs } from "../../src/core/path.ts";
import { type Dir, withDir } from "../../src/system/dir.ts";
import { createFile, replaceFile } from "../../src/system/durable-file.ts";
import { looseEnds, lookingAt, onModel, statesOf, type Worked } from "../faults/lab/on-model.ts";
import { freshFolder } from "../support/tree.ts";

const BYTES = Buffer.from("the new content, longer than the old one");

function folders(): string {
  const root = freshFolder();
  for (const name of ["stage", "there"]) mkdirSync(join(root, name));
  writeFileSync(join(root, "there/config"), "old");
  return root;
}

function inBoth<T>(root: string, work: (there: Dir, stage: Dir) => T): Promise<Worked<T>> {
  return onModel(root, () =>
    withDir(abs(join(root, "there")), (there) => withDir(abs(join(root, "stage")), (stage) => work(there, stage))),
  );
}

/** What all states of a power cut during and after the work have at the place, each once. */
async function everSeen(worked: Worked<unknown>, look: () => string): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const state of statesOf(worked)) seen.add(await lookingAt(state.build(), look));
  return seen;
}

const contentOf = (root: string, name: string) => (): string =>
  readdirSync(join(root, "there")).includes(name) ? readFileSync(join(root, "there", name), "utf8") : "nothing";

describe("replaceFile()", () => {
  it("is durable when it returns, and at any instant the old file or the new one stands there, whole", async () => {
    const root = folders();
    const worked = await inBoth(root, (dir, stage) => {
      replaceFile({ dir, name: "config" }, stage, { bytes: BYTES, mode: 0o640 });
    });
    expect(looseEnds(worked, root)).toEqual([]);
    expect(await everSeen(worked, contentOf(root, "config"))).toEqual(new Set(["old", BYTES.toString()]));
  });
});

describe("createFile()", () => {
  it("is durable when it returns, and at any instant nothing or the whole file stands there", async () => {
    const root = folders();
    const worked = await inBoth(root, (dir, stage) =>
      createFile({ dir, name: "fresh" }, stage, { bytes: BYTES, mode: 0o640 }),
    );
    expect(worked.answer).toBe(true);
    expect(looseEnds(worked, root)).toEqual([]);
    expect(await everSeen(worked, contentOf(root, "fresh"))).toEqual(new Set(["nothing", BYTES.toString()]));
  });

  it("leaves no temporary name of its own that could come back at a name known beforehand", async () => {
    const root = folders();
    const worked = await inBoth(root, (dir) =>
      createFile({ dir, name: "fresh" }, dir, { bytes: BYTES, mode: 0o640, temporary: "known" }),
    );
    expect(looseEnds(worked, root)).toEqual([]);
  });
});

describe("makeDirectoryAt()", () => {
  it("is durable when it returns, and at any instant no folder or the finished one stands there", async () => {
    const root = folders();
    const worked = await inBoth(root, (dir) => {
      makeDirectoryAt(dir, "folder", { uid: 65_534, gid: 65_534, mode: 0o2775 });
    });
    expect(looseEnds(worked, root)).toEqual([]);
    const look = (): string => {
      if (!readdirSync(join(root, "there")).includes("folder")) return "nothing";
      const { uid, gid, mode } = statSync(join(root, "there/folder"));
      return `${uid}:${gid} ${(mode & 0o7777).toString(8)}`;
    };
    expect(await everSeen(worked, look)).toEqual(new Set(["nothing", "65534:65534 2775"]));
  });
});
