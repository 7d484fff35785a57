/**
 * Writes what Holdfast makes of each application under examples/ beside it, to be read in review: `detection.json`,
 * `classification.json` and `plan.txt`. With `--check` it only says which ones are not up to date; with a name it does that one alone.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { classify } from "../src/classify/folder.ts";
import { readSharedState, readSurvey } from "../src/apply/read-survey.ts";
import type { Classification, Detection, PathVerdict } from "../src/core/entry.ts";
import type { Evidence } from "../src/core/evidence.ts";
import { encodeJson } from "../src/core/json.ts";
import { abs, parentOf } from "../src/core/path.ts";
import { planPersist } from "../src/plan/persist.ts";
import { renderPlan } from "../src/report/plan-text.ts";
import { detectAll } from "../src/detect/nested.ts";
import { readsOf, wantsText } from "../src/detect/wants.ts";
import { profiles } from "../src/profiles/index.ts";
import { scan } from "../src/system/scan.ts";
import { settleGenerated } from "./generated-file.ts";

const EXAMPLES = fileURLToPath(new URL("../examples", import.meta.url));

/** The goldens of one example, by file name. */
function goldensOf(name: string): Record<string, string> {
  const inventory = scan(abs(`${EXAMPLES}/${name}/tree`), { wants: wantsText, reads: readsOf(profiles) });
  const detections = detectAll(inventory, profiles);
  const classification = classify({ inventory, detections, decisions: [], record: null });
  return {
    "detection.json": encodeJson(
      detections.map((detection) => ({ ...detection, evidence: detection.evidence.map(line) })),
    ),
    "classification.json": encodeJson({
      webRoot: classification.webRoot,
      verdicts: classification.verdicts.map(readable),
      undecided: classification.undecided.map((open) => ({ ...open, evidence: open.evidence.map(line) })),
    }),
    "plan.txt": planText(name, detections, classification),
  };
}

/** What a first run would do, as `holdfast plan` prints it; our own files, which are the same for every site, apart. */
function planText(name: string, detections: readonly Detection[], classification: Classification): string {
  const app = abs(`${EXAMPLES}/${name}/tree`);
  const shared = abs(`${EXAMPLES}/${name}/shared`);
  const survey = readSurvey({
    layout: { kind: "flat", site: parentOf(app), app, shared, release: null, live: true },
    sharedIsNew: true,
    mode: "auto",
    classification,
    detections,
    decisions: [],
    state: readSharedState(shared),
    notices: [],
    maintenance: false,
    across: null,
    canCopy: false,
    now: "",
    program: "",
  });
  const plan = planPersist(survey, { scripts: () => [], pages: () => [] });
  return `${renderPlan(plan).replaceAll(`${EXAMPLES}/${name}`, "SITE")}\n`;
}

function readable(verdict: PathVerdict): unknown {
  return { ...verdict, evidence: verdict.evidence.map(line) };
}

function line({ strength, fact, where, against }: Evidence): string {
  return `${strength}: ${against === true ? "Against it: " : ""}${fact} (${where})`;
}

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const examples = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
for (const { name } of examples) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const [file, value] of Object.entries(goldensOf(name))) settleGenerated(`examples/${name}/${file}`, value);
}
