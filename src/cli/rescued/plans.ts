import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, abs, baseName, isInside, parentOf, rel } from "../../core/path.ts";
import { rescueFolder } from "../../apply/rescued/read-rescued.ts";
import type { MakeDirectory, Operation, PutBack, RemoveTree, WriteFile } from "../../plan/operation.ts";
import { RESCUED_FOLDER } from "../../plan/own-file.ts";
import type { Plan, Premise } from "../../plan/plan.ts";
import { type ReleaseSite, spotAt } from "../../plan/release/places.ts";
import { type PlanFrame, releasePlan } from "../../plan/release/release-plan.ts";
import { absolutePlace, noteText, placeOfKept, withPutBack } from "../../plan/rescued/rescue-note.ts";
import { shortId } from "../../plan/rescued/rescued-run.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import type { Chosen } from "./choosing.ts";
import { livePlace } from "./live-place.ts";
import { comingPlace, premiseOf } from "./place.ts";
import { quoteInText } from "../../core/shell.ts";

/** A plan with what a person wants to see of it. */
export interface PutBackPlan {
  readonly plan: Plan;
  readonly steps: readonly { readonly from: string; readonly to: AbsPath; readonly replaces: boolean }[];
}

/** Plans to bring back what was chosen; `to` names another place than its own, for one thing. */
export function putBackPlan(chosen: Chosen, to: AbsPath | null, frame: PlanFrame): PutBackPlan {
  const { site } = frame;
  const made = new Map<string, MakeDirectory>();
  const steps: PutBackPlan["steps"][number][] = [];
  const put: PutTo[] = [];
  const premises: Premise[] = [];
  const operations: Operation[] = [];
  for (const kept of chosen.units) {
    const place = comingPlace(to ?? livePlace(ownPlace(chosen, kept, site), site), site);
    for (const folder of place.missing) made.set(folder.path, folder);
    const from = abs(`${rescueFolder(site.shared)}/${chosen.run.id}/${kept}`);
    const fact = lookAt(bytes(from));
    if (fact === null) continue;
    const twin = put.find(({ at }) => at === pathOf(place.at));
    if (twin !== undefined) throw onePlaceForTwo(chosen, [twin.kept, kept], twin.at);
    put.push({ kept, at: pathOf(place.at) });
    operations.push(putBackStep({ chosen, kept, from, identity: fact.id }, place));
    premises.push(premiseOf(from, fact), place.premise);
    steps.push({ from: `${shortId(chosen.run.id)}/${kept}`, to: pathOf(place.at), replaces: place.fact !== null });
  }
  const note = operations.length === 0 ? [] : noteStep(chosen, put, site);
  return {
    plan: planOf(frame, { operations: [...made.values(), ...operations, ...note], basedOn: premises }),
    steps,
  };
}

/** Plans to remove what was chosen, for good. */
export function dropPlan(chosen: Chosen, frame: PlanFrame): Plan {
  const { run, path, units } = chosen;
  const folder = rescueFolder(frame.site.shared);
  const isAll = run.leaves.every(({ kept }) => units.some((unit) => isInside(kept, unit)));
  const paths = isAll
    ? [abs(`${folder}/${run.id}`), abs(`${folder}/${run.id}.json`)]
    : path !== "" && units.every((unit) => isInside(unit, path))
      ? [abs(`${folder}/${run.id}/${path}`)]
      : units.map((unit) => abs(`${folder}/${run.id}/${unit}`));
  const found = paths.flatMap((place) => {
    const fact = lookAt(bytes(place));
    return fact === null ? [] : [{ place, fact }];
  });
  const operations = found.map(
    ({ place, fact }): RemoveTree => ({
      kind: "remove-tree",
      path: place.slice(folder.length + 1),
      at: spotAt(place),
      identity: fact.id,
      reason: "its owner says that it is not needed any more",
    }),
  );
  return planOf(frame, { operations, basedOn: found.map(({ place, fact }) => premiseOf(place, fact)) });
}

function planOf(
  frame: PlanFrame,
  steps: { readonly operations: readonly Operation[]; readonly basedOn: readonly Premise[] },
): Plan {
  const { site } = frame;
  const app = site.live?.path ?? site.app ?? site.site;
  return releasePlan(frame, { app, release: site.live?.name ?? null, live: site.live !== null }, steps);
}

function ownPlace({ run }: Chosen, kept: string, site: ReleaseSite): AbsPath {
  const place = run.note === null ? null : placeOfKept(run.note, kept);
  if (place !== null) return absolutePlace(place, site);
  throw new HoldfastError({
    code: "place-unknown",
    message: `Nobody noted where "${shortId(run.id)}/${kept}" stood`,
    hint: `Name the place: holdfast rescued restore ${shortId(run.id)}/${kept} --to ${quoteInText(`${site.shared}/PATH`)}`,
  });
}

function putBackStep(
  what: { readonly chosen: Chosen; readonly kept: string; readonly from: AbsPath; readonly identity: string },
  place: ReturnType<typeof comingPlace>,
): PutBack {
  const path = pathOf(place.at);
  return {
    kind: "put-back",
    path,
    at: place.at,
    from: { directory: parentOf(what.from), name: baseName(what.from) },
    identity: what.identity,
    replaced: place.fact?.id ?? null,
    as: rel(what.kept),
    reason: `what had been rescued (${shortId(what.chosen.run.id)}) was put back in its place`,
  };
}

/** What of a run was put where. */
interface PutTo {
  readonly kept: string;
  readonly at: AbsPath;
}

/** Two copies of the code had a file of one name: only its owner knows which one is wanted. */
function onePlaceForTwo({ run }: Chosen, [first, second]: readonly [string, string], at: AbsPath): HoldfastError {
  const id = shortId(run.id);
  return new HoldfastError({
    code: "one-place-for-two",
    message: `"${id}/${first}" and "${id}/${second}" both belong at "${at}"; nothing was changed`,
    hint: `Look at both, and name the one you want: holdfast rescued restore ${id}/${first}`,
  });
}

function noteStep({ run }: Chosen, put: readonly PutTo[], site: ReleaseSite): WriteFile[] {
  if (run.note === null) return [];
  return [
    {
      kind: "write-file",
      path: `shared/${RESCUED_FOLDER}/${run.id}.json`,
      at: { directory: rescueFolder(site.shared), name: `${run.id}.json` },
      content: noteText(withPutBack(run.note, put, site)),
      mode: 0o600,
      owner: site.owner,
      exclusive: false,
      reason: "remembers what was put back",
    },
  ];
}

function pathOf({ directory, name }: { readonly directory: AbsPath; readonly name: string }): AbsPath {
  return abs(`${directory}/${name}`);
}
