import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { abs } from "../../../src/core/path.ts";
import { withDir } from "../../../src/system/dir.ts";
import { acquireLock, releaseLock } from "../../../src/system/lock.ts";
import { bundled } from "../lab/bundle.ts";
import { contend } from "../lab/contention.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const ROUNDS = 100;
const A_ROUND = { acquisitions: 260, kills: 10, contenders: 4 };
const TAKE_OVER_LIMIT_MS = 1000;

/** R9, on local file systems: memory and disk in turn. `npm run faults:nfs` does the same over NFS. */
export const lock: Campaign = {
  id: "R9",
  promise:
    "the lock, its holders killed at any moment: never two inside; a dead holder of this host is succeeded in under a second",
  units: (folder) => {
    const contention = Array.from({ length: ROUNDS }, (_, index): Unit => {
      const onDisk = index % 2 === 1;
      return {
        id: `contention ${index} ${onDisk ? "on disk" : "in memory"}`,
        run: () => contentionRound(onDisk ? null : folder),
      };
    });
    return Promise.resolve([...contention, { id: "own-host take-over", run: () => takeOver(folder) }]);
  },
  lacks: ({ kills = 0, acquisitions = 0, takeOvers = 0 }) => [
    ...(kills >= 1000 ? [] : [`${kills} kills, fewer than 1,000`]),
    ...(acquisitions >= 25_000 ? [] : [`${acquisitions} acquisitions, fewer than 25,000`]),
    ...(takeOvers > 0 ? [] : ["take-over not measured yet"]),
  ],
};

async function contentionRound(folder: string | null): Promise<Finding> {
  const place = folder ?? mkdtempSync(join(tmpdir(), "holdfast-lock-"));
  try {
    const { acquisitions, kills, overlaps } = await contend(place, A_ROUND);
    return {
      violations: overlaps === 0 ? [] : [`${overlaps} of ${acquisitions} times two were inside`],
      counts: { acquisitions, kills },
    };
  } finally {
    if (folder === null) rmSync(place, { recursive: true });
  }
}

/** A holder is killed inside; the next one to ask gets the lock at once. */
async function takeOver(folder: string): Promise<Finding> {
  const holder = await bundled("test/faults/lab/lock-holder.ts");
  const violations: string[] = [];
  const tries = 20;
  for (let round = 0; round < tries; round++) {
    const place = mkdtempSync(join(folder, "holder-"));
    const child = spawn(process.execPath, [holder, place], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const asked = performance.now();
    withDir(abs(place), (dir) => {
      releaseLock(acquireLock(dir, { since: "now", command: "successor" }));
    });
    const waited = performance.now() - asked;
    if (waited > TAKE_OVER_LIMIT_MS) violations.push(`a dead holder was succeeded only after ${Math.round(waited)} ms`);
    rmSync(place, { recursive: true });
  }
  rmSync(holder, { force: true });
  return { violations, counts: { takeOvers: tries } };
}
