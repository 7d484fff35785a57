/** After a restart a disk may have another device number: what the journal names is read as of today's. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { numbersOf, renumberedPlan } from "../../src/apply/renumbered.ts";
import { abs } from "../../src/core/path.ts";
import type { Operation } from "../../src/plan/operation.ts";
import { planWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const at = (name: string): { directory: ReturnType<typeof abs>; name: string } => ({ directory: abs("/s"), name });
const OPERATIONS: readonly Operation[] = [
  { kind: "exchange-trees", path: "app", at: at("app"), into: at("b"), identity: "7:1", next: "7:2", reason: "" },
  { kind: "swap-in", path: "a.php", at: at("a.php"), into: at("b"), identity: "7:3", next: null, reason: "" },
  { kind: "move-tree", path: "app", at: at("app"), into: at("b"), identity: "9:7:4", reason: "" },
];

it("names both trees of an exchange, what comes and what goes, and leaves other file systems' as they are", () => {
  const site = freshFolder();
  writeTree(site, { "app/composer.json": "{}" });
  const plan = { ...planWith(join(site, "app"), []), operations: OPERATIONS };
  expect(renumberedPlan(plan, numbersOf({ device: "7" }, "8")).operations).toEqual([
    { ...OPERATIONS[0], identity: "8:1", next: "8:2" },
    { ...OPERATIONS[1], identity: "8:3" },
    OPERATIONS[2],
  ]);
});
