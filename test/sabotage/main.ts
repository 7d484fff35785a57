/**
 * `npm run sabotage -- [--only ID] [--sample N] [--seed S] [--evidence]`: makes one defect after the other in a copy of the source and
 * insists that the named test fails with it. Ends with 1 where one survives.
 */
import { parseArgs } from "node:util";
import { sampleOf, seedOfTheDay } from "../faults/campaigns/campaign.ts";
import { addEvidence } from "../faults/evidence.ts";
import { DEFECTS } from "./defects/index.ts";
import { judge, nameOf } from "./judge.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    sample: { type: "string", default: String(DEFECTS.length) },
    seed: { type: "string", default: String(seedOfTheDay()) },
    evidence: { type: "boolean", default: false },
  },
});

const seed = Number(values.seed);
const chosen = values.only === undefined ? sampleOf(DEFECTS, Number(values.sample), seed) : named(values.only);
if (chosen.length === 0) {
  console.error(`No such defect. They are:\n${DEFECTS.map(({ id }) => `  ${id}`).join("\n")}`);
  process.exit(64);
}
const started = performance.now();
const verdicts = await judge(chosen, ({ defect, why }) => {
  const how = why === null ? "✅ caught" : "❌ SURVIVES:";
  console.log(`${how} ${defect.id}${why === null ? "" : ` (${why})`}: ${defect.file}, ${nameOf(defect.caughtBy)}`);
});
const survivors = verdicts.filter(({ why }) => why !== null);
const row = {
  id: "R15",
  promise: "seeded one-line defects: each is caught by a named test",
  command: "npm run sabotage -- --evidence",
  done: verdicts.length,
  all: DEFECTS.length,
  counts: { caught: verdicts.length - survivors.length },
  violations: survivors.length,
  seconds: (performance.now() - started) / 1000,
  seed,
  lacks: verdicts.length === DEFECTS.length ? [] : ["not every defect was tried"],
};
console.log(`${survivors.length === 0 ? "✅" : "❌"} ${JSON.stringify(row)}`);
if (values.evidence) console.log(addEvidence(row));
process.exitCode = survivors.length === 0 ? 0 : 1;

function named(wanted: readonly string[]): typeof DEFECTS {
  return DEFECTS.filter(({ id }) => wanted.some((part) => id.includes(part)));
}
