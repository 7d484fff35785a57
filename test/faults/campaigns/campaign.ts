/** A campaign works through one figure of the promise, unit by unit: each can be run alone, in any order, and gives the same answer. */

/** What a unit found. */
export interface Finding {
  /** Sentences that say how the promise was broken; none is the promise kept. */
  readonly violations: readonly string[];
  /** What was counted, by name; summed over the units. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Unit {
  /** Names it in the state file and in messages; enough to run it again. */
  readonly id: string;
  readonly run: () => Promise<Finding>;
  /** Takes minutes, so that the sample of the tests leaves it out. */
  readonly isLong?: true;
}

export interface Campaign {
  /** The figure's name: R1. */
  readonly id: string;
  /** What is promised, in one sentence. */
  readonly promise: string;
  /** All units, in an order that depends on nothing. `folder` is a scratch folder for sites. */
  readonly units: (folder: string) => Promise<readonly Unit[]>;
  /** Units enough for the sample of the tests, other ones each day; for a campaign where finding out all of them takes minutes. */
  readonly someUnits?: (folder: string, seed: number) => Promise<readonly Unit[]>;
  /** What its figure is about, where that is a part of the program: what was shown of it stays true while this stays the same. */
  readonly subject?: () => string;
  /** What the sums still lack for the figure to be reached, given that every unit of `units` may not have run. */
  readonly lacks: (sums: Readonly<Record<string, number>>, isWhole: boolean) => readonly string[];
}

/** Sums of what was counted. */
export function sumOf(findings: readonly Finding[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { counts } of findings)
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** Some of the units: `count` of them spread over all, shifted by the seed, so that other ones come each day and all within some days. */
export function sampleOf<T>(units: readonly T[], count: number, seed: number): T[] {
  if (units.length <= count) return [...units];
  const stride = units.length / count;
  const shift = seed % Math.ceil(stride);
  return Array.from(
    { length: count },
    (_, index) => units[Math.min(units.length - 1, Math.floor(index * stride) + shift)],
  ).filter((unit) => unit !== undefined);
}

/** The seed of a run: HOLDFAST_FAULT_DAY where a failure is to be seen again, else today's number. */
export function seedOfTheDay(): number {
  return Number(process.env["HOLDFAST_FAULT_DAY"] ?? Math.floor(Date.now() / 86_400_000));
}
