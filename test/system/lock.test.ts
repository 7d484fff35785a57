import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { acquireLock, fence, lockHolder, releaseLock } from "../../src/system/lock.ts";
import { isGone, ownIdentity } from "../../src/system/process-identity.ts";
import { contend } from "../faults/lab/contention.ts";
import { freshFolder } from "../support/tree.ts";

const ABOUT = { since: "2026-01-02T03:04:05Z", command: "persist" };

it("a held lock is refused, naming who holds it since when; a released one is free", () => {
  withDir(abs(freshFolder()), (dir) => {
    const lock = acquireLock(dir, ABOUT);
    expect(() => acquireLock(dir, ABOUT)).toThrowError(
      new RegExp(`process ${process.pid} on ${hostname()}, since 2026-01-02`),
    );
    releaseLock(lock);
    expect(lockHolder(dir)).toBeNull();
    expect(acquireLock(dir, ABOUT).generation).toBe(2);
  });
});

it.each([
  ["of a process that is gone", { pid: 2 ** 22 + 1 }, true],
  ["of an earlier boot", { boot: "another-boot" }, true],
  ["of a process whose number was taken by another", { start: "1" }, true],
  ["of another host", { host: "another-host" }, false],
  ["of another PID namespace", { pidns: "pid:[1]" }, false],
])("a lock %s is %s", (_what, change, isFree) => {
  const folder = freshFolder();
  const owner = { ...ownIdentity(), nonce: "x", ...ABOUT, ...change };
  const lines = Object.entries(owner).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(folder, "lock.1"), `holdfast-lock 1\n${lines.join("")}`);
  withDir(abs(folder), (dir) => {
    expect(lockHolder(dir) === null).toBe(isFree);
  });
});

it("fence() stops a holder whose lock was taken over while it slept", () => {
  const folder = freshFolder();
  withDir(abs(folder), (dir) => {
    const lock = acquireLock(dir, ABOUT);
    fence(lock);
    writeFileSync(join(folder, "lock.2"), "holdfast-lock 1\n");
    expect(() => {
      fence(lock);
    }).toThrowError(/took the lock/);
  });
});

it("no two processes are ever inside together, though holders are killed at random", async () => {
  const { acquisitions, kills, overlaps } = await contend(freshFolder(), {
    acquisitions: 150,
    kills: 6,
    contenders: 3,
  });
  expect(acquisitions).toBeGreaterThanOrEqual(150);
  expect(kills).toBe(6);
  expect(overlaps).toBe(0);
}, 120_000);

const SELF = { host: "web", machine: "m1", boot: "b1", pidns: "pid:[1]", pid: process.pid, start: "-" } as const;
const GONE = 2 ** 22 + 1;

it.each([
  ["of a dead process of this kernel, whatever the host was called then", { host: "other", pid: GONE }, true],
  ["of a dead process of this kernel in another PID namespace", { pidns: "pid:[2]", pid: GONE }, false],
  ["of an earlier boot of this machine", { boot: "b0", pid: GONE }, true],
  ["of another boot under the same name and another machine's id", { boot: "b0", machine: "m2", pid: GONE }, false],
  [
    "of another boot and name under the same machine's id (a cloned image)",
    { boot: "b0", host: "web2", pid: GONE },
    false,
  ],
  ["of another boot where no machine's id is known", { boot: "b0", machine: "-", pid: GONE }, false],
  ["of no known boot, on this machine, dead", { boot: "-", pid: GONE }, true],
  ["of no known boot, on another machine", { boot: "-", machine: "m2", pid: GONE }, false],
  ["of a process that lives", {}, false],
  ["of process 1, which is somebody else's", { pid: 1 }, false],
])("isGone() of a holder %s: %s", (_what, change, expected) => {
  const machine = "machine" in change && change.machine === "-" ? "-" : SELF.machine;
  expect(isGone({ ...SELF, ...change }, { ...SELF, machine })).toBe(expected);
});

it("a process that is dead and not yet reaped by its parent is gone", async () => {
  // The shell starts a child that outlives it, because it becomes a program that never reaps it.
  const parent = spawn("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once("data", (text: Buffer) => {
      resolve(Number(text.toString()));
    });
  });
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toMatch(/\) Z /);
  expect(isGone({ ...ownIdentity(), pid, start: "-" }, ownIdentity())).toBe(true);
});
