/** What a look beforehand can tell of the site's own among the code: it is the one moment in which its owner can still say what shall become of it. */
import { someNames } from "../../core/some-names.ts";
import type { Baseline } from "../../core/baseline.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { RelPath } from "../../core/path.ts";
import { runningIn } from "../../apply/read-running.ts";
import { madeIn } from "../../apply/read-scratch.ts";
import { commandLine } from "../shell-words.ts";
import { baselineOf, harvestGround, knowingHandling, wholesIn } from "./harvest-ground.ts";
import { leftBehind } from "./harvest-refusals.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** As many names are told; more are counted. */
const NAMED = 5;

/**
 * What of the site's own among the live code does not go along to the next release: files that a server could run, and what lies in folders for temporary
 * files. Nothing where nothing is live, or where nobody knows what was shipped. `shipped` is what the live code was delivered as, where no record of ours says
 * so. In place, what nobody shipped stays where it is. Reads only.
 */
export function ownChanges(
  found: SiteWithReleases,
  { shipped, inPlace }: { readonly shipped: Baseline | null; readonly inPlace: boolean },
): Diagnostic[] {
  const { live } = found.site;
  if (live === null) return [];
  const baseline = shipped ?? baselineOf(found, live.name).baseline;
  if (baseline === null) return [];
  const judged = harvestGround(found, { from: live.path, to: live.path });
  const { handlingOf, ground } = judged;
  const known = { baseline, handlingOf: knowingHandling(baseline, handlingOf), ground };
  const staying = runningIn(live.path, known).filter(({ how }) => !inPlace || how !== "made");
  const left = inPlace ? [] : madeIn(live.path, wholesIn(live.path, judged), baseline);
  return [...notAlong(staying.map(({ path }) => path)), ...left.map((one) => leftBehind(one, live))];
}

function notAlong(paths: readonly RelPath[]): Diagnostic[] {
  const [first] = paths;
  if (first === undefined) return [];
  return [
    {
      severity: "warning",
      code: "own-code-stays",
      path: first,
      message: `${someNames(paths, NAMED)}: changed or made here, and could run: not taken along; the release's is used where it has one, yours goes to the rescue folder`,
      hint: `If it is yours and wanted, say so before: ${commandLine("holdfast", "decide", "--set", `${first}=user`)}`,
    },
  ];
}
