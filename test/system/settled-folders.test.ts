import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Baseline } from "../../src/core/baseline.ts";
import { abs } from "../../src/core/path.ts";
import {
  baselineEndLine,
  baselineFolderLine,
  baselineHeadLine,
  baselineLine,
  parseBaseline,
} from "../../src/plan/baseline-document.ts";
import { readAsBaseline } from "../../src/system/baseline-lines.ts";
import { differencesFrom } from "../../src/system/differing.ts";
import { withDir } from "../../src/system/dir.ts";
import { settledFolders } from "../../src/system/settled-folders.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

let root: string;

beforeEach(() => {
  root = freshFolder();
  writeTree(root, {
    "a/one.php": "1",
    "a/deep/er/two.php": "2",
    "b/three.php": "3",
    "größe/vier.php": "4",
    link: { link: "b" },
  });
  writeFileSync(Buffer.concat([Buffer.from(`${root}/b/`), Buffer.from([0xff, 0xfe])]), "odd");
  // Longer than the tick within which a change time proves nothing.
  execFileSync("sleep", ["0.15"]);
});

const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The tree's baseline as a text, and read again. */
function baseline(without = ""): Baseline {
  let [lines, count] = [baselineHeadLine({ release: "r", tree: "1:2", born: "3", from: "tree" }), 0];
  let isLeftOut = false;
  withDir(abs(root), (dir) => {
    readAsBaseline(dir, {
      folder: (folder) => {
        isLeftOut = folder !== "" && folder === without;
        if (!isLeftOut) lines += baselineFolderLine(folder);
      },
      name: (name, node) => {
        if (isLeftOut) return;
        lines += baselineLine(name, node);
        count++;
      },
    });
  });
  const reading = parseBaseline(lines + baselineEndLine(count, sumOf(lines)), sumOf);
  if ("fault" in reading) throw new Error(reading.fault);
  return reading.baseline;
}

function settled(known: Baseline, skips: (path: string) => boolean = () => false) {
  return withDir(abs(root), (dir) => {
    const { only, rest } = settledFolders(known, dir, skips);
    const open = ["", "a", "a/deep", "a/deep/er", "b", "größe"].filter((folder) => only(folder as never) === null);
    return { open, down: only(""), rest: [...rest].map(([path]) => path) };
  });
}

function told(known: Baseline, skips: (path: string) => boolean = () => false): string[] {
  return withDir(abs(root), (dir) => differencesFrom(known, dir, skips)).found.map(({ path, how }) => `${how} ${path}`);
}

describe("folders that are as a baseline says", () => {
  it("are all of them where nobody did anything: no name is looked at again", () => {
    expect(settled(baseline())).toEqual({ open: [], down: [], rest: [] });
  });

  it.each<[string, () => void, { readonly open: string[]; readonly down: string[] | null }]>([
    [
      "an edit deep below",
      () => writeFileSync(join(root, "a/deep/er/two.php"), "3"),
      { open: ["a/deep/er"], down: ["a"] },
    ],
    ["a time alone", () => utimesSync(join(root, "größe/vier.php"), 5, 5), { open: ["größe"], down: ["größe"] }],
    ["a new name", () => writeFileSync(join(root, "a/new"), ""), { open: ["a"], down: ["a"] }],
    [
      "a name that took another's place",
      () => renameSync(join(root, "a/one.php"), join(root, "a/1.php")),
      { open: ["a"], down: ["a"] },
    ],
    ["rights of a folder", () => chmodSync(join(root, "a/deep"), 0o700), { open: ["a"], down: ["a"] }],
    [
      "another link text",
      () => {
        rmSync(join(root, "link"));
        symlinkSync("a", join(root, "link"));
      },
      { open: [""], down: null },
    ],
  ])("are not those with %s", (_what, act, expected) => {
    const known = baseline();
    act();
    expect(settled(known)).toMatchObject(expected);
  });

  it("are not those behind a link, though what is there is the same", () => {
    const known = baseline();
    renameSync(join(root, "a/deep"), `${root}-deep`);
    symlinkSync(`${root}-deep`, join(root, "a/deep"));
    expect(settled(known).open).toEqual(["a", "a/deep", "a/deep/er"]);
    expect(told(known)).toEqual(["changed a/deep"]);
  });

  it("are not those in which one could not be read: what is in it is told", () => {
    const known = baseline("a/deep/er");
    expect(settled(known)).toMatchObject({ open: ["a/deep", "a/deep/er"], down: ["a"] });
    expect(told(known)).toEqual(["made a/deep/er/two.php"]);
  });

  it("are not looked for where nothing is compared", () => {
    const known = baseline();
    writeFileSync(join(root, "a/deep/new"), "");
    mkdirSync(join(root, "a/more"));
    expect(told(known, (path) => path === "a/deep")).toEqual(["made a/more"]);
    expect(told(known, (path) => path === "a")).toEqual([]);
    expect(settled(known, (path) => path === "a")).toMatchObject({ down: [], rest: [] });
  });
});
