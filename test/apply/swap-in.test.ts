/** One name of the code comes to its place where the system cannot exchange two names: each state that a kill leaves is gone on from, and what is somebody's stays. */
import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { swapIn } from "../../src/apply/swap-in.ts";
import { closeState, closeWay, openState, openWay } from "../../src/apply/state.ts";
import { abs } from "../../src/core/path.ts";
import type { SwapIn } from "../../src/plan/operation.ts";
import { spotAt } from "../../src/plan/release/places.ts";
import { findNativeRename } from "../../src/system/native-rename.ts";
import { OWNER, runOf } from "../support/lone-run.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const SECOND = ".holdfast-tx-000001-0";

/** A file of the live code and the one that takes its place; either may be missing. */
function site(shape: { readonly old?: string; readonly next?: string }) {
  const root = freshFolder();
  writeTree(root, { "app/other.php": "other", "tree/other.php": "other", shared: null });
  const [place, tree, second] = [join(root, "app/a.php"), join(root, "tree/a.php"), join(root, "tree", SECOND)];
  if (shape.old !== undefined) writeFileSync(place, shape.old);
  if (shape.next !== undefined) writeFileSync(tree, shape.next);
  const operation: SwapIn = {
    kind: "swap-in",
    path: "a.php",
    at: spotAt(abs(place)),
    into: spotAt(abs(tree)),
    identity: idOf(place),
    next: idOf(tree),
    reason: "the new code has another one",
  };
  const dirs = openState(openWay(abs(join(root, "shared")), OWNER), OWNER);
  onTestFinished(() => {
    closeState(dirs);
    closeWay(dirs);
  });
  const swap = (meanwhile: () => void = () => undefined): string[] => {
    const run = { ...runOf(dirs, 1), native: findNativeRename("none"), fence: meanwhile };
    return swapIn(operation, run).diagnostics.map(({ code }) => code);
  };
  return { place, tree, second, swap };
}

function idOf(path: string): string | null {
  if (!existsSync(path)) return null;
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

type Placed = ReturnType<typeof site>;

/** Both are where they belong, each with one name, and nothing of ours is left. */
function expectSwapped({ place, tree }: Placed): void {
  expect([readFileSync(place, "utf8"), readFileSync(tree, "utf8")]).toEqual(["new", "old"]);
  expect([statSync(place).nlink, statSync(tree).nlink]).toEqual([1, 1]);
  expect(readdirSync(join(tree, "..")).sort()).toEqual(["a.php", "other.php"]);
}

const BOTH = { old: "old", next: "new" };

describe("where two names cannot be exchanged", () => {
  it("the new file takes the place by a rename, and the old one is in the tree; a second time nothing is done", () => {
    const placed = site(BOTH);
    expect(placed.swap()).toEqual([]);
    expectSwapped(placed);
    expect(placed.swap()).toEqual([]);
    expectSwapped(placed);
  });

  it.each<readonly [string, (placed: Placed) => void]>([
    ["the old file had got its second name", ({ place, second }) => linkSync(place, second)],
    [
      "the new file had come over it",
      ({ place, tree, second }) => {
        linkSync(place, second);
        renameSync(tree, place);
      },
    ],
  ])("killed when %s: the next run goes on", (_when, until) => {
    const placed = site(BOTH);
    until(placed);
    expect(placed.swap()).toEqual([]);
    expectSwapped(placed);
  });

  it("a file that only comes, or only goes, and was killed between its two names, has one again", () => {
    const comes = site({ next: "new" });
    linkSync(comes.tree, comes.place);
    expect(comes.swap()).toEqual([]);
    expect([readFileSync(comes.place, "utf8"), statSync(comes.place).nlink, existsSync(comes.tree)]).toEqual([
      "new",
      1,
      false,
    ]);
    const goes = site({ old: "old" });
    linkSync(goes.place, goes.tree);
    expect(goes.swap()).toEqual([]);
    expect([readFileSync(goes.tree, "utf8"), statSync(goes.tree).nlink, existsSync(goes.place)]).toEqual([
      "old",
      1,
      false,
    ]);
  });

  it("what somebody saved in that moment stays, is named, and has no second name", () => {
    const placed = site(BOTH);
    const { place, tree, second } = placed;
    const saves = (): void => {
      writeFileSync(`${place}.new`, "somebody's");
      renameSync(`${place}.new`, place);
    };
    expect(placed.swap(saves)).toEqual(["changed-meanwhile"]);
    expect([readFileSync(place, "utf8"), readFileSync(tree, "utf8")]).toEqual(["somebody's", "new"]);
    expect([statSync(place).nlink, existsSync(second)]).toEqual([1, false]);
  });

  it("what is in the place of a file that was to come is not replaced", () => {
    const placed = site({ next: "new" });
    expect(placed.swap(() => writeFileSync(placed.place, "somebody's"))).toEqual(["changed-meanwhile"]);
    expect([readFileSync(placed.place, "utf8"), readFileSync(placed.tree, "utf8")]).toEqual(["somebody's", "new"]);
  });

  it("a folder that went away meanwhile is named, and nothing is made", () => {
    const placed = site(BOTH);
    rmSync(join(placed.place, ".."), { recursive: true });
    expect(placed.swap()).toEqual(["changed-meanwhile"]);
    expect(readFileSync(placed.tree, "utf8")).toBe("new");
  });
});
