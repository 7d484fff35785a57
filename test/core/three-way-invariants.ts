import type { Ownership } from "../../src/core/observation.ts";
import { rightsAfter } from "../../src/core/rights.ts";
import { isTakenBelow } from "../../src/core/three-way.ts";
import type { Outcome, Question, Standing } from "../../src/core/versions.ts";

type Rule = readonly [promise: string, isKept: (question: Question, outcome: Outcome) => boolean];

const isShared = ({ handling }: Question): boolean => handling === "link" || handling === "merge";
const isCode = ({ handling }: Question): boolean => handling === "carry" || handling === "release";
const holdsBytes = ({ kind }: Standing): boolean => kind === "file" || kind === "link";
const isKnown = ({ base }: Question): boolean => base !== null && base.kind !== "absent";

/** The same bytes, so that one of them is enough. */
function hasSameBytes(one: Standing | null, other: Standing): boolean {
  if (one?.kind === "link") return other.kind === "link" && one.text === other.text;
  return one?.kind === "file" && other.kind === "file" && one.digest !== null && one.digest === other.digest;
}

/** True where the bytes of a side are, afterwards, where they stand, in the other one that stands, rescued, or (what is live) in a pinned tree. */
function isSafe(side: "live" | "next", question: Question, outcome: Outcome): boolean {
  const stands = outcome.stands === "nothing" ? null : question[outcome.stands];
  return (
    outcome.stands === side ||
    hasSameBytes(stands, question[side]) ||
    outcome.rescue.includes(side) ||
    (side === "live" && outcome.pins)
  );
}

function stripped(rights: Ownership | null): number {
  return rights === null ? 0 : rights.mode & 0o6000;
}

/** What must hold for every combination, whatever the table says. */
const RULES: readonly Rule[] = [
  [
    "no byte of the site's is dropped",
    (question, outcome) => {
      const isVendors = question.harvested === undefined && hasSameBytes(question.base, question.live);
      if (question.handling === "per-release" || !holdsBytes(question.live) || (isCode(question) && isVendors))
        return true;
      return isSafe("live", question, outcome);
    },
  ],
  [
    "what was harvested from a release that returns is not dropped there either",
    (question, outcome) =>
      question.harvested === undefined ||
      !isCode(question) ||
      !holdsBytes(question.next) ||
      isSafe("next", question, outcome),
  ],
  [
    "link changes nothing in shared; it only adds",
    (question, outcome) =>
      question.handling !== "link" ||
      question.live.kind === "absent" ||
      question.taken === true ||
      (outcome.stands === "live" && outcome.act === "none"),
  ],
  [
    "merge replaces only what its vendor shipped, and keeps it",
    (question, outcome) =>
      question.handling !== "merge" ||
      outcome.act !== "replace" ||
      (hasSameBytes(question.base, question.live) && outcome.rescue.includes("live")),
  ],
  [
    "what was deleted from shared stays deleted",
    (question, outcome) =>
      !isShared(question) || question.live.kind !== "absent" || !isKnown(question) || outcome.stands === "nothing",
  ],
  [
    "what could run is not carried with the code of a release",
    (question, outcome) =>
      question.handling !== "release" || question.inert || question.live.kind !== "file" || outcome.stands !== "live",
  ],
  [
    "a link that the site made is not carried with the code of a release",
    (question, outcome) =>
      question.handling !== "release" || question.live.kind !== "link" || outcome.stands !== "live",
  ],
  [
    "special files are never carried, never added, never rescued",
    (question, outcome) => {
      const source = isShared(question) ? question.next : question.live;
      return source.kind !== "special" || (outcome.act !== "add" && outcome.act !== "replace");
    },
  ],
  [
    "without a baseline nothing in the code is carried, made an entry or called unmodified",
    (question, { stands, group, pins }) => {
      if (question.base !== null || !isCode(question)) return true;
      const isAlike = hasSameBytes(question.live, question.next) || question.live.kind === question.next.kind;
      const mayGo = question.live.kind === "absent" || question.live.kind === "special" || isAlike;
      return stands !== "live" && !["carried", "new-entry", "gone"].includes(group) && (pins || mayGo);
    },
  ],
  [
    "only files and links are rescued",
    (question, { rescue }) =>
      rescue.every((side) => holdsBytes(question[side])) && new Set(rescue).size === rescue.length,
  ],
  [
    "shipped code stands wherever the site had something of another kind",
    (question, outcome) => {
      const { live, next } = question;
      const isClash = live.kind !== "absent" && (live.kind === "folder") !== (next.kind === "folder");
      return (
        !isCode(question) || next.kind === "absent" || !isClash || question.taken === true || outcome.stands === "next"
      );
    },
  ],
  [
    "nothing stands below what is no folder",
    (question, outcome) => (question.taken === true ? outcome.stands === "nothing" : true),
  ],
  [
    "what is below a name has no place exactly where no folder stands",
    (question, outcome) => {
      const stands = outcome.stands === "nothing" ? "absent" : question[outcome.stands].kind;
      return isTakenBelow(question, outcome) === (question.taken === true || !["absent", "folder"].includes(stands));
    },
  ],
  ["caches are never carried", (question, { stands }) => question.handling !== "per-release" || stands !== "live"],
  [
    "a program of the code never gets more rights than it comes with",
    (question, outcome) => {
      const after = rightsAfter(question, outcome);
      if (question.handling !== "release" || question.inert || outcome.stands !== "next") return true;
      if (question.next.kind !== "file" || question.next.rights === null || after === null) return true;
      return (after.mode & ~question.next.rights.mode) === 0 && after.uid === question.next.rights.uid;
    },
  ],
  [
    "a file that goes along has no set-id bit",
    (question, outcome) =>
      !isCode(question) ||
      outcome.stands !== "live" ||
      question.live.kind !== "file" ||
      stripped(rightsAfter(question, outcome)) === 0,
  ],
  [
    "what is done leads to what stands",
    (question, { stands, act }) => {
      const held = isShared(question) ? "live" : "next";
      const isHeld = question[held].kind !== "absent";
      if (act === "none" || act === "rights") return stands === held || (stands === "nothing" && !isHeld);
      if (act === "remove") return stands === "nothing" && isHeld;
      return stands !== "nothing" && stands !== held && isHeld === (act === "replace");
    },
  ],
];

/** The promises that a verdict breaks. */
export function brokenBy(question: Question, outcome: Outcome): string[] {
  return RULES.filter(([, isKept]) => !isKept(question, outcome)).map(([promise]) => promise);
}
