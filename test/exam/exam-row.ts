import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commit, machine } from "../faults/evidence.ts";
import type { Sum } from "./sum.ts";

const PAGE = join(import.meta.dirname, "../../docs/evidence/exam.md");
const HEAD = `# The exam

How well the judgement agrees with applications whose paths somebody labelled by reading their code: paths that must persist and would be lost, shipped
files that an update would no longer reach. Labels of low confidence are left out. Asked for is: at most 5 % lost and none of high confidence, at most 2 %
frozen, every framework right. [Decision 15](../decisions/0015-what-the-exam-leaves.md) says what the misses are.

Made with \`npm run exam -- --labels DIR --trees DIR --evidence\`; labels and trees are not part of this repository.

| date | machine | commit | applications | framework right | must persist | lost | of high confidence | assets | frozen | reached |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

/** Adds a dated row to the page of the exam, making the page where it is missing; returns the row. */
export function addExamRow(sum: Sum): string {
  if (!existsSync(PAGE)) writeFileSync(PAGE, HEAD);
  const date = new Date().toISOString().slice(0, 10);
  const cells = [
    date,
    machine(),
    commit(),
    sum.apps,
    sum.frameworksRight,
    sum.mustPersist,
    sum.lost,
    sum.lostHigh,
    sum.assets,
    sum.frozen,
  ];
  const row = `| ${cells.join(" | ")} | ${sum.isReached ? "yes" : "no"} |`;
  appendFileSync(PAGE, `${row}\n`);
  return row;
}
