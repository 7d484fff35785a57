/**
 * `npm run faults -- R1 [R2 ...] [--minutes 60] [--seed N] [--shard 1/2] [--only TEXT] [--work DIR] [--evidence]`: works through figures of the promise, unit by
 * unit, as far as the minutes reach, and goes on from there next time. Shards are for several processors: each works through its part, and a last
 * run without one counts them together. `--only` takes the units whose names have this text, such as "killed".
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Campaign, type Finding, seedOfTheDay, sumOf, type Unit } from "./campaigns/campaign.ts";
import { CAMPAIGNS } from "./campaigns/index.ts";
import { addEvidence } from "./evidence.ts";
import { removeTrialFolder, trialFolder } from "./lab/trial.ts";
import { openWorkState } from "./work-state.ts";

const ROOT = join(import.meta.dirname, "../..");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: String(seedOfTheDay()) },
    shard: { type: "string", default: "1/1" },
    only: { type: "string", default: "" },
    work: { type: "string", default: join(ROOT, ".cache/faults") },
    evidence: { type: "boolean", default: false },
  },
});

const known = CAMPAIGNS.map(({ id }) => id);
const unknown = positionals.filter((id) => !known.includes(id));
if (positionals.length === 0 || unknown.length > 0) {
  console.error(
    `Which figure? ${unknown.join(", ")}\nThey are:\n${CAMPAIGNS.map(({ id, promise }) => `  ${id}  ${promise}`).join("\n")}`,
  );
  process.exit(64);
}
let isBroken = false;
for (const campaign of CAMPAIGNS.filter(({ id }) => positionals.includes(id)))
  isBroken = (await work(campaign)) || isBroken;
process.exitCode = isBroken ? 1 : 0;

/** Works through one campaign; true where the promise was broken. */
async function work(campaign: Campaign): Promise<boolean> {
  const folder = trialFolder();
  const until = performance.now() + Number(values.minutes) * 60_000;
  try {
    const units = shuffled(await campaign.units(folder), Number(values.seed));
    const [part = 1, parts = 1] = values.shard.split("/").map(Number);
    const state = openWorkState(values.work, campaign);
    const findings = new Map<string, Finding>(state.done);
    let { seconds } = state;
    const wanted = units.filter(({ id }) => id.includes(values.only));
    for (const unit of wanted.filter((_, index) => index % parts === part - 1)) {
      if (findings.has(unit.id)) continue;
      const started = performance.now();
      if (started > until) break;
      const finding = await findingOf(unit);
      const took = (performance.now() - started) / 1000;
      seconds += took;
      findings.set(unit.id, finding);
      state.note(unit.id, finding, took);
    }
    return tell(campaign, { units, findings, seconds });
  } finally {
    removeTrialFolder(folder);
  }
}

async function findingOf(unit: Unit): Promise<Finding> {
  const finding = await unit.run();
  for (const line of finding.violations) console.log(`❌ ${unit.id}: ${line}`);
  return finding;
}

function tell(
  campaign: Campaign,
  of: { readonly units: readonly Unit[]; readonly findings: ReadonlyMap<string, Finding>; readonly seconds: number },
): boolean {
  const done = of.units.flatMap(({ id }) => of.findings.get(id) ?? []);
  const counts = sumOf(done);
  const violations = done.reduce((sum, finding) => sum + finding.violations.length, 0);
  const isWhole = done.length === of.units.length;
  const row = {
    id: campaign.id,
    promise: campaign.promise,
    done: done.length,
    all: of.units.length,
    counts,
    violations,
    seconds: of.seconds,
    seed: Number(values.seed),
    lacks: campaign.lacks(counts, isWhole),
  };
  console.log(`${violations === 0 ? "✅" : "❌"} ${JSON.stringify(row)}`);
  if (values.evidence) console.log(addEvidence(row));
  return violations > 0;
}

/** The same order for the same seed (a linear congruential generator, Numerical Recipes' constants). */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const order = [...items];
  let state = seed >>> 0;
  for (let last = order.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
