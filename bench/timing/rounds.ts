import { type Command, timed } from "./process.ts";

/** One of the things that are measured beside each other. */
export interface Side extends Command {
  /** Makes what the run begins with; not measured. */
  readonly before?: () => void;
}

/**
 * Runs all sides one after the other, round by round, so that what disturbs the machine disturbs all of them; returns the milliseconds of each side by round.
 * A first round that is not counted brings programs and trees into memory.
 */
export function race<Name extends string>(
  sides: Readonly<Record<Name, Side>>,
  { rounds, warmUp = true }: { readonly rounds: number; readonly warmUp?: boolean },
): Record<Name, number[]> {
  const names = Object.keys(sides) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = warmUp ? -1 : 0; round < rounds; round++) {
    for (const name of names) {
      const side: Side = sides[name];
      side.before?.();
      const milliseconds = timed(side);
      if (round >= 0) taken[name].push(milliseconds);
    }
  }
  return taken;
}
