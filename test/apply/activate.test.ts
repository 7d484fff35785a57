import { lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { activate } from "../../src/apply/activate.ts";
import type { Run } from "../../src/apply/run.ts";
import { closeState, closeWay, openState, openWay } from "../../src/apply/state.ts";
import { abs } from "../../src/core/path.ts";
import type { Activate } from "../../src/plan/operation.ts";
import { intercepted, REAL } from "../faults/lab/intercept.ts";
import { OWNER, runOf } from "../support/lone-run.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

it("at each of its calls current leads to the old release or the new one, and to nothing else", async () => {
  const { site, run } = siteAt("one");
  const seen: unknown[] = [];
  await intercepted(
    (_call, proceed) => {
      const answer = proceed();
      seen.push(REAL["readlinkSync"]?.(join(site, "current")));
      return answer;
    },
    () => {
      activate(toTwo(site), run);
    },
  );
  expect([...new Set(seen)]).toEqual(["releases/one", "releases/two"]);
  expect(readdirSync(site).sort()).toEqual(["current", "releases", "shared"]);
});

it("done again it changes nothing, and takes away the link that a run which was killed had prepared", () => {
  const { site, run } = siteAt("one");
  activate(toTwo(site), run);
  symlinkSync("releases/two", join(site, `.holdfast-${run.tx}-${run.step}`));
  activate(toTwo(site), run);
  expect(readlinkSync(join(site, "current"))).toBe("releases/two");
  expect(readdirSync(site).sort()).toEqual(["current", "releases", "shared"]);
});

it("is refused where current is another's by now, and leaves it", () => {
  const { site, run } = siteAt("three");
  expect(() => activate(toTwo(site), run)).toThrow(/current" is a link to "releases\/three" now/);
  expect(readlinkSync(join(site, "current"))).toBe("releases/three");
});

it("is refused where the release is another folder by now", () => {
  const { site, run } = siteAt("one");
  const operation = toTwo(site);
  renameSync(join(site, "releases/two"), join(site, "releases/away"));
  mkdirSync(join(site, "releases/two"));
  expect(() => activate(operation, run)).toThrow(/releases\/two" is a directory with another identity now/);
  expect(readlinkSync(join(site, "current"))).toBe("releases/one");
});

it("a first current takes the place of nothing that came there in that very moment", () => {
  const { site, run } = siteAt("one");
  rmSync(join(site, "current"));
  const fence = (): void => {
    symlinkSync("releases/three", join(site, "current"));
  };
  expect(() => activate({ ...toTwo(site), was: null }, { ...run, fence })).toThrow();
  expect(readlinkSync(join(site, "current"))).toBe("releases/three");
});

/** A site of which that release is live. */
function siteAt(live: string): { readonly site: string; readonly run: Run } {
  const site = freshFolder();
  for (const name of ["one", "two", "three"]) writeTree(site, { [`releases/${name}/page`]: name });
  writeTree(site, { shared: null, current: { link: `releases/${live}` } });
  const dirs = openState(openWay(abs(join(site, "shared")), OWNER), OWNER);
  onTestFinished(() => {
    closeState(dirs);
    closeWay(dirs);
  });
  return { site, run: runOf(dirs, 1) };
}

/** From the release `one` to the release `two`. */
function toTwo(site: string): Activate {
  const { dev, ino } = lstatSync(join(site, "releases/two"), { bigint: true });
  return {
    kind: "activate",
    path: "current",
    reason: "the test",
    at: { directory: abs(site), name: "current" },
    text: "releases/two",
    was: "releases/one",
    identity: `${dev}:${ino}`,
    owner: OWNER,
  };
}
