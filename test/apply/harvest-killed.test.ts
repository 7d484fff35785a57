/** A harvest that is killed before any of its changing calls: the next run completes it, nothing is lost and nothing of ours is left. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { baselineStep } from "../../src/plan/release/baseline-step.ts";
import { releasePlan } from "../../src/plan/release/release-plan.ts";
import type { ReleaseSite } from "../../src/plan/release/places.ts";
import { intercepted } from "../faults/lab/intercept.ts";
import { applyWith, Stopped } from "../support/engine.ts";
import { plannedHarvest } from "../support/harvest.ts";
import { applied, siteAt, treeOf } from "../support/releases.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const HARVEST = { from: "r1", to: "r2", handlings: { Modules: "carry" }, toIsLive: true } as const;

/** A new file in a new folder, an edit, a link under carry, a program, a mode. */
function made(): ReleaseSite {
  const site = siteAt(freshFolder());
  const shipped = { "index.php": "<?php", "public/logo.png": "logo", "public/site.css": "a{}" };
  writeTree(join(site.site, "releases/r1"), shipped);
  writeTree(join(site.site, "releases/r2"), shipped);
  applied({ site, release: "r1" }, [baselineStep(site, treeOf(site, "r1"))]);
  const live = join(site.site, "releases/r1");
  writeTree(live, { "public/news/a.txt": "a", "Modules/m.php": "<?php", "tool.sh": "#!/bin/sh" });
  writeFileSync(join(live, "public/logo.png"), "our logo");
  symlinkSync("m.php", join(live, "Modules/latest"));
  chmodSync(join(live, "public/site.css"), 0o600);
  return site;
}

/** Applies the harvest until nothing is left to do; throws where that does not come. */
function complete(site: ReleaseSite): void {
  for (let round = 0; round < 4; round++) {
    const { operations } = plannedHarvest({ site, ...HARVEST });
    const { path } = treeOf(site, "r2");
    const frame = { command: "release", program: "0.0.0-test", site };
    if (applyWith(releasePlan(frame, { app: path, release: "r2", live: true }, { operations })).kind === "applied")
      return;
  }
  throw new Error("It does not come to an end");
}

function everything(site: ReleaseSite): string[] {
  const next = join(site.site, "releases/r2");
  const files = [...manifest(next)].map(([path, what]) => `${path} ${what.replace(/ \d{15,} /, " ")}`).sort();
  const rescued = readdirSync(join(site.shared, ".holdfast/rescued"), { recursive: true, encoding: "utf8" });
  const kept = rescued.filter(
    (name) => !name.endsWith(".json") && lstatSync(join(site.shared, ".holdfast/rescued", name)).isFile(),
  );
  const stage = readdirSync(join(site.shared, ".holdfast/stage"));
  return [...files, ...new Set(kept.map((name) => `rescued ${name.replace(/^tx-\d+\//, "")}`)), ...stage];
}

/** Kills the harvest before its n-th changing call; false where there is none. */
async function killedAt(site: ReleaseSite, n: number): Promise<boolean> {
  let count = 0;
  const { operations } = plannedHarvest({ site, ...HARVEST });
  return await intercepted(
    ({ bearing }, proceed) => {
      if (bearing === "changing" && ++count >= n) throw new Stopped();
      return proceed();
    },
    () => {
      try {
        applied({ site, release: "r2" }, operations);
        return false;
      } catch {
        return true;
      }
    },
  );
}

it("ends as an undisturbed one does, and the old release is as it was", async () => {
  const calm = made();
  complete(calm);
  const expected = everything(calm);
  expect(expected.filter((line) => line.startsWith("rescued"))).toEqual(["rescued tool.sh"]);
  let kills = 0;
  // Some of the calls on each day of the month: all of them in three days.
  for (let n = 1 + (new Date().getDate() % 3); ; n += 3) {
    const site = made();
    const before = manifest(join(site.site, "releases/r1"));
    const wasKilled = await killedAt(site, n);
    // The lock of a process that is no more.
    rmSync(join(site.shared, ".holdfast/lock"), { recursive: true });
    complete(site);
    expect([n, everything(site)]).toEqual([n, expected]);
    expect(manifest(join(site.site, "releases/r1"))).toEqual(before);
    if (!wasKilled) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(20);
  expect(existsSync(join(calm.site, "releases/r2/Modules/m.php"))).toBe(true);
  expect(readFileSync(join(calm.site, "releases/r2/public/logo.png"), "utf8")).toBe("our logo");
}, 300_000);
