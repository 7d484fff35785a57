import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isMade, makeTree, QUICK, workSets } from "../../../bench/trees/work-sets.ts";
import { freshFolder, manifest } from "../../support/tree.ts";

const SMALL = {
  uploads: { shape: "uploads", files: 130, seed: 7, median: 300 },
  blobs: { shape: "blobs", files: 60, seed: 7, median: 0 },
  code: { shape: "code", files: 60, seed: 7, median: 500 },
} as const;

describe.each(Object.entries(SMALL))("makeTree() of %s", (_, plan) => {
  test("makes the same tree from the same seed, also its times", () => {
    const folder = freshFolder();
    makeTree(join(folder, "one"), plan);
    makeTree(join(folder, "two"), plan);
    expect(manifest(join(folder, "two"))).toEqual(manifest(join(folder, "one")));
  });

  test("makes another tree from another seed", () => {
    const folder = freshFolder();
    makeTree(join(folder, "one"), plan);
    makeTree(join(folder, "two"), { ...plan, seed: 8 });
    expect(manifest(join(folder, "two"))).not.toEqual(manifest(join(folder, "one")));
  });

  test("counts what stands there", () => {
    const root = join(freshFolder(), "tree");
    const count = makeTree(root, plan);
    const nodes = [...manifest(root).values()];
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => statSync(join(root, path)));
    expect(count).toEqual({
      files: plan.files,
      folders: nodes.filter((node) => node.startsWith("dir ")).length,
      bytes: paths.filter((stats) => stats.isFile()).reduce((sum, { size }) => sum + size, 0),
    });
  });
});

describe("workSets()", () => {
  test("makes a set once, and again where it is gone or was to be otherwise", () => {
    const folder = freshFolder();
    const said: string[] = [];
    const plans = { ...QUICK, S: { ...QUICK.S, files: 20 } };
    const set = workSets(folder, plans, (text) => said.push(text));
    expect(isMade(folder, "S", plans.S)).toBe(false);
    const first = set("S");
    expect(set("S")).toEqual(first);
    expect(isMade(folder, "S", plans.S)).toBe(true);
    expect(said).toEqual(["making work set S: 20 files"]);
    rmSync(first.path, { recursive: true });
    expect(set("S")).toEqual(first);
    expect(said).toHaveLength(2);
    expect(isMade(folder, "S", { ...plans.S, seed: 1 })).toBe(false);
  });

  test("does not take a tree for a set that was cut short", () => {
    const folder = freshFolder();
    const plans = { ...QUICK, S: { ...QUICK.S, files: 20 } };
    const whole = workSets(folder, plans, () => undefined)("S");
    renameSync(whole.path, `${whole.path}.partial`);
    expect(isMade(folder, "S", plans.S)).toBe(false);
  });
});
