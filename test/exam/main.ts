/**
 * `npm run exam -- --labels DIR --trees DIR [--only NAME] [--evidence]`: how well the judgement agrees with labelled applications. `DIR/<name>.json`
 * labels the tree `DIR/<name>`. Says for each application and in all what would be lost and what would be frozen, and why.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { addExamRow } from "./exam-row.ts";
import { examine, type Examined, type Miss } from "./examine.ts";
import { readLabels } from "./labels.ts";
import { sumOf } from "./sum.ts";

const { values } = parseArgs({
  options: {
    labels: { type: "string" },
    trees: { type: "string" },
    only: { type: "string", default: "" },
    evidence: { type: "boolean", default: false },
  },
});
if (values.labels === undefined || values.trees === undefined) {
  console.error("npm run exam -- --labels DIR --trees DIR [--only NAME] [--evidence]");
  process.exit(64);
}
const { labels, trees } = { labels: values.labels, trees: values.trees };
const apps = readLabels(labels).filter(({ name }) => name.includes(values.only));
const missing = apps.filter(({ name }) => !existsSync(join(trees, name)));
for (const { name } of missing) console.error(`❌ There is no tree for ${name} in ${trees}`);

const results: Examined[] = [];
for (const app of apps.filter((known) => !missing.includes(known))) {
  const result = examine(app, trees);
  results.push(result);
  const { framework } = result;
  const right = framework.isRight ? "✅" : "❌";
  console.log(
    `${result.name}: ${right} ${framework.found.join(", ") || "nothing recognised"}${framework.isRight ? "" : ` instead of ${framework.wanted.join(", ")}`}; kept ${result.mustPersist - result.lost.length} of ${result.mustPersist}, frozen ${result.frozen.length} of ${result.assets}`,
  );
  for (const miss of result.lost) console.log(`   lost    ${told(miss)}`);
  for (const miss of result.frozen) console.log(`   frozen  ${told(miss)}`);
}
const sum = sumOf(results);
console.log(`\n${sum.text}`);
if (values.evidence) console.log(addExamRow(sum));
process.exitCode = missing.length > 0 || !sum.isReached ? 1 : 0;

function told({ label, verdict }: Miss): string {
  const answer = verdict === undefined ? "no path" : `${verdict.class ?? "undecided"}, ${verdict.handling}`;
  const evidence = (verdict?.evidence ?? [])
    .slice(0, 3)
    .map(({ strength, fact, where }) => `${strength}: ${fact} (${where})`);
  return `${label.path} (${label.class}, ${label.confidence}: ${label.evidence.slice(0, 90)}) → ${answer}\n             ${evidence.join("\n             ") || "no evidence"}`;
}
