/** The instants within taking a lock at which somebody else can come between, each made to happen. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { abs } from "../../src/core/path.ts";
import { type Dir, withDir } from "../../src/system/dir.ts";
import { createFile } from "../../src/system/durable-file.ts";
import { acquireLock, fence, lockHolder, releaseLock } from "../../src/system/lock.ts";
import { isGone, ownIdentity } from "../../src/system/process-identity.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { freshFolder } from "../support/tree.ts";

const ABOUT = { since: "2026-01-02T03:04:05Z", command: "persist" };

/** Runs work in a folder with something done before and after each link(2). */
function aroundLink<T>(
  folder: string,
  moments: { readonly before?: (call: Call) => void; readonly after?: (call: Call) => void },
  work: (dir: Dir) => T,
): Promise<T> {
  return intercepted(
    (call, proceed) => {
      if (call.name !== "linkSync") return proceed();
      moments.before?.(call);
      const answer = proceed();
      moments.after?.(call);
      return answer;
    },
    () => withDir(abs(folder), work),
  );
}

function owner(change: Readonly<Record<string, string | number>> = {}): string {
  const lines = Object.entries({ ...ownIdentity(), nonce: "x", ...ABOUT, ...change });
  return `holdfast-lock 1\n${lines.map(([key, value]) => `${key}=${value}\n`).join("")}`;
}

describe("acquireLock()", () => {
  it("is refused where somebody makes the same generation between the look and the link", async () => {
    const folder = freshFolder();
    const theirs = owner({ command: "recover" });
    const moments = {
      before: () => {
        writeFileSync(join(folder, "lock.1"), theirs);
      },
    };
    await aroundLink(folder, moments, (dir) => {
      expect(() => acquireLock(dir, ABOUT)).toThrowError(/in use by "holdfast recover"/);
    });
    expect(readFileSync(join(folder, "lock.1"), "utf8")).toBe(theirs);
  });

  it("looks again: where a higher generation stands after the link, the lock was not its own", async () => {
    const folder = freshFolder();
    const moments = {
      after: () => {
        writeFileSync(join(folder, "lock.2"), owner({ command: "recover" }));
      },
    };
    await aroundLink(folder, moments, (dir) => {
      expect(() => acquireLock(dir, ABOUT)).toThrowError(/in use by "holdfast recover"/);
    });
  });

  it("is refused without a name where who came between has given it back already", async () => {
    const folder = freshFolder();
    const moments = {
      after: () => {
        writeFileSync(join(folder, "lock.2"), owner());
        writeFileSync(join(folder, "lock.2.rel"), "released");
      },
    };
    await aroundLink(folder, moments, (dir) => {
      expect(() => acquireLock(dir, ABOUT)).toThrowError(/in use by another run/);
    });
  });

  it.each([
    ["on another machine", { boot: "another-boot", host: "another-host" }, /It runs on another machine/],
    ["in another container", { pidns: "pid:[1]" }, /It runs in another container or jail/],
  ])("says how to go on where the holder runs %s", (_where, change, says) => {
    const folder = freshFolder();
    writeFileSync(join(folder, "lock.1"), owner(change));
    withDir(abs(folder), (dir) => {
      expect(() => acquireLock(dir, ABOUT)).toThrowError(
        expect.objectContaining({ code: "locked", hint: expect.stringMatching(says) as string }),
      );
    });
  });

  it("counts generations as numbers, keeps the newest of them, and leaves what is no lock", () => {
    const folder = freshFolder();
    for (let number = 1; number <= 100; number++) {
      writeFileSync(join(folder, `lock.${number}`), owner());
      writeFileSync(join(folder, `lock.${number}.rel`), "released");
    }
    writeFileSync(join(folder, "lock.txt"), "somebody's");
    withDir(abs(folder), (dir) => {
      expect(acquireLock(dir, ABOUT).generation).toBe(101);
    });
    const left = readdirSync(folder);
    expect(left).toContain("lock.txt");
    const numbers = left.flatMap((name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? 0)).filter((number) => number > 0);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, index) => index + 38));
    expect(left).not.toContain("lock.37.rel");
  });

  it.each<[string, (path: string) => void]>([
    [
      "a file that says nothing",
      (path) => {
        writeFileSync(path, "");
      },
    ],
    [
      "a folder",
      (path) => {
        mkdirSync(path);
      },
    ],
  ])("does not take over from %s at a lock's name", (_what, plant) => {
    const folder = freshFolder();
    plant(join(folder, "lock.1"));
    withDir(abs(folder), (dir) => {
      expect(() => acquireLock(dir, ABOUT)).toThrowError(expect.objectContaining({ code: "not-a-lock" }));
    });
    expect(readdirSync(folder)).toEqual(["lock.1"]);
  });
});

