/**
 * The three versions of one name: what the release that is live shipped (base), what is there now (live), what the coming release brings
 * (next). One pure function says what stands afterwards, what goes to the rescue folder and what is told. docs/three-versions.md shows the
 * table; test/core/three-way-oracle.ts states it a second time, and R12 compares the two over every combination.
 *
 * It does not answer where a real file stands at a linked path and shared has one too: that is two live versions (plan/winner.ts).
 */
import { withCode, withoutBase } from "./column-code.ts";
import { inShared } from "./column-shared.ts";
import { rightsOf } from "./rights.ts";
import type { Draft, Group, Outcome, Question, Side, Standing } from "./versions.ts";
import { holdsBytes, isInShared, isSameAsBase, isThere, isUnmodified } from "./versions.ts";

/** Decides about one name. Every combination has an answer, also those that no disk shows. */
export function decideName(question: Question): Outcome {
  const draft = draftOf(question);
  const rights = rightsOf(question, draft.stands);
  return {
    stands: draft.stands,
    act: actOf(question, draft.stands, rights),
    rights,
    rescue: (draft.rescue ?? []).filter((side) => holdsBytes(question[side])),
    pins: draft.pins ?? false,
    group: draft.group === "shipped" && rights !== "own" ? "rights" : draft.group,
  };
}

/** True where the names below cannot stand, because what stands at this name afterwards is there and no folder. */
export function isTakenBelow(question: Question, { stands }: Outcome): boolean {
  if (question.taken === true) return true;
  const kind = stands === "nothing" ? "absent" : question[stands].kind;
  return kind !== "absent" && kind !== "folder";
}

/** What is noted of a name that was carried on, so that {@link returning} knows it again; null for what holds no bytes. */
export function harvestMark(standing: Standing): string | null {
  if (standing.kind === "link") return `${LINK_MARK}${standing.text}`;
  return standing.kind === "file" ? standing.digest : null;
}

/** No digest begins like this. */
const LINK_MARK = "-> ";

/** What was carried on from a tree at one name, and whether the vendor of that tree ships anything there. */
export interface Harvest {
  readonly mark: string;
  readonly isShipped: boolean;
}

/**
 * The question for a tree that was harvested, or filled by a harvest, before: a release that returns, and the second pass after a switch.
 * What was noted then counts as the base, so that what was deleted since does not come back, and what was changed since wins over the
 * earlier copy. Null where nothing was harvested here: the question stays as it is.
 */
export function returning(question: Question, harvest: Harvest | null): Question {
  if (harvest === null) return question;
  const { mark, isShipped } = harvest;
  const base: Standing = mark.startsWith(LINK_MARK)
    ? { kind: "link", text: mark.slice(LINK_MARK.length) }
    : { kind: "file", digest: mark, rights: null };
  return { ...question, base, harvested: isShipped ? "edited" : "made" };
}

function draftOf(question: Question): Draft {
  if (question.handling === "per-release") return perRelease(question);
  const isLacking = question.base === null && !isInShared(question.handling);
  if (isLacking && isThere(question.live)) return withoutBase(question);
  if (question.taken === true) return atTakenPlace(question);
  return isInShared(question.handling) ? inShared(question) : withCode(question);
}

/** Caches are made anew. They stay with the release that made them and go with it. */
function perRelease({ live, next, taken }: Question): Draft {
  return {
    stands: isThere(next) && taken !== true ? "next" : "nothing",
    group: isThere(live) ? "made-anew" : "nothing",
  };
}

/** Something that is no folder stands at a parent: neither version can be here. What is the site's is rescued, in shared whatever is there. */
function atTakenPlace(question: Question): Draft {
  const { handling, live } = question;
  const isOurs = isThere(live) && (isInShared(handling) || !isUnmodified(question));
  const rescue: Side[] = [
    ...(isOurs ? (["live"] as const) : []),
    ...(isNextRescued(question) ? (["next"] as const) : []),
  ];
  return { stands: "nothing", rescue, group: groupAtTakenPlace(question, isOurs) };
}

function isNextRescued({ handling, base, next, harvested }: Question): boolean {
  return harvested !== undefined || (handling === "merge" && !isSameAsBase(base, next));
}

function groupAtTakenPlace({ base, live, next }: Question, isOurs: boolean): Group {
  if (live.kind === "special") return "special";
  if (isThere(live)) return isOurs ? "in-the-way" : "gone";
  if (!isThere(next)) return "nothing";
  return base !== null && isThere(base) ? "stays-deleted" : "in-the-way";
}

function actOf(
  { handling, live, next }: Question,
  stands: Outcome["stands"],
  rights: Outcome["rights"],
): Outcome["act"] {
  const [held, there] = isInShared(handling) ? (["live", live] as const) : (["next", next] as const);
  if (stands === held) return rights === "own" ? "none" : "rights";
  if (stands === "nothing") return isThere(there) ? "remove" : "none";
  return isThere(there) ? "replace" : "add";
}
