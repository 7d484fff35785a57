import { SCENARIOS } from "../scenarios/index.ts";
import { type Among, ERROR_CODES, type Fault, LOOKING_CODES } from "../lab/fault.ts";
import { describeFault, tryFault, type Undisturbed, undisturbed } from "../lab/trial.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

/** R5: each call fails with each error, once and from then on. */
export const failingCalls: Campaign = {
  id: "R5",
  promise:
    "every call failing in turn, once and for ever: nothing lost, the failure said or without consequence, one more run converges",
  units: (folder) =>
    unitsOf(folder, (known) =>
      (["changing", "looking"] as const).flatMap((among) =>
        codesOf(among).flatMap((code) =>
          lastings(among).flatMap((lasting) =>
            Array.from({ length: known[among] }, (_, at): Fault => ({ kind: "error", code, at, lasting, among })),
          ),
        ),
      ),
    ),
  lacks: (_sums, isWhole) => (isWhole ? [] : ["not every call has failed in every way yet"]),
};

/** R6: each write is cut short, to half and to one byte. */
export const shortWrites: Campaign = {
  id: "R6",
  promise: "every write cut short, to half and to one byte: no file at its final name is truncated",
  units: (folder) =>
    unitsOf(folder, (known) =>
      Array.from({ length: known.writes }, (_, at) =>
        (["half", "one byte"] as const).map((to): Fault => ({ kind: "short", at, to })),
      ).flat(),
    ),
  lacks: (_sums, isWhole) => (isWhole ? [] : ["not every write was cut short yet"]),
};

function codesOf(among: Among): readonly (typeof ERROR_CODES)[number][] {
  return among === "changing" ? ERROR_CODES : LOOKING_CODES;
}

/** A look that fails for ever only fails earlier than one that fails once. */
function lastings(among: Among): readonly boolean[] {
  return among === "changing" ? [false, true] : [false];
}

async function unitsOf(folder: string, faultsOf: (known: Undisturbed) => readonly Fault[]): Promise<Unit[]> {
  const units: Unit[] = [];
  for (const scenario of SCENARIOS) {
    const known = await undisturbed(scenario, folder);
    for (const fault of faultsOf(known))
      units.push({ id: `${scenario.id}: ${describeFault(fault)}`, run: () => faultFinding(known, folder, fault) });
  }
  return units;
}

async function faultFinding(known: Undisturbed, folder: string, fault: Fault): Promise<Finding> {
  const { violations, ending } = await tryFault(known, folder, [fault]);
  const { fired } = ending.counts;
  const unsaid = fired && fault.kind === "error" && ending.code !== 0 && !ending.text.includes(fault.code);
  const defect = fired && ending.code === 70;
  return {
    violations: [
      ...violations,
      ...(unsaid ? [`the message does not name ${fault.code}:\n${ending.text}`] : []),
      ...(defect ? [`a failing call was called a defect of ours:\n${ending.text}`] : []),
    ],
    counts: { trials: 1, fired: fired ? 1 : 0, passedOn: fired && ending.code !== 0 ? 1 : 0 },
  };
}
