import type { Place } from "../core/layout.ts";
import { join } from "../core/path.ts";
import { chainLinkText, chainSpot, type ChainedIntent } from "./entry-intent.ts";
import { type EntryPlan, NOTHING, problem, spotOf } from "./entry-result.ts";
import { makeParents } from "./make-steps.ts";
import type { Operation } from "./operation.ts";
import type { Survey } from "./survey.ts";
import { standing } from "./winner.ts";

/** Inside shared a chain is a link too; a real folder there (an older layout) is merged into what the chain leads to. */
export function planChainTarget(entry: ChainedIntent, survey: Survey): EntryPlan {
  const place: Place = { root: "shared", path: entry.path };
  const found = survey.at(place);
  const text = chainLinkText(entry, survey);
  const step = {
    path: `shared/${entry.path}`,
    at: spotOf(found),
    text,
    reason: `in shared, ${entry.path} stands for ${entry.chain}`,
  };
  if (found.kind === "link" && found.link?.text === text) return NOTHING;
  if (found.kind === "file" || found.kind === "other")
    return inTheWay(entry, `${standing(found)} stands at "${found.directory}/${found.name}"`);
  const last = lastStep(entry, survey, step);
  return { ...NOTHING, operations: [...makeParents(place, survey), ...targetParents(entry, survey), last] };
}

interface ChainStep {
  readonly path: string;
  readonly at: ReturnType<typeof spotOf>;
  readonly text: string;
  readonly reason: string;
}

function lastStep(entry: ChainedIntent, survey: Survey, step: ChainStep): Operation {
  const found = survey.at({ root: "shared", path: entry.path });
  if (found.kind === "absent") return { kind: "make-link", ...step, owner: survey.owner };
  if (found.kind === "link") return { kind: "relink", ...step, was: found.link?.text ?? "" };
  return {
    kind: "merge",
    ...step,
    path: entry.path,
    into: chainSpot(entry, survey),
    identity: found.id ?? "",
    nodeKind: "directory",
    live: survey.layout.live,
    winner: "app",
    fromApp: [],
    staysDeleted: [],
  };
}

/** What the chain leads to is made here only where no other entry brings it. */
function targetParents(entry: ChainedIntent, survey: Survey): Operation[] {
  const there = [survey.at({ root: "shared", path: entry.chain }), survey.at({ root: "app", path: entry.chain })];
  if (there.some((seen) => seen.kind === "directory")) return [];
  return makeParents({ root: "shared", path: join(entry.chain, "x") }, survey);
}

function inTheWay(entry: ChainedIntent, message: string): EntryPlan {
  return problem(entry, { code: "chain-in-the-way", message, hint: "Move it away, then run the command again" });
}
