import type { Examined } from "./examine.ts";

/** The figures over all applications, and whether they reach what is asked for. */
export interface Sum {
  readonly apps: number;
  readonly frameworksRight: number;
  readonly mustPersist: number;
  readonly lost: number;
  readonly lostHigh: number;
  readonly assets: number;
  readonly frozen: number;
  /** At most 5 % lost and none of high confidence, at most 2 % frozen, every framework right. */
  readonly isReached: boolean;
  readonly text: string;
}

const MOST_LOST = 0.05;
const MOST_FROZEN = 0.02;

/** Adds up what came of each application. */
export function sumOf(results: readonly Examined[]): Sum {
  const total = (count: (result: Examined) => number): number =>
    results.reduce((sum, result) => sum + count(result), 0);
  const lost = total((result) => result.lost.length);
  const lostHigh = total((result) => result.lost.filter(({ label }) => label.confidence === "high").length);
  const frozen = total((result) => result.frozen.length);
  const mustPersist = total((result) => result.mustPersist);
  const assets = total((result) => result.assets);
  const frameworksRight = results.filter(({ framework }) => framework.isRight).length;
  const isReached =
    lost <= MOST_LOST * mustPersist &&
    lostHigh === 0 &&
    frozen <= MOST_FROZEN * assets &&
    frameworksRight === results.length;
  const text = `${results.length} applications, framework right in ${frameworksRight}; must persist: ${lost} of ${mustPersist} lost (${percent(lost, mustPersist)}), ${lostHigh} of them of high confidence; assets: ${frozen} of ${assets} frozen (${percent(frozen, assets)}): ${isReached ? "reached" : "not reached"}`;
  return { apps: results.length, frameworksRight, mustPersist, lost, lostHigh, assets, frozen, isReached, text };
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(1)} %`;
}
