/**
 * What the running site made and changed among the code, before another copy of the code is live: each name is decided by the table of three versions
 * (core/three-way.ts), and the verdicts become operations. Shared is never written over, and nothing of the old copy is moved: it stays as it is.
 */
import { type AbsPath, ancestorsOf, under } from "../../core/path.ts";
import { decideName, harvestMark, isTakenBelow, returning } from "../../core/three-way.ts";
import { rightsAfter } from "../../core/rights.ts";
import { type Group, isInShared, isSame, isThere, type Outcome, type Question } from "../../core/versions.ts";
import type { Bring, KeepRescued, Operation, SetAside, SetRights } from "../operation.ts";
import { spotAt } from "../release/places.ts";
import type { HarvestName, HarvestQuestion, Marks } from "./harvest-name.ts";
import { reasonOf } from "./reasons.ts";

/** One verdict, for the report. */
export interface HarvestVerdict extends Pick<HarvestName, "path" | "handling"> {
  readonly kind: HarvestName["live"]["kind"];
  readonly group: Group;
  readonly rescue: Outcome["rescue"];
  readonly runsAs?: string;
}

/** What a harvest does. */
export interface HarvestPlan {
  readonly operations: readonly Operation[];
  readonly verdicts: readonly HarvestVerdict[];
  /** What the coming copy holds of the old one's own files then: it counts as the old one's baseline when that returns. */
  readonly carried: Marks;
  readonly rescued: Marks;
  /** How many names nobody can decide about, so that the old copy has to stay. */
  readonly unanswered: number;
  /** Files of the site's own that this user may not read, so that they cannot be copied. */
  readonly unreadable: readonly string[];
  /** Bytes that are copied into the coming copy or shared, and into the rescue folder. */
  readonly bytes: number;
  /** Databases that would have to be copied while the site writes to them. */
  readonly databases: readonly string[];
}

/** Plans a harvest. */
export function planHarvest(question: HarvestQuestion): HarvestPlan {
  const taken = new Set<string>();
  const decisions: Decision[] = [];
  for (const name of question.names.filter((one) => !isDone(one, question))) {
    const asked = askedAbout(name, { question, taken });
    const outcome = isInShared(name.handling) ? decideInShared(name) : decideName(asked);
    if (isThere(name.live) || isThere(name.next)) if (isTakenBelow(asked, outcome)) taken.add(name.path);
    decisions.push({ name, asked, outcome });
  }
  return gathered(decisions, question);
}

/** Names that neither copy has any more are no question either. */
function isDone({ path, live, next }: HarvestName, { done }: HarvestQuestion): boolean {
  const mark = harvestMark(live);
  return (mark !== null && done[path] === mark) || (!isThere(live) && !isThere(next));
}

interface Decision {
  readonly name: HarvestName;
  readonly asked: Question;
  readonly outcome: Outcome;
}

function askedAbout(
  name: HarvestName,
  { question, taken }: { readonly question: HarvestQuestion; readonly taken: ReadonlySet<string> },
): Question {
  const { handling, base, live, next, inert, isShipped } = name;
  // Folders in between that are as they were delivered are not among the names.
  const isTaken = ancestorsOf(name.path).some((above) => taken.has(above));
  const asked: Question = { handling, base, live, next, inert, taken: isTaken };
  const { returning: own, given } = question;
  const mark = own[name.path] ?? (given[name.path] === harvestMark(next) ? given[name.path] : undefined);
  if (isInShared(handling) || mark === undefined) return asked;
  return returning(asked, { mark, isShipped });
}

/** A real file where a link to shared should be, or one that came to an entry before it was linked: shared's stays, what it lacks is added. */
function decideInShared({ live, next }: HarvestName): Outcome {
  const stays = { stands: "next", act: "none", rights: "own", rescue: [], pins: false } as const;
  if (live.kind === "special") return { ...stays, group: "special" };
  if (live.kind === "absent" || live.kind === "folder" || isSame(live, next)) return { ...stays, group: "nothing" };
  if (!isThere(next)) return { ...stays, stands: "live", act: "add", group: "kept" };
  return { ...stays, rescue: ["live"], group: "kept-differs" };
}

function gathered(decisions: readonly Decision[], question: HarvestQuestion): HarvestPlan {
  const steps = decisions.map((decision) => ({ decision, operations: operationsFor(decision, question) }));
  const copied = steps.filter(({ operations }) =>
    operations.some(({ kind }) => kind === "bring" || kind === "keep-rescued"),
  );
  const verdicts = decisions.map(verdictOf);
  return {
    operations: steps.flatMap(({ operations }) => operations),
    verdicts: verdicts.filter(({ group }) => group !== "nothing" && group !== "shipped"),
    carried: marks(decisions.filter(isCarried)),
    rescued: marks(decisions.filter(({ outcome }) => outcome.rescue.includes("live"))),
    unanswered: decisions.filter(({ outcome }) => outcome.pins).length,
    unreadable: decisions.filter(isUnreadable).map(({ name }) => name.path),
    bytes: copied.reduce((sum, { decision }) => sum + decision.name.bytes, 0),
    databases: copied.flatMap(({ decision }) => (decision.name.database ? [decision.name.path] : [])),
  };
}

