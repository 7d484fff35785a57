import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Ending, runInProcess } from "../lab/in-process.ts";
import { intercepted } from "../lab/intercept.ts";
import { freshSite } from "../lab/trial.ts";
import { crashStatesAt } from "../model/crash-states.ts";
import { modelDisk } from "../model/disk.ts";
import type { Effect } from "../model/effect.ts";
import { copyOf, type Tree, treeOf } from "../model/tree.ts";
import { type Belongings, inPlaceOf, losses, shapeOf, unreachable } from "../oracle.ts";
import type { Scenario } from "../scenario.ts";
import { SCENARIOS } from "../scenarios/index.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const LOOKING = { xattrs: false };

/** A scenario's run on the model of a disk. */
export interface Recorded {
  readonly scenario: Scenario;
  readonly root: string;
  readonly before: Belongings;
  readonly tree: Tree;
  readonly effects: readonly Effect[];
  readonly shape: readonly string[];
}

/** R4: every state that a power cut may leave, on a model of a disk that keeps no promise beyond fsync's. */
export const crashStates: Campaign = {
  id: "R4",
  promise:
    "each state of a power cut on a model of a disk, every prefix with unsynced effects dropped: nothing lost, one more run converges",
  units: async (folder) => {
    const units: Unit[] = [];
    for (const scenario of SCENARIOS.filter(({ realDisk }) => realDisk !== true)) {
      const recorded = await record(scenario, folder);
      for (let count = 1; count <= recorded.effects.length; count++) {
        if (recorded.effects[count - 1]?.kind === "inode") continue;
        units.push({ id: `${scenario.id} ${count}/${recorded.effects.length}`, run: () => statesAt(recorded, count) });
      }
    }
    return units;
  },
  lacks: ({ states = 0 }) => (states >= 10_000 ? [] : [`${states} states, fewer than 10,000`]),
};

/** Runs a scenario on the model and keeps its effects; the real site is only its beginning. */
export async function record(scenario: Scenario, folder: string): Promise<Recorded> {
  const { root, before } = await freshSite(scenario, folder);
  const tree = treeOf(root);
  rmSync(root, { recursive: true });
  const disk = modelDisk(copyOf(tree));
  const ending = await runInProcess({ cwd: join(root, scenario.cwd), argv: scenario.argv }, null, disk);
  if (ending.code !== 0) throw new Error(`${scenario.id} on the model ended with ${ending.code}:\n${ending.text}`);
  const shape = await intercepted(disk.interceptor, () => shapeOf(root));
  return { scenario, root, before, tree, effects: [...disk.effects], shape };
}

async function statesAt(recorded: Recorded, count: number): Promise<Finding> {
  const violations: string[] = [];
  const states = crashStatesAt(recorded.tree, recorded.effects, count);
  for (const { what, build } of states)
    violations.push(...(await violationsOf(recorded, build())).map((line) => `${what}: ${line}`));
  return { violations, counts: { states: states.length } };
}

/** What is wrong in a state of a power cut, with the run that follows it, and with the one after that; in sentences. */
export async function violationsOf({ scenario, root, before, shape }: Recorded, tree: Tree): Promise<string[]> {
  const disk = modelDisk(tree);
  const command = { cwd: join(root, scenario.cwd), argv: scenario.again };
  const look = (when: string): Promise<string[]> =>
    intercepted(disk.interceptor, () => [
      ...losses(before, root, LOOKING).map((path) => `${when}, lost: ${path}`),
      ...unreachable(before).map((path) => `${when}, out of reach: ${path}`),
    ]);
  const cut = await look("at the power cut");
  const again = await runInProcess(command, null, disk);
  const after = await look("after the run that followed");
  const end = await intercepted(disk.interceptor, () =>
    inPlaceOf(root).length > 0 ? [] : differences(shape, shapeOf(root)),
  );
  const further = await runInProcess(command, null, disk);
  return [
    ...cut,
    ...wrong("the run that followed", again),
    ...after,
    ...end,
    ...wrong("the further run", further),
    ...changes(further),
  ];
}

function wrong(what: string, { code, text }: Ending): string[] {
  return code === 0 ? [] : [`${what} ended with ${code}:\n${text}`];
}

function changes({ counts, text }: Ending): string[] {
  return counts.changing === 0 ? [] : [`the further run made ${counts.changing} changing calls:\n${text}`];
}

function differences(then: readonly string[], now: readonly string[]): string[] {
  const missing = then.filter((line) => !now.includes(line));
  const extra = now.filter((line) => !then.includes(line));
  return missing.length + extra.length === 0
    ? []
    : [`the end differs from an undisturbed run's: missing ${missing.join("; ")}; extra ${extra.join("; ")}`];
}
