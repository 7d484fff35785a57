/** Wherever `host` is killed: what it made to be tried is gone when the next command has run, and nothing else has changed. */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runInProcess } from "./lab/in-process.ts";
import { freshSite, removeTrialFolder, trialFolder, tryFault, undisturbed } from "./lab/trial.ts";
import type { Scenario } from "./scenario.ts";
import { hostFlat } from "./scenarios/host.ts";
import { below, writeLaravel } from "./scenarios/shapes.ts";

const folder = trialFolder();
afterAll(() => {
  removeTrialFolder(folder);
});

/** Without a folder shared there is no journal: the next `host` takes away what is left. */
const hostNew: Scenario = {
  id: "host-new",
  what: "the same where nothing of ours is there yet",
  layout: "flat",
  make: (root) => {
    writeLaravel(below(root, "app"), {});
    mkdirSync(below(root, "public_html"));
  },
  cwd: "app",
  argv: ["host"],
  again: ["host", "--dry-run"],
  live: "app",
};

/** Every third call, so that a test takes its minute and no more; each kind of call is among them several times. */
const EVERY = 3;

it.each([
  { scenario: hostFlat, next: ["recover", "--yes"] },
  { scenario: hostNew, next: ["host"] },
])(
  "$scenario.id: killed before a changing call, one more run takes everything away",
  async ({ scenario, next }) => {
    const known = await undisturbed(scenario, folder);
    let left = 0;
    for (let at = 0; at < known.changing; at += EVERY) {
      const { root } = await freshSite(scenario, folder);
      const killed = await runInProcess({ cwd: join(root, scenario.cwd), argv: scenario.argv }, { kind: "kill", at });
      expect(killed.code).toBe(null);
      if (scratchBelow(root).length > 0) left++;
      expect((await runInProcess({ cwd: join(root, scenario.cwd), argv: next }, null)).code).toBe(0);
      expect(scratchBelow(root), `killed before call ${at}`).toEqual([]);
    }
    expect(left).toBeGreaterThan(5);
  },
  300_000,
);

it("a sample of failing calls is an answer or is passed on, and one more run converges", async () => {
  const known = await undisturbed(hostFlat, folder);
  for (let at = 0; at < known.changing; at += 7) {
    const code = at % 2 === 0 ? "EDQUOT" : "EIO";
    const verdict = await tryFault(known, folder, [{ kind: "error", code, at, lasting: false, among: "changing" }]);
    expect(verdict.violations, `${code} at ${at}`).toEqual([]);
  }
}, 300_000);

function scratchBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.includes("holdfast-try"));
}
