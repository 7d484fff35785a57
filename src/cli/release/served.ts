import { isLike } from "../../apply/read-baseline.ts";
import type { Survey } from "../../plan/survey.ts";
import { baselineOf } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** What is known of the live code before it is replaced: where it is what was delivered, real data in it is what the site has in use. Reads only. */
export function servedFact(found: SiteWithReleases): NonNullable<Survey["served"]> {
  const { live } = found.site;
  return {
    sameCode: () => {
      const baseline = live === null ? null : baselineOf(found, live.name).baseline;
      return live !== null && baseline !== null && isLike(baseline, live.path);
    },
  };
}
