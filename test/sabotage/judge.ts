import type { Catcher, Defect } from "./defect.ts";
import { type Ended, openWorkshop, type Workshop } from "./workshop.ts";

/** What became of a defect. `why` is null where it was caught. */
export interface Verdict {
  readonly defect: Defect;
  readonly why: string | null;
}

/** At a time; the machine has other things to do as well. */
const WORKSHOPS = 2;

/**
 * Makes each defect in a copy of the source and runs the test that must catch it. It is caught when that test fails with it and passes
 * without it; the latter is tried once for each test.
 */
export async function judge(defects: readonly Defect[], tell: (verdict: Verdict) => void): Promise<readonly Verdict[]> {
  const plain = new Map<string, Promise<Ended>>();
  const waiting = [...defects];
  const verdicts: Verdict[] = [];
  const work = async (workshop: Workshop): Promise<void> => {
    for (let defect = waiting.shift(); defect !== undefined; defect = waiting.shift()) {
      const name = nameOf(defect.caughtBy);
      const whole = plain.get(name) ?? workshop.runPlain(defect.caughtBy);
      plain.set(name, whole);
      const verdict = { defect, why: await whyNot(await whole, () => workshop.runWith(defect)) };
      verdicts.push(verdict);
      tell(verdict);
    }
  };
  const workshops = Array.from({ length: Math.min(WORKSHOPS, defects.length) }, openWorkshop);
  try {
    await Promise.all(workshops.map(work));
  } finally {
    for (const workshop of workshops) workshop.close();
  }
  return verdicts;
}

/** A test's name as it is typed for vitest. */
export function nameOf({ file, named }: Catcher): string {
  return named === undefined ? file : `${file} -t "${named}"`;
}

async function whyNot(whole: Ended, run: () => Promise<Ended>): Promise<string | null> {
  if (whole !== "passed") return `its test ${WITHOUT[whole]} without it`;
  const broken = await run();
  return broken === "failed" ? null : `its test ${WITH[broken]} with it`;
}

const WITHOUT = { failed: "fails", "nothing-ran": "is not there", hung: "hangs" } as const;
const WITH = { passed: "passes", "nothing-ran": "cannot be loaded", hung: "hangs" } as const;
