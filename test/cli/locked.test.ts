import { type ChildProcess, spawn } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { holdfast, must, type Site, siteOf, typed } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { manifest } from "../support/tree.ts";

/** Starts a run that stops, alive and holding the lock, right before its first exchange of two names. */
async function heldUp(site: Site): Promise<ChildProcess> {
  const inject = ["-e", "trace=renameat2", "-e", "inject=renameat2:delay_enter=60000000:when=1"];
  const child = spawn("strace", ["-f", "-o", "/dev/null", ...inject, process.execPath, program(), "persist", "--yes"], {
    cwd: site.app,
    env: { ...process.env, UV_USE_IO_URING: "0" },
    stdio: "ignore",
    detached: true,
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) killGroup(child);
  });
  for (let tries = 0; tries < 400; tries++) {
    // The placeholder is the last thing that is made before the exchange; earlier, the run still changes the site.
    if (lstatSync(join(site.shared, ".env"), { throwIfNoEntry: false })?.isSymbolicLink() === true) return child;
    await sleep(25);
  }
  throw new Error("The run never got as far as its first placeholder");
}

function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
}

/** The process that the lock's owner file names. */
function holderPid(site: Site): string {
  return /^pid=(\d+)$/m.exec(readFileSync(join(site.shared, ".holdfast/lock/lock.1"), "utf8"))?.[1] ?? "";
}

describe("a second run at the same time", () => {
  it("is refused with 75, naming who holds the lock and since when; after kill -9 the next run goes on", async () => {
    const site = siteOf("flat");
    const held = await heldUp(site);
    const before = manifest(site.root);
    const pid = holderPid(site);
    const second = holdfast(["persist", site.app, "--yes"]);
    expect(second.code).toBe(75);
    expect(second.err).toContain(`"holdfast persist" (process ${pid} on `);
    expect(second.err).toMatch(/since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)/);
    expect(second.err).toContain("👉 Wait until it is done and try again");
    expect(holdfast(["recover", site.app]).code).toBe(75);
    const portable = typed("sh shared/emergency-recovery.sh", { cwd: site.root });
    if (portable.code !== 127) expect(portable.code).toBe(75);
    expect(manifest(site.root)).toEqual(before);

    const gone = new Promise((resolve) => held.once("exit", resolve));
    killGroup(held);
    await gone;
    await vanished(pid);
    const next = must(holdfast(["persist", site.app, "--yes"]));
    expect(next.out).toContain("🎉 System is perfectly healthy!");
    expect(readFileSync(join(site.shared, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });

  it("lets one of two through that start together, and the other says 75 or finds nothing to do", async () => {
    const site = siteOf("flat");
    const ends = await Promise.all([1, 2].map(() => ending(site)));
    expect(ends.every((code) => code === 0 || code === 75)).toBe(true);
    expect(ends).toContain(0);
    expect(must(holdfast(["persist", site.app, "--yes"])).out).toContain("Nothing to do");
  });
});

async function vanished(pid: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      process.kill(Number(pid), 0);
    } catch {
      return;
    }
    await sleep(10);
  }
}

function ending(site: Site): Promise<number | null> {
  const child = spawn(process.execPath, [program(), "persist", "--yes"], { cwd: site.app, stdio: "ignore" });
  return new Promise((resolve) => child.once("exit", resolve));
}
