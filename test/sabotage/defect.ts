/** A defect that somebody could make: one place of the source changed, in one way, and the test that must fail then. */
export interface Defect {
  /** Kebab-case; says what no longer holds. */
  readonly id: string;
  /** The source file, from the root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  readonly caughtBy: Catcher;
}

/** A test. */
export interface Catcher {
  /** The test file, from the root. */
  readonly file: string;
  /** Part of the test's full name; every test of the file where it is not said. */
  readonly named?: string;
}

/** The source with the defect in it. Throws where the place is not there exactly once: the list is then behind the code. */
export function sabotaged(source: string, { id, file, find, replace }: Defect): string {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`The defect ${id} is behind the code: ${file} has ${parts.length - 1} places like\n${find}`);
  return parts.join(replace);
}