it("a lock that says nothing of its holder is held: whoever it was may still write", () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "lock.1"), "holdfast-lock 1\n");
  withDir(abs(folder), (dir) => {
    expect(lockHolder(dir)).toMatchObject({ host: "-", command: "-" });
    expect(() => acquireLock(dir, ABOUT)).toThrowError(/in use by/);
  });
});

it("a released lock is free though its process lives, and releasing it again is harmless", () => {
  const folder = freshFolder();
  withDir(abs(folder), (dir) => {
    expect(lockHolder(dir)).toBeNull();
    const lock = acquireLock(dir, ABOUT);
    expect(lockHolder(dir)).toMatchObject({ pid: process.pid, command: "persist" });
    releaseLock(lock);
    releaseLock(lock);
    expect(existsSync(join(folder, "lock.1.rel"))).toBe(true);
    expect(lockHolder(dir)).toBeNull();
    fence(lock);
  });
});

describe("createFile() on a file system whose replies get lost", () => {
  it("knows by the link count that the name was made after all", async () => {
    const folder = freshFolder();
    const lost = {
      after: (): never => {
        throw Object.assign(new Error("EEXIST: the reply to the first try was lost, link"), { code: "EEXIST" });
      },
    };
    const made = await aroundLink(folder, lost, (dir) =>
      createFile({ dir, name: "made" }, dir, { bytes: Buffer.from("x"), mode: 0o600 }),
    );
    expect(made).toBe(true);
    expect(readdirSync(folder)).toEqual(["made"]);
  });

  it("passes on what has nothing to do with a name that is taken", async () => {
    const folder = freshFolder();
    const full = {
      before: (): never => {
        throw Object.assign(new Error("ENOSPC: no space left on device, link"), { code: "ENOSPC" });
      },
    };
    await aroundLink(folder, full, (dir) => {
      expect(() => createFile({ dir, name: "made" }, dir, { bytes: Buffer.from("x"), mode: 0o600 })).toThrowError(
        /ENOSPC/,
      );
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("isGone()", () => {
  const self = ownIdentity();
  const init = { ...self, pid: 1, start: "1" };

  it("takes a process that /proc does not show for alive while it answers a signal, also one of another user", async () => {
    const hidden = (pid: number) => (call: Call, proceed: () => unknown) => {
      if (call.name !== "readFileSync" || call.args[0] !== `/proc/${pid}/stat`) return proceed();
      throw Object.assign(new Error("EACCES: hidden"), { code: "EACCES", syscall: "open" });
    };
    expect(await intercepted(hidden(1), () => isGone(init, self))).toBe(false);
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("EPERM: somebody else's, kill"), { code: "EPERM" });
    });
    expect(await intercepted(hidden(1), () => isGone(init, self))).toBe(false);
    kill.mockRestore();
    const none = 2 ** 22 + 1;
    expect(await intercepted(hidden(none), () => isGone({ ...self, pid: none }, self))).toBe(true);
  });

  it("does not judge a process of another PID namespace by what has its number here", () => {
    expect(isGone({ ...self, pidns: "pid:[1]", pid: 2 ** 22 + 1 }, self)).toBe(false);
    expect(isGone({ ...self, pidns: "pid:[1]", start: "1" }, self)).toBe(false);
  });

  it("does not judge by a boot that either side does not know, nor by a start that the lock does not name", () => {
    expect(isGone({ ...self, boot: "-" }, self)).toBe(false);
    expect(isGone(self, { ...self, boot: "-" })).toBe(false);
    expect(isGone({ ...self, start: "-" }, self)).toBe(false);
  });
});

it("the lock's folder is only read by lockHolder()", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "lock"));
  withDir(abs(join(folder, "lock")), (dir) => {
    lockHolder(dir);
  });
  expect(readdirSync(join(folder, "lock"))).toEqual([]);
});
