/** Contenders for one lock on two clients of an export, as on two hosts, killed at random moments. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LockFinding, Wanted } from "./findings.ts";
import { onTwoClients, type Protocol } from "./mounts.ts";

/** How many processes of each host contend. */
const CONTENDERS = 3;
/** A kill comes when the lock was taken so often since the last one, on average. */
const BETWEEN_KILLS = 4;
/** Longer than a look at the lock takes over NFS in an emulated machine. */
const LONGEST_INSIDE_MS = 800;
const HELD = "held\n".length;
const POLL_MS = 10;

/** Lets them contend until so many were killed. */
export function lockOver(protocol: Protocol, wanted: Wanted): Promise<LockFinding> {
  return onTwoClients(protocol, async (a, b) => {
    const began = performance.now();
    const locks = mkdtempSync(join(a, "lock-"));
    const place = mkdtempSync("/run/contention-");
    writeFileSync("/run/identity", `${OTHER_ID}\n`);
    const log = join(place, "log");
    writeFileSync(log, "");
    const hosts = [
      [locks, []],
      [join(b, locks.slice(a.length)), OTHER_HOST],
    ] as const;
    const kills = await killing(wanted, { log, start: (host) => contender(wanted, hosts[host] ?? hosts[0], log) });
    const lines = readFileSync(log, "utf8").split("\n");
    const count = (text: string): number => lines.filter((line) => line === text).length;
    rmSync(place, { recursive: true });
    return {
      protocol,
      acquisitions: count("held") + count("OVERLAP"),
      kills,
      overlaps: count("OVERLAP"),
      seconds: Math.round((performance.now() - began) / 1000),
    };
  });
}

/**
 * A host is known by its name, its machine id and its kernel's boot id: a process that sees others there is one of another host. What it
 * holds is never taken for dead by the first host's processes, only by its like.
 */
const BECOME_OTHER = `
hostname other-host
for known in /proc/sys/kernel/random/boot_id /etc/machine-id; do mount --bind /run/identity "$known"; done
exec "$@"`;
const OTHER_HOST = ["unshare", "--uts", "--mount", "--propagation", "private", "sh", "-ec", BECOME_OTHER, "sh"];
const OTHER_ID = "00000000-1111-2222-3333-444444444444";

function contender(wanted: Wanted, [locks, prefix]: readonly [string, readonly string[]], log: string): ChildProcess {
  const [command, ...args] = [...prefix, process.execPath, wanted.contender, locks, log, String(LONGEST_INSIDE_MS)];
  return spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}

interface Contest {
  readonly log: string;
  readonly start: (host: 0 | 1) => ChildProcess;
}

/** Kills one after the other, each from either host in turn, and starts another in its place; how many were killed. */
async function killing({ kills: goal }: Wanted, { log, start }: Contest): Promise<number> {
  const running: ChildProcess[] = [];
  for (let index = 0; index < 2 * CONTENDERS; index++) running.push(start(hostOf(index)));
  const ended: Promise<unknown>[] = [];
  let next = BETWEEN_KILLS;
  for (let kills = 0; kills < goal; kills++) {
    while (statSync(log).size / HELD < next) {
      await sleep(POLL_MS);
      running.forEach(insistOnRunning);
    }
    next = statSync(log).size / HELD + Math.random() * 2 * BETWEEN_KILLS;
    await sleep(Math.random() * 2 * POLL_MS);
    const victim = running.shift();
    if (victim !== undefined) ended.push(end(victim));
    running.push(start(hostOf(kills)));
  }
  await Promise.all([...ended, ...running.map(end)]);
  return goal;
}

function hostOf(index: number): 0 | 1 {
  return index % 2 === 0 ? 0 : 1;
}

function end(child: ChildProcess): Promise<unknown> {
  insistOnRunning(child);
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  return gone;
}

function insistOnRunning(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`A contender ended by itself with ${child.exitCode ?? child.signalCode}`);
}
