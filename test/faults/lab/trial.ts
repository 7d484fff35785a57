/** One trial of the laboratory in this process: a site, a run with a fault, another run, a third; and what the oracle says of each. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unmountBelow } from "../../support/mounts.ts";
import { belongingsOf, type Belongings, inPlaceOf, losses, shapeOf, unreachable } from "../oracle.ts";
import type { Scenario } from "../scenario.ts";
import type { Fault } from "./fault.ts";
import { type Ending, runInProcess } from "./in-process.ts";

const LOOKING = { xattrs: false };

/** A folder for sites: in memory where the machine has such a file system, since thousands are made. */
export function trialFolder(): string {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "holdfast-trial-"));
}

/** Removes such a folder, with what is mounted below it. */
export function removeTrialFolder(folder: string): void {
  unmountBelow(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** What an undisturbed run of a scenario does. */
export interface Undisturbed {
  readonly scenario: Scenario;
  /** Its end, apart from what lies in these entries. */
  readonly shapeApartFrom: (inPlace: readonly string[]) => readonly string[];
  readonly changing: number;
  readonly looking: number;
  readonly writes: number;
}

/** What a trial found, in sentences; none is the promise kept. */
export interface Verdict {
  readonly violations: readonly string[];
  /** How the first run ended. */
  readonly ending: Ending;
  /** Of each fault, whether its moment came. */
  readonly fired: readonly boolean[];
}

const KNOWN = new Map<Scenario, Promise<Undisturbed>>();

/** Runs a scenario without a fault, once for all campaigns, and insists that it ends well and that its repetition changes nothing. */
export function undisturbed(scenario: Scenario, folder: string): Promise<Undisturbed> {
  const known = KNOWN.get(scenario) ?? runUndisturbed(scenario, folder);
  KNOWN.set(scenario, known);
  return known;
}

async function runUndisturbed(scenario: Scenario, folder: string): Promise<Undisturbed> {
  const { root, before } = await freshSite(scenario, folder);
  const ending = await run(scenario, root, { argv: scenario.argv, fault: null });
  const violations = [...wrongEnd(ending, "the undisturbed run"), ...found(before, root, "the undisturbed run")];
  violations.push(...(await repeats(scenario, root, "the undisturbed run")));
  if (violations.length > 0) throw new Error(`${scenario.id}: ${violations.join("\n")}\n${ending.text}`);
  const shape = shapeOf(root);
  const shapeApartFrom = (inPlace: readonly string[]): readonly string[] =>
    shape.filter((line) => !inPlace.some((entry) => new RegExp(`^(app|shared)/${entry}[/ ]`).test(line)));
  return { scenario, shapeApartFrom, ...ending.counts };
}

/** Works a fault, then converges. `then` are faults of the runs that follow, before the one that must converge. */
export async function tryFault(
  known: Undisturbed,
  folder: string,
  faults: readonly [Fault, ...Fault[]],
): Promise<Verdict> {
  const { scenario } = known;
  const { root, before } = await freshSite(scenario, folder);
  const violations: string[] = [];
  let first: Ending | null = null;
  const fired: boolean[] = [];
  for (const [index, fault] of faults.entries()) {
    const ending = await run(scenario, root, { argv: index === 0 ? scenario.argv : scenario.again, fault });
    first ??= ending;
    fired.push(ending.counts.fired);
    const where = `run ${index + 1} (${describeFault(fault)})`;
    violations.push(...found(before, root, where), ...swallowed(known, root, { ending, where }));
  }
  violations.push(...(await converges(known, root, before)));
  if (first === null) throw new Error("A trial needs a fault");
  return { violations, ending: first, fired };
}

/** One more run ends with 0 in the end of an undisturbed one, with everything there; a further one makes no changing call. */
export async function converges(known: Undisturbed, root: string, before: Belongings): Promise<string[]> {
  const { scenario } = known;
  const again = await run(scenario, root, { argv: scenario.again, fault: null });
  return [
    ...wrongEnd(again, "the run after"),
    ...found(before, root, "the run after"),
    ...(await repeats(scenario, root, "the run after")),
    ...otherShape(known, root),
  ];
}

async function repeats(scenario: Scenario, root: string, what: string): Promise<string[]> {
  const further = await run(scenario, root, { argv: scenario.again, fault: null });
  const changes = further.counts.changing;
  return [
    ...wrongEnd(further, `the repetition of ${what}`),
    ...(changes === 0 ? [] : [`the repetition of ${what} made ${changes} changing calls:\n${further.text}`]),
  ];
}

/** An error that came about and was not passed on is only right where the end is that of an undisturbed run. */
function swallowed(
  known: Undisturbed,
  root: string,
  { ending, where }: { readonly ending: Ending; readonly where: string },
): string[] {
  if (ending.code !== 0 || !ending.counts.fired) return [];
  return otherShape(known, root).map((line) => `${where} ended with 0, but ${line}`);
}

function otherShape(known: Undisturbed, root: string): string[] {
  const inPlace = inPlaceOf(root);
  const now = shapeOf(root, inPlace);
  const then = known.shapeApartFrom(inPlace);
  const missing = then.filter((line) => !now.includes(line));
  const extra = now.filter((line) => !then.includes(line));
  return missing.length + extra.length === 0
    ? []
    : [`the end differs from an undisturbed run's: missing ${missing.join("; ")}; extra ${extra.join("; ")}`];
}

function found(before: Belongings, root: string, where: string): string[] {
  return [
    ...losses(before, root, LOOKING).map((path) => `after ${where}, lost: ${path}`),
    ...unreachable(before).map((path) => `after ${where}, out of reach: ${path}`),
  ];
}

function wrongEnd(ending: Ending, what: string): string[] {
  return ending.code === 0 ? [] : [`${what} ended with ${ending.code}:\n${ending.text}`];
}

/** Makes the site of a scenario in `folder`/site, over an earlier one, a user's where one is named, and notes what is in it. */
export async function freshSite(
  scenario: Scenario,
  folder: string,
  owner = 0,
): Promise<{ root: string; before: Belongings }> {
  const root = join(folder, "site");
  // Made in place each time: the record knows folders by their inodes, which a copy would not have.
  removeTrialFolder(root);
  mkdirSync(root);
  await scenario.make(root, async (cwd, argv) => {
    const ending = await runInProcess({ cwd, argv }, null);
    if (ending.code !== 0) throw new Error(`${scenario.id} cannot be made:\n${ending.text}`);
  });
  if (owner !== 0) execFileSync("chown", ["-hR", `${owner}:${owner}`, root]);
  return {
    root,
    before: belongingsOf(root, scenario.live, { ...LOOKING, edits: scenario.edits, removes: scenario.removes }),
  };
}

function run(
  scenario: Scenario,
  root: string,
  { argv, fault }: { readonly argv: readonly string[]; readonly fault: Fault | null },
): Promise<Ending> {
  return runInProcess({ cwd: join(root, scenario.cwd), argv }, fault);
}

/** A fault in words. */
export function describeFault(fault: Fault): string {
  if (fault.kind === "kill") return `killed before changing call ${fault.at}`;
  if (fault.kind === "short") return `write ${fault.at} cut short to ${fault.to}`;
  return `${fault.code} ${fault.lasting ? "from" : "at"} ${fault.among} call ${fault.at}${fault.lasting ? " on" : ""}`;
}
