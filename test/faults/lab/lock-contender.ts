/**
 * A process that takes the lock again and again, until it is ended, and writes down whether anybody else was inside meanwhile. The third argument is
 * the longest time in milliseconds that it stays inside: long enough, where each look at the lock takes long, for the others to come in if they could.
 */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { abs } from "../../../src/core/path.ts";
import { openDir } from "../../../src/system/dir.ts";
import { acquireLock, releaseLock } from "../../../src/system/lock.ts";

const [folder = "", log = "", longest = "2"] = process.argv.slice(2);
const dir = openDir(abs(folder));
const inside = `${log}.inside`;
const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

for (;;) {
  try {
    const lock = acquireLock(dir, { since: "now", command: "contender" });
    let alone = true;
    try {
      writeFileSync(inside, String(process.pid), { flag: "wx" });
    } catch {
      // Left by a holder that was killed, or somebody is inside: the process it names tells.
      alone = !isAlive(Number(whoIsInside()));
      writeFileSync(inside, String(process.pid));
    }
    pause(Math.random() * Number(longest));
    // Whoever came in meanwhile has written its own number.
    if (whoIsInside() !== String(process.pid)) alone = false;
    appendFileSync(log, alone ? "held\n" : "OVERLAP\n");
    rmSync(inside, { force: true });
    releaseLock(lock);
  } catch (error) {
    if ((error as { code?: string }).code !== "locked") throw error;
    pause(Math.random() * 2);
  }
}

/** Empty where somebody has gone out who was not alone either. */
function whoIsInside(): string {
  try {
    return readFileSync(inside, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
