import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { acquireLock, releaseLock } from "../../src/system/lock.ts";
import { abs } from "../../src/core/path.ts";
import { closeDir, openDir } from "../../src/system/dir.ts";
import { buildTree, dropTrees, run, SHELLS, type Tree } from "./portable-tree.ts";

afterAll(dropTrees);
const lockFolder = (tree: Tree): string => join(tree.shared, ".holdfast/lock");

function broken(): Tree {
  const tree = buildTree("flat");
  unlinkSync(join(tree.app, "storage"));
  mkdirSync(lockFolder(tree), { recursive: true });
  return tree;
}

function holderText(pid: number, changes: Readonly<Record<string, string>> = {}): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const facts = {
    host: hostname(),
    machine: readFileSync("/etc/machine-id", "utf8").trim(),
    boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    pidns: execFileSync("readlink", ["/proc/self/ns/pid"], { encoding: "utf8" }).trim(),
    pid: String(pid),
    start: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-",
    nonce: "1",
    since: "2026-11-23T14:30:00Z",
    command: "persist x=y",
    ...changes,
  };
  return `holdfast-lock 1\n${Object.entries(facts)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("")}`;
}

const gone = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.on("exit", resolve));

describe("the lock of the portable scripts", () => {
  it.each(Object.keys(SHELLS))(
    "is respected while its holder lives and taken over when it was killed, under %s",
    async (shell) => {
      const tree = broken();
      // A process whose name has a parenthesis and spaces in it, as a stat line may.
      const holder = spawn("bash", ["-c", "printf 'a) R 1 (' >/proc/self/comm; while :; do sleep 1; done"], {
        stdio: "ignore",
      });
      writeFileSync(join(lockFolder(tree), "lock.9"), holderText(process.pid));
      writeFileSync(join(lockFolder(tree), "lock.9.rel"), "released\n");
      await new Promise((resolve) => setTimeout(resolve, 50));
      writeFileSync(join(lockFolder(tree), "lock.10"), holderText(holder.pid ?? 0));
      const held = run(tree, "emergency-recovery.sh", { shell: SHELLS[shell] ?? [] });
      expect(held.out).toContain(
        `in use by "persist x=y" (process ${holder.pid} on ${hostname()}, since 2026-11-23T14:30:00Z)`,
      );
      expect(held.code).toBe(75);
      holder.kill("SIGKILL");
      await gone(holder);
      expect(run(tree, "emergency-recovery.sh", { shell: SHELLS[shell] ?? [] }).code).toBe(0);
      expect(readdirSync(lockFolder(tree)).sort()).toEqual([
        "lock.10",
        "lock.11",
        "lock.11.rel",
        "lock.9",
        "lock.9.rel",
      ]);
    },
  );

  it.each([
    ["a process that has another start time", { start: "1" }, 0],
    ["another boot of this machine", { boot: "another" }, 0],
    ["another machine", { host: "elsewhere" }, 75],
    ["another container's process", { pidns: "pid:[1]", pid: "999999" }, 75],
    ["no process at all", { pid: "4194305" }, 0],
  ] as const)("judges a lock of %s", (_, changes, code) => {
    const tree = broken();
    writeFileSync(join(lockFolder(tree), "lock.1"), holderText(process.pid, changes));
    expect(run(tree, "emergency-recovery.sh").code).toBe(code);
  });

  it("is the same as the program's own, both ways", async () => {
    const tree = broken();
    const dir = openDir(abs(lockFolder(tree)));
    const lock = acquireLock(dir, { since: "2026-11-23T14:30:00Z", command: "persist" });
    expect(run(tree, "emergency-recovery.sh").code).toBe(75);
    releaseLock(lock);
    expect(run(tree, "emergency-recovery.sh").code).toBe(0);
    unlinkSync(join(tree.app, "storage"));
    // A recovery that is stopped while it holds the lock: its mv waits until it is told to go on.
    const bin = join(tree.root, "bin");
    mkdirSync(bin);
    writeFileSync(
      join(bin, "mv"),
      `#!/bin/sh\ncase $1 in --help) exec /bin/mv "$@" ;; esac\n: >"${tree.root}/holding"; while [ -e "${tree.root}/holding" ]; do sleep 0.02; done\nexec /bin/mv "$@"\n`,
      { mode: 0o755 },
    );
    const recovery = spawn("sh", [join(tree.shared, "emergency-recovery.sh")], {
      stdio: "ignore",
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    });
    while (!readdirSync(tree.root).includes("holding")) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(() => acquireLock(dir, { since: "2026-11-23T14:31:00Z", command: "persist" })).toThrow(
      /in use by "holdfast emergency-recovery\.sh" \(process \d+ on /,
    );
    unlinkSync(join(tree.root, "holding"));
    await gone(recovery);
    releaseLock(acquireLock(dir, { since: "2026-11-23T14:32:00Z", command: "persist" }));
    closeDir(dir);
  });

  it("is not taken by a run that was overtaken between looking and linking", () => {
    const tree = broken();
    const bin = join(tree.root, "bin");
    mkdirSync(bin);
    writeFileSync(join(tree.root, "other"), holderText(process.pid));
    // Another run makes a higher generation in the very moment in which this one makes its own.
    const racing = `#!/bin/sh\n/bin/ln "$@"; code=$?\ncase $2 in */lock.1) cp "$RACE/other" "$RACE/shared/.holdfast/lock/lock.2" ;; esac\nexit $code\n`;
    writeFileSync(join(bin, "ln"), racing, { mode: 0o755 });
    const env = { ...process.env, RACE: tree.root, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    const { status, stderr } = spawnSync("sh", [join(tree.shared, "emergency-recovery.sh")], { encoding: "utf8", env });
    expect(stderr).toContain('in use by "persist x=y"');
    expect(status).toBe(75);
    expect(readdirSync(tree.app)).not.toContain("storage");
  });

  it("lets one of two recoveries work at a time, and the site is whole in the end", async () => {
    for (let round = 0; round < 8; round++) {
      const tree = broken();
      const both = Array.from({ length: 3 }, () =>
        spawn("sh", [join(tree.shared, "emergency-recovery.sh")], { stdio: "ignore" }),
      );
      const codes = await Promise.all(both.map(gone));
      expect(codes).toContain(0);
      for (const code of codes) expect([0, 75]).toContain(code);
      const generations = readdirSync(lockFolder(tree)).filter((name) => /^lock\.\d+$/.test(name));
      expect(readdirSync(lockFolder(tree)).filter((name) => name.startsWith(".u."))).toEqual([]);
      expect(generations.length).toBeGreaterThan(0);
      expect(run(tree, "health-check.sh").code).toBe(0);
    }
  });
});
