/** First runs that begin together: until one of them holds the lock, all of them make the folders that lead to it. */
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdingLock } from "../../src/apply/hold-lock.ts";
import { makeDirectoryAt, unfinishedName } from "../../src/apply/make-folder.ts";
import { HoldfastError } from "../../src/core/error.ts";
import { abs } from "../../src/core/path.ts";
import { at, type Dir, withDir } from "../../src/system/dir.ts";
import { intercepted } from "../faults/lab/intercept.ts";
import { freshFolder } from "../support/tree.ts";

const OWNER = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mode: 0o750 };

/** Takes the lock of the site's shared folder, runs `work` and gives it back; what it ended with. */
function firstRun(root: string, work: (dirs: Record<string, unknown>) => void): string {
  const shared = abs(join(root, "deep/shared"));
  try {
    const steps = holdingLock({ shared, owner: OWNER, about: { since: "now", command: "persist" } }, function* (dirs) {
      work(dirs as unknown as Record<string, unknown>);
      yield* [];
    });
    for (let turn = steps.next(); turn.done !== true; turn = steps.next());
    return "held";
  } catch (error) {
    if (error instanceof HoldfastError) return error.code;
    throw error;
  }
}

/** Folders that are open but no longer what their path leads to. */
function adrift(dirs: Record<string, unknown>): string[] {
  return (Object.values(dirs) as Dir[])
    .filter((dir) => lstatSync(at({ dir, name: "." })).ino !== lstatSync(dir.path).ino)
    .map(({ path }) => path);
}

/** Runs one first run, and another as a whole right before call `moment` of it; null when there is no such call. */
async function together(moment: number): Promise<{ outer: string; inner: string; lost: string[] } | null> {
  const root = freshFolder();
  mkdirSync(join(root, "deep"));
  const lost: string[] = [];
  let calls = 0;
  let inner: string | null = null;
  let isInner = false;
  const outer = await intercepted(
    (_call, proceed) => {
      if (!isInner && calls++ === moment) {
        isInner = true;
        inner = firstRun(root, (dirs) => lost.push(...adrift(dirs)));
        isInner = false;
      }
      return proceed();
    },
    () => firstRun(root, (dirs) => lost.push(...adrift(dirs))),
  );
  const left = readdirSync(join(root, "deep"), { recursive: true, encoding: "utf8" });
  lost.push(...left.filter((name) => name.includes("new-folder")));
  return inner === null ? null : { outer, inner, lost };
}

it("a whole other first run between any two calls of one: each gets the lock or is told that it is held", async () => {
  const seen = new Set<string>();
  let moments = 0;
  for (let found = await together(moments); found !== null; found = await together(++moments)) {
    expect(found.lost, `before call ${moments}`).toEqual([]);
    expect(["held", "locked"], `before call ${moments}`).toContain(found.inner);
    expect(["held", "locked"], `before call ${moments}`).toContain(found.outer);
    seen.add(`${found.outer} ${found.inner}`);
  }
  expect(moments).toBeGreaterThan(80);
  // The other one is through before ours has the lock; or ours holds it, being alive; or the two meet at the same generation.
  expect([...seen].sort()).toEqual(["held held", "held locked", "locked held"]);
});

it("a folder on the way to the lock that another first run replaced after it was opened is opened anew", async () => {
  let replaced = 0;
  for (let moment = 0, isOver = false; !isOver; moment++) {
    const root = freshFolder();
    mkdirSync(join(root, "deep"));
    const lost: string[] = [];
    let calls = 0;
    isOver = true;
    const end = await intercepted(
      (_call, proceed) => {
        if (calls++ === moment) {
          isOver = false;
          replaced += replaceEmpty(root);
        }
        return proceed();
      },
      () => firstRun(root, (dirs) => lost.push(...adrift(dirs))),
    );
    expect([end, lost], `before call ${moment}`).toEqual(["held", []]);
  }
  expect(replaced).toBeGreaterThan(10);
});

/** What a run does that looked before these folders were there: it renames its own over each that is still empty. */
function replaceEmpty(root: string): number {
  const way = ["deep/shared", "deep/shared/.holdfast", "deep/shared/.holdfast/lock"].map((path) => join(root, path));
  const empty = way.filter((path) => existsSync(path) && readdirSync(path).length === 0);
  for (const path of empty) {
    const other = join(root, "other");
    mkdirSync(other, { mode: 0o700 });
    renameSync(other, path);
  }
  return empty.length;
}

it("the same folder made as a whole by another run between any two calls is no error", async () => {
  const made: string[] = [];
  for (let moment = 0, isOver = false; !isOver; moment++) {
    const root = freshFolder();
    let calls = 0;
    let isInner = false;
    isOver = true;
    await intercepted(
      (_call, proceed) => {
        if (!isInner && calls++ === moment) {
          isInner = true;
          isOver = false;
          withDir(abs(root), (dir) => {
            makeDirectoryAt(dir, "made", OWNER);
          });
          isInner = false;
        }
        return proceed();
      },
      () => {
        withDir(abs(root), (dir) => {
          makeDirectoryAt(dir, "made", OWNER);
        });
      },
    );
    made.push(readdirSync(root).join());
  }
  expect(made.length).toBeGreaterThan(10);
  expect(new Set(made)).toEqual(new Set(["made"]));
});

it("what stands at the name of an unfinished folder and is not one is named, and left", () => {
  const root = freshFolder();
  writeFileSync(join(root, unfinishedName("a")), "somebody's");
  symlinkSync("/etc", join(root, unfinishedName("b")));
  mkdirSync(join(root, unfinishedName("c"), "somebody's"), { recursive: true });
  const before = readdirSync(root, { recursive: true });
  withDir(abs(root), (dir) => {
    expect(() => {
      makeDirectoryAt(dir, "a", OWNER);
    }).toThrowError(/has not finished making, but it is a file/);
    expect(() => {
      makeDirectoryAt(dir, "b", OWNER);
    }).toThrowError(/but it is a link/);
    expect(() => {
      makeDirectoryAt(dir, "c", OWNER);
    }).toThrowError(/but it is a folder that is not empty/);
  });
  expect(readdirSync(root, { recursive: true })).toEqual(before);
});
