import { HANDLINGS, type Handling } from "../../src/core/entry.ts";
import type { Ownership } from "../../src/core/observation.ts";
import type { Question, Standing } from "../../src/core/versions.ts";

/** Rights by name: as shipped, as somebody who locks a secret away leaves them, and as somebody who opens everything does. */
const RIGHTS = {
  public: { mode: 0o644, uid: 1000, gid: 1000 },
  private: { mode: 0o600, uid: 1000, gid: 1000 },
  wide: { mode: 0o4755, uid: 33, gid: 33 },
} as const satisfies Readonly<Record<string, Ownership>>;
export type RightsName = keyof typeof RIGHTS | "unknown";

/** One version of a name, in letters: A B C files, X a file that cannot be read, p q r links, D a folder, S a special file, - nothing, ? unknown. */
interface Letter {
  readonly letter: string;
  readonly rights: RightsName;
  readonly standing: Standing | null;
}

/** One combination, in letters for the oracle and as the question for the function. */
export interface Combination {
  /** Three letters: base, live, next. */
  readonly letters: string;
  readonly rights: readonly [RightsName, RightsName, RightsName];
  readonly question: Question;
}

const RIGHTS_NAMES: readonly RightsName[] = ["unknown", "public", "private", "wide"];

function rightsNamed(name: RightsName): Ownership | null {
  return name === "unknown" ? null : RIGHTS[name];
}

/** Everything that can stand at a name. */
const STANDINGS: readonly (Letter & { readonly standing: Standing })[] = [
  { letter: "-", rights: "unknown", standing: { kind: "absent" } },
  ...["A", "B", "C"].flatMap((letter) =>
    RIGHTS_NAMES.map((name) => ({
      letter,
      rights: name,
      standing: { kind: "file" as const, digest: letter, rights: rightsNamed(name) },
    })),
  ),
  { letter: "X", rights: "public", standing: { kind: "file", digest: null, rights: RIGHTS.public } },
  ...["p", "q", "r"].map((letter) => ({
    letter,
    rights: "unknown" as const,
    standing: { kind: "link" as const, text: `../${letter}` },
  })),
  ...RIGHTS_NAMES.map((name) => ({
    letter: "D",
    rights: name,
    standing: { kind: "folder" as const, rights: rightsNamed(name) },
  })),
  { letter: "S", rights: "unknown", standing: { kind: "special" } },
];

const BASES: readonly Letter[] = [{ letter: "?", rights: "unknown", standing: null }, ...STANDINGS];

/** What is the same for many combinations. */
export interface Circumstances {
  readonly handling: Handling;
  readonly inert: boolean;
  readonly taken: boolean;
  readonly harvested: "made" | "edited" | undefined;
}

/** Every handling, with every answer to whether it is inert, whether its place is taken, and whether it was harvested. */
export const CIRCUMSTANCES: readonly Circumstances[] = HANDLINGS.flatMap((handling) =>
  [true, false].flatMap((inert) =>
    [false, true].flatMap((taken) =>
      ([undefined, "made", "edited"] as const).map((harvested) => ({ handling, inert, taken, harvested })),
    ),
  ),
);

/** Every combination of three versions, in the same circumstances. */
export function* combinationsIn(circumstances: Circumstances): Generator<Combination> {
  const { harvested, ...rest } = circumstances;
  const shared = harvested === undefined ? rest : { ...rest, harvested };
  for (const base of BASES)
    for (const live of STANDINGS)
      for (const next of STANDINGS)
        yield {
          letters: `${base.letter}${live.letter}${next.letter}`,
          rights: [base.rights, live.rights, next.rights],
          question: { ...shared, base: base.standing, live: live.standing, next: next.standing },
        };
}
