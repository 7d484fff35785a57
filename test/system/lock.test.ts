import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { acquireLock, fence, lockHolder, releaseLock } from "../../src/system/lock.ts";
import { ownIdentity } from "../../src/system/process-identity.ts";
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
