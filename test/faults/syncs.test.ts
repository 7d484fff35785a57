import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { record } from "./campaigns/crash-states.ts";
import { trialFolder } from "./lab/trial.ts";
import { syncList } from "./model/sync-list.ts";
import { SCENARIOS } from "./scenarios/index.ts";

const folder = trialFolder();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// Each list stands in syncs/ word for word: a sync that is lost, or comes later, is seen without any power cut.
it.each(SCENARIOS.filter(({ realDisk }) => realDisk !== true))(
  "what $id syncs, and in which order",
  async (scenario) => {
    const { tree, effects, root } = await record(scenario, folder);
    const list = syncList(tree, effects, root);
    expect(list.length).toBeGreaterThan(1);
    await expect(`${list.join("\n")}\n`).toMatchFileSnapshot(`syncs/${scenario.id}.txt`);
  },
);
