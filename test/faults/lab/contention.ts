import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundled } from "./bundle.ts";

/** What contenders for one lock did. */
export interface Contention {
  readonly acquisitions: number;
  readonly kills: number;
  readonly overlaps: number;
}

const HELD = "held\n".length;
const POLL_MS = 5;

/** Lets processes contend for a lock below `folder` until it was taken so often, and kills so many of them on the way, whatever they are doing. */
export async function contend(
  folder: string,
  goal: { readonly acquisitions: number; readonly kills: number; readonly contenders: number },
): Promise<Contention> {
  const place = mkdtempSync(join(folder, "lock-"));
  const [locks, log] = [join(place, "lock"), join(place, "log")];
  mkdirSync(locks);
  writeFileSync(log, "");
  const contender = await bundled("test/faults/lab/lock-contender.ts");
  const start = (): ChildProcess =>
    spawn(process.execPath, [contender, locks, log], { stdio: ["ignore", "ignore", "inherit"] });
  const running = Array.from({ length: goal.contenders }, start);
  const ended: Promise<unknown>[] = [];
  let kills = 0;
  const taken = (): number => Math.floor(statSync(log).size / HELD);
  while (taken() < goal.acquisitions || kills < goal.kills) {
    await sleep(POLL_MS);
    // Kills are spread over the acquisitions; a killed one is replaced at once.
    if (kills >= goal.kills || taken() < ((kills + 1) * goal.acquisitions) / (goal.kills + 1)) continue;
    const victim = running.shift();
    if (victim === undefined) break;
    ended.push(end(victim));
    kills++;
    running.push(start());
  }
  await Promise.all([...ended, ...running.map(end)]);
  const lines = readFileSync(log, "utf8").split("\n");
  rmSync(place, { recursive: true });
  rmSync(contender, { force: true });
  const count = (text: string): number => lines.filter((line) => line === text).length;
  return { acquisitions: count("held") + count("OVERLAP"), kills, overlaps: count("OVERLAP") };
}

function end(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  return gone;
}
