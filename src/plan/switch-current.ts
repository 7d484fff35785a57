import { NAMES } from "../core/layout.ts";
import { rel, under } from "../core/path.ts";
import type { Activate } from "./operation.ts";
import type { Plan, Premise } from "./plan.ts";

/**
 * The plan with the switch of `current` to its release behind everything that makes it ready; unchanged in the flat layout. `was` is the text of
 * `current` now, null where there is none: where it leads elsewhere by the time the plan is carried out, nothing of the plan is done.
 */
export function withSwitch(plan: Plan, was: string | null): Plan {
  const { layout, basedOn, operations } = plan;
  if (layout.release === null || (layout.live && operations.length === 0)) return plan;
  const activate: Activate = {
    kind: "activate",
    path: NAMES.current,
    at: { directory: layout.site, name: NAMES.current },
    text: was !== null && layout.live ? was : `${NAMES.releases}/${layout.release}`,
    was,
    identity: basedOn.find(({ path }) => path === layout.app)?.id ?? "0:0",
    owner: plan.owner,
    reason: layout.live ? "it is live, and stays so" : `release ${layout.release} is ready`,
  };
  const isHistory = (operation: (typeof operations)[number]): boolean => operation.kind === "write-history";
  const path = under(layout.site, rel(NAMES.current));
  const premise: Premise =
    was === null ? { path, kind: "absent", id: null } : { path, kind: "link", id: null, linkText: was };
  return {
    ...plan,
    basedOn: [...basedOn, premise],
    operations: [...operations.filter((operation) => !isHistory(operation)), activate, ...operations.filter(isHistory)],
  };
}
