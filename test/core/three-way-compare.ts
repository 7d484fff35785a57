import { rightsAfter } from "../../src/core/rights.ts";
import { decideName } from "../../src/core/three-way.ts";
import { type Circumstances, combinationsIn } from "./three-way-combinations.ts";
import { brokenBy } from "./three-way-invariants.ts";
import { expectedMode, expectedOf } from "./three-way-oracle.ts";

/** What the comparison found, with how many combinations were compared. */
export interface Comparison {
  readonly combinations: number;
  readonly violations: readonly string[];
}

const MOST = 20;

/** Compares the function with the oracle and the promises over every combination of three versions in the same circumstances. */
export function compareAll(circumstances: Circumstances): Comparison {
  const violations: string[] = [];
  let combinations = 0;
  for (const combination of combinationsIn(circumstances)) {
    combinations++;
    const { letters, rights, question } = combination;
    const outcome = decideName(question);
    const { stands, act, rights: whose, rescue, pins, group } = outcome;
    const said = [stands, act, whose, `rescue ${[...rescue].sort().join("+")}`, pins ? "pinned" : "", group].join("|");
    const expected = expectedOf(combination);
    const after = rightsAfter(question, outcome);
    const mode = after === null ? null : `${after.mode.toString(8)} ${after.uid}`;
    const expectedRights = expectedMode(combination, expected);
    const where = `${letters} (${rights.join(", ")}) ${JSON.stringify(circumstances)}`;
    if (said !== expected) violations.push(`${where}: ${said}, the oracle says ${expected}`);
    if (mode !== expectedRights) violations.push(`${where}: mode ${mode}, the oracle says ${expectedRights}`);
    violations.push(...brokenBy(question, outcome).map((promise) => `${where}: ${promise}`));
    if (violations.length > MOST) break;
  }
  return { combinations, violations };
}
