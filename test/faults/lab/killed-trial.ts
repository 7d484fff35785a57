import { join } from "node:path";
import { program } from "../../support/program.ts";
import { belongingsOf, losses, unreachable } from "../oracle.ts";
import type { Scenario } from "../scenario.ts";
import { killAt, type Point, type Traced } from "./strace.ts";
import { converges, freshSite, type Undisturbed } from "./trial.ts";

const LOOKING = { xattrs: true };

/** A fresh site of a scenario and the real program's command line on it. */
export async function tracedSite(scenario: Scenario, folder: string): Promise<Traced> {
  const { root } = await freshSite(scenario, folder);
  return { argv: [process.execPath, program(), ...scenario.argv], cwd: join(root, scenario.cwd) };
}

/** Once in a campaign a run ended before its last call's number came (why, nobody found): such a trial is made anew, and is a failure if it stays so. */
const TRIES = 3;

/** Kills a process of the real program before one of its calls; the site is then looked at and brought to its end. */
export async function killedTrial(known: Undisturbed, folder: string, point: Point): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    const { isReached, violations } = await tryOnce(known, folder, point);
    if (isReached || tries === TRIES) return violations;
  }
}

async function tryOnce(
  known: Undisturbed,
  folder: string,
  point: Point,
): Promise<{ readonly isReached: boolean; readonly violations: string[] }> {
  const { scenario } = known;
  const command = await tracedSite(scenario, folder);
  const root = join(folder, "site");
  const before = belongingsOf(root, scenario.live, { ...LOOKING, edits: scenario.edits, removes: scenario.removes });
  const code = killAt(command, point);
  const isReached = code === 137;
  const where = `killed before ${point.call} number ${point.n}`;
  const violations = [
    ...(isReached ? [] : [`${where} was not reached: the run ended with ${code}`]),
    ...losses(before, root, LOOKING).map((path) => `${where}, lost: ${path}`),
    ...unreachable(before).map((path) => `${where}, out of reach: ${path}`),
    ...(await converges(known, root, before)).map((line) => `${where}: ${line}`),
    ...losses(before, root, LOOKING).map((path) => `${where}, lost after the run that followed: ${path}`),
  ];
  return { isReached: isReached || violations.length > 1, violations };
}
