/**
 * How strong a fact is, weakest first. What the owner said beats what our record says, and so
 * down to what a directory happens to hold.
 */
const STRENGTHS = ["content", "name", "placeholder", "observed", "code", "profile", "record", "decision"] as const;

export type Strength = (typeof STRENGTHS)[number];

/** One observed fact, with where it was seen and how strong it is. */
export interface Evidence {
  /** What was seen, as a sentence without a full stop. */
  readonly fact: string;
  /** Where: `composer.json`, `app/Helper/Files.php:41`, `profile laravel`, `holdfast.json`. */
  readonly where: string;
  readonly strength: Strength;
  /** True where it speaks against the verdict that it stands in. */
  readonly against?: true;
}

/** Orders evidence strongest first; equal strengths keep their order. */
export function strongestFirst(evidence: readonly Evidence[]): Evidence[] {
  return [...evidence].sort((a, b) => rank(b.strength) - rank(a.strength));
}

/** The place of a strength in {@link STRENGTHS}; larger is stronger. */
export function rank(strength: Strength): number {
  return STRENGTHS.indexOf(strength);
}