/** A new folder has become an entry where the judgement on the live site says so; what is met here goes along with the code. */
function verdictOf({ name, outcome }: Decision): HarvestVerdict {
  const { path, handling, live, next, runsAs } = name;
  return {
    path,
    handling,
    kind: live.kind === "absent" ? next.kind : live.kind,
    group: outcome.group === "new-entry" ? "carried" : outcome.group,
    rescue: outcome.rescue,
    ...(runsAs === null ? {} : { runsAs }),
  };
}

function isUnreadable({ name: { live }, outcome }: Decision): boolean {
  const isOurs = outcome.stands === "live" || outcome.rescue.includes("live");
  return live.kind === "file" && live.digest === null && isOurs;
}

/** True where both copies hold the site's own file then. What lives in shared is of no release. */
function isCarried({ name, outcome }: Decision): boolean {
  if (isInShared(name.handling) || name.base === null || isSame(name.base, name.live)) return false;
  return outcome.stands === "live" || (outcome.stands === "next" && isSame(name.live, name.next));
}

function marks(decisions: readonly Decision[]): Marks {
  return Object.fromEntries(
    decisions.flatMap(({ name: { path, live } }) => {
      const mark = harvestMark(live);
      return mark === null ? [] : [[path, mark] as const];
    }),
  );
}

function operationsFor(decision: Decision, question: HarvestQuestion): Operation[] {
  const { name, outcome } = decision;
  const changes: Operation[] =
    outcome.act === "add" || (outcome.act === "replace" && outcome.stands === "live")
      ? bringing(decision, question)
      : outcome.act === "remove" || (outcome.rescue.includes("next") && outcome.act === "none")
        ? settingAside(decision, question)
        : outcome.act === "rights"
          ? settingRights(decision, question)
          : [];
  const isKnown = question.rescued[name.path] === harvestMark(name.live);
  return [...changes, ...(outcome.rescue.includes("live") && !isKnown ? keeping(decision, question) : [])];
}

function placeOf(name: HarvestName, { to, shared }: HarvestQuestion): AbsPath {
  return under(isInShared(name.handling) ? shared : to, name.path);
}

function bringing(decision: Decision, question: HarvestQuestion): Bring[] {
  const { name, asked, outcome } = decision;
  const { live, next } = name;
  if (live.kind === "absent" || live.kind === "special" || name.liveId === null) return [];
  if (live.kind === "file" && live.digest === null) return [];
  return [
    {
      kind: "bring",
      path: name.path,
      at: spotAt(under(question.from, name.path)),
      into: spotAt(placeOf(name, question)),
      root: isInShared(name.handling) ? question.shared : question.to,
      identity: name.liveId,
      nodeKind: live.kind === "folder" ? "directory" : live.kind,
      digest: live.kind === "file" ? live.digest : null,
      rights: rightsAfter(asked, outcome),
      replaces: isThere(next) ? name.nextId : null,
      live: question.toIsLive || isInShared(name.handling),
      keeps: outcome.rescue.includes("next"),
      reason: reasonOf(outcome.group),
    },
  ];
}

function settingAside({ name, outcome }: Decision, question: HarvestQuestion): SetAside[] {
  const { next, nextId } = name;
  if (nextId === null || (next.kind !== "file" && next.kind !== "link")) return [];
  return [
    {
      kind: "set-aside",
      path: name.path,
      at: spotAt(placeOf(name, question)),
      identity: nextId,
      nodeKind: next.kind,
      to: outcome.rescue.includes("next") ? "rescued" : "retired",
      as: name.path,
      reason: reasonOf(outcome.group),
    },
  ];
}

function settingRights({ name, asked, outcome }: Decision, question: HarvestQuestion): SetRights[] {
  const rights = rightsAfter(asked, outcome);
  const { next, nextId } = name;
  if (rights === null || nextId === null || (next.kind !== "file" && next.kind !== "folder")) return [];
  return [
    {
      kind: "set-rights",
      path: name.path,
      at: spotAt(placeOf(name, question)),
      identity: nextId,
      nodeKind: next.kind === "folder" ? "directory" : "file",
      rights,
      reason: reasonOf("rights"),
    },
  ];
}

function keeping({ name, outcome }: Decision, question: HarvestQuestion): KeepRescued[] {
  const { live, liveId } = name;
  if (liveId === null || (live.kind !== "file" && live.kind !== "link")) return [];
  if (live.kind === "file" && live.digest === null) return [];
  return [
    {
      kind: "keep-rescued",
      path: name.path,
      at: spotAt(under(question.from, name.path)),
      identity: liveId,
      nodeKind: live.kind,
      as: name.path,
      reason: reasonOf(outcome.group),
    },
  ];
}
