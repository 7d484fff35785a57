/** What a look beforehand can tell of the site's own among the code: it is the one moment in which its owner can still say what shall become of it. */
import { displayName } from "../../core/bytes.ts";
import type { Baseline } from "../../core/baseline.ts";
import type { RelPath } from "../../core/path.ts";
import { runningIn } from "../../apply/read-running.ts";
import { commandLine } from "../shell-words.ts";
import { baselineOf, harvestGround, knowingHandling } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** As many names are told; more are counted. */
const NAMED = 5;

/**
 * Lines about files of the live code that the site made or changed and that a server could run: they do not go along to the next release. None where nothing
 * is live, or where nobody knows what was shipped. `shipped` is what the live code was delivered as, where no record of ours says so.
 * In place, what nobody shipped stays where it is. Reads only.
 */
export function ownChanges(
  found: SiteWithReleases,
  { shipped, inPlace }: { readonly shipped: Baseline | null; readonly inPlace: boolean },
): string[] {
  const { live } = found.site;
  if (live === null) return [];
  const baseline = shipped ?? baselineOf(found, live.name).baseline;
  if (baseline === null) return [];
  const { handlingOf, ground } = harvestGround(found, { from: live.path, to: live.path });
  const known = { baseline, handlingOf: knowingHandling(baseline, handlingOf), ground };
  const staying = runningIn(live.path, known).filter(({ how }) => !inPlace || how !== "made");
  return staying.length === 0 ? [] : lines(staying.map(({ path }) => path));
}

function lines(paths: readonly RelPath[]): string[] {
  const [first = ""] = paths;
  const named = paths.slice(0, NAMED).map((path) => displayName(path));
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
  return [
    `⚠️  ${named.join(", ")}${more}: changed or made here, and could run: not taken along; the release's is used where it has one, yours goes to the rescue folder`,
    `    👉 If it is yours and wanted, say so before: ${commandLine("holdfast", "decide", "--set", `${first}=user`)}`,
  ];
}
