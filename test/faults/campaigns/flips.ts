import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { bundled } from "../lab/bundle.ts";
import { type Attacked, OPERATIONS, openAttacked, type UnderAttack } from "../lab/under-attack.ts";
import { swapUnits } from "./swaps.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const A_UNIT = 500;
const TRIALS = 10_000;

/** R10: a folder on an operation's way is swapped for a link out of the site while the operation works. */
export const flips: Campaign = {
  id: "R10",
  promise:
    "each changing operation while its folder is swapped for a link that leads out of the site, and back: nothing outside is touched",
  units: async (folder) => [
    ...OPERATIONS.flatMap((operation) =>
      Array.from(
        { length: TRIALS / A_UNIT },
        (_, index): Unit => ({
          id: `${operation.name} ${index}`,
          run: () => attack(operation, folder),
        }),
      ),
    ),
    ...(await swapUnits(folder)),
  ],
  lacks: (sums, isWhole) => [
    ...OPERATIONS.filter(({ name }) => (sums[name] ?? 0) < TRIALS).map(({ name }) => `${sums[name] ?? 0} of ${name}`),
    ...(isWhole ? [] : ["not every swap was tried yet"]),
  ],
};

async function attack(operation: UnderAttack, folder: string): Promise<Finding> {
  const site: Attacked = openAttacked(folder, operation);
  const flipper = await bundled("test/faults/lab/flipper.ts");
  const attacker = spawn(process.execPath, [flipper, site.flipped, site.decoy], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(attacker.stdout, "data");
    return trials(operation, site);
  } finally {
    attacker.kill("SIGKILL");
    await once(attacker, "exit");
    site.close();
    rmSync(flipper, { force: true });
  }
}

function trials(operation: UnderAttack, site: Attacked): Finding {
  const violations: string[] = [];
  let refused = 0;
  for (let trial = 0; trial < A_UNIT && violations.length === 0; trial++) {
    site.prepare();
    if (!site.carryOut()) refused++;
    const touched = site.touchedOutside();
    if (touched !== null) violations.push(`${operation.name}: outside the site, ${touched}`);
  }
  const struck = refused > 0 && refused < A_UNIT;
  return {
    violations: [...violations, ...(struck ? [] : [`the attack did not strike: ${refused} of ${A_UNIT} were refused`])],
    counts: { [operation.name]: A_UNIT, refused },
  };
}
