/**
 * The table of docs/three-versions.md, a second time: as rows of text that a person can check one by one against the page. It shares no
 * line with src/core/three-way.ts. The first row that fits a combination's three letters (base, live, next) is the answer: A B C are
 * files, X a file that cannot be read (so that it never is the same as another), p q r links, D a folder, S a special file, `-` nothing,
 * `?` unknown.
 *
 * A cell says what stands, the group's word, and `+live` or `+next` for what is rescued. Folders, special files and what is not there are
 * never rescued, so a row need not say so.
 */
import type { Combination, RightsName } from "./three-way-combinations.ts";

/** A column of the table. */
type Column = "link" | "merge" | "carry" | "inert" | "runs" | "per-release";

type Row = readonly [letters: RegExp, ...cells: string[]];

/** Columns `link`, `merge`. */
const SHARED: readonly Row[] = [
  [/^.--$/, "nothing nothing", "nothing nothing"],
  [/^.-S$/, "nothing special", "nothing special"],
  [/^\?-.$/, "next added-unsure", "next added-unsure"],
  [/^--.$/, "next added", "next added"],
  [/^.-.$/, "nothing stays-deleted", "nothing stays-deleted"],
  [/^.S.$/, "live special", "live special"],
  [/^..S$/, "live special", "live special"],
  [/^..-$/, "live kept", "live kept"],
  [/^.([ABCDpqr])\1$/, "live kept", "live kept"],
  [/^([ABCDpqr]).\1$/, "live kept", "live kept"],
  [/^([ABCpqr])\1D$/, "live in-the-way", "next updated +live"],
  [/^([ABCpqr])\1.$/, "live kept", "next updated +live"],
  [/^.D.$/, "live in-the-way", "live in-the-way +next"],
  [/^..D$/, "live in-the-way", "live in-the-way"],
  [/^[?-]..$/, "live kept-differs", "live kept-differs"],
  [/^...$/, "live both-changed", "live both-changed +next"],
];

/** Columns `carry`, `release` where it is inert, `release` where it could run. */
const CODE: readonly Row[] = [
  [/^.--$/, "nothing nothing", "nothing nothing", "nothing nothing"],
  [/^.-S$/, "next special", "next special", "next special"],
  [/^[?-]-.$/, "next shipped", "next shipped", "next shipped"],
  [/^.-.$/, "next back-again", "next back-again", "next back-again"],
  [/^.S-$/, "nothing special", "nothing special", "nothing special"],
  [/^.S.$/, "next special", "next special", "next special"],
  [/^.([ABCDpqr])\1$/, "next shipped", "next shipped", "next shipped"],
  [/^\?.-$/, "nothing unanswered pinned", "nothing unanswered pinned", "nothing unanswered pinned"],
  [/^\?..$/, "next unanswered pinned", "next unanswered pinned", "next unanswered pinned"],
  [/^([ABCDpqr])\1-$/, "nothing gone", "nothing gone", "nothing gone"],
  [/^([ABCDpqr])\1.$/, "next shipped", "next shipped", "next shipped"],
  [/^-D-$/, "live carried", "live new-entry", "live carried"],
  [/^.D-$/, "live carried", "live carried", "live carried"],
  [/^.[ABCX]-$/, "live carried", "live carried", "nothing script +live"],
  [/^.[pqr]-$/, "live carried", "nothing link +live", "nothing link +live"],
  [/^..S$/, "next special +live", "next special +live", "next special +live"],
  [/^.D.$/, "next in-the-way", "next in-the-way", "next in-the-way"],
  [/^..D$/, "next in-the-way +live", "next in-the-way +live", "next in-the-way +live"],
  [/^([ABCpqr])[ABCX]\1$/, "live carried", "live carried", "next script +live"],
  [/^([ABCpqr])[pqr]\1$/, "live carried", "next link +live", "next link +live"],
  [/^...$/, "next edit-rescued +live", "next edit-rescued +live", "next edit-rescued +live"],
];

/** The same three columns where base is what the site had made and was harvested: asked before the next rows. */
const CODE_MADE: readonly Row[] = [
  [/^([ABCDpqr])-\1$/, "nothing stays-deleted +next", "nothing stays-deleted +next", "nothing stays-deleted +next"],
  [/^.-[^S-]$/, "next shipped", "next shipped", "next shipped"],
];

/** The same three columns where base is what was harvested, made or edited: these rows are asked first. */
const CODE_HARVESTED: readonly Row[] = [
  [/^.([ABCDpqr])\1$/, "next shipped", "next shipped", "next shipped"],
  [/^DD-$/, "live carried", "live carried", "live carried"],
  [/^([ABC])\1-$/, "live carried", "live carried", "nothing script +live"],
  [/^([pqr])\1-$/, "live carried", "nothing link +live", "nothing link +live"],
  [/^([ABCDpqr])\1S$/, "next special +live", "next special +live", "next special +live"],
  [/^([ABCpqr])\1D$/, "next in-the-way +live", "next in-the-way +live", "next in-the-way +live"],
  [/^DD.$/, "next in-the-way", "next in-the-way", "next in-the-way"],
  [/^([ABCpqr])\1.$/, "next edit-rescued +live", "next edit-rescued +live", "next edit-rescued +live"],
  [/^([ABCpqr])[ABCX]\1$/, "live carried +next", "live carried +next", "next script +live"],
  [/^([ABCpqr])[pqr]\1$/, "live carried +next", "next link +live", "next link +live"],
];

/** Columns `link`, `merge` where something that is no folder stands at a parent. */
const SHARED_TAKEN: readonly Row[] = [
  [/^.--$/, "nothing nothing", "nothing nothing"],
  [/^([ABCpqr])S\1$/, "nothing special", "nothing special"],
  [/^.S.$/, "nothing special", "nothing special +next"],
  [/^([ABCpqr])-\1$/, "nothing stays-deleted", "nothing stays-deleted"],
  [/^[?-]-.$/, "nothing in-the-way", "nothing in-the-way +next"],
  [/^.-.$/, "nothing stays-deleted", "nothing stays-deleted +next"],
  [/^([ABCpqr]).\1$/, "nothing in-the-way +live", "nothing in-the-way +live"],
  [/^...$/, "nothing in-the-way +live", "nothing in-the-way +live +next"],
];

/** All columns of the code where something that is no folder stands at a parent. */
const CODE_TAKEN: readonly Row[] = [
  [/^.--$/, "nothing nothing"],
  [/^.S.$/, "nothing special"],
  [/^\?[^-].$/, "nothing unanswered pinned"],
  [/^[?-]-.$/, "nothing in-the-way"],
  [/^.-.$/, "nothing stays-deleted"],
  [/^([ABCDpqr])\1.$/, "nothing gone"],
  [/^...$/, "nothing in-the-way +live"],
];

/** The same where base is what was harvested: these rows are asked first. */
const CODE_TAKEN_HARVESTED: readonly Row[] = [
  [/^.S.$/, "nothing special +next"],
  [/^\?[^-].$/, "nothing unanswered pinned +next"],
  [/^[?-]-[^-]$/, "nothing in-the-way +next"],
  [/^.-[^-]$/, "nothing stays-deleted +next"],
  [/^.[^-].$/, "nothing in-the-way +live +next"],
];

const PER_RELEASE: readonly Row[] = [
  [/^.--$/, "nothing nothing"],
  [/^.-.$/, "next nothing"],
  [/^..-$/, "nothing made-anew"],
  [/^...$/, "next made-anew"],
];

const CELLS: Readonly<Record<Column, number>> = { link: 1, merge: 2, carry: 1, inert: 2, runs: 3, "per-release": 1 };

/** What is expected of a combination, in one line: what stands, the act, rights, what is rescued, pinned or not, the group's word. */
export function expectedOf(combination: Combination): string {
  const { letters, question } = combination;
  const [stands = "", word = "", ...marks] = cellOf(combination).split(" ");
  const rescued = ["live", "next"].filter(
    (side, at) => marks.includes(`+${side}`) && /[ABCXpqr]/.test(letters.charAt(at + 1)),
  );
  const rights = expectedRights(combination, stands);
  const act = expectedAct(question.handling, `${stands} ${letters}`, rights);
  const group = word === "shipped" && rights !== "own" ? "rights" : word;
  return [stands, act, rights, `rescue ${rescued.join("+")}`, marks.includes("pinned") ? "pinned" : "", group].join(
    "|",
  );
}

/** Rows by what they depend on besides the letters: asked often, so remembered. */
const asked = new Map<string, string>();

function cellOf({ letters, question }: Combination): string {
  const column = columnOf(question.handling, question.inert);
  const { taken = false, harvested = "" } = question;
  const key = `${column} ${taken} ${harvested} ${letters}`;
  const known = asked.get(key) ?? ask({ letters, column, taken, harvested });
  asked.set(key, known);
  return known;
}

interface Asked {
  readonly letters: string;
  readonly column: Column;
  readonly taken: boolean;
  readonly harvested: "made" | "edited" | "";
}

function ask({ letters, column, taken, harvested }: Asked): string {
  if (column === "per-release") return cell(PER_RELEASE, letters, 1).replace(/^next/, taken ? "nothing" : "next");
  if (column !== "link" && column !== "merge") {
    if (taken) return cell([...(harvested === "" ? [] : CODE_TAKEN_HARVESTED), ...CODE_TAKEN], letters, 1);
    const first = { "": [], made: [...CODE_MADE, ...CODE_HARVESTED], edited: CODE_HARVESTED }[harvested];
    return cell([...first, ...CODE], letters, CELLS[column]);
  }
  const found = cell(taken ? SHARED_TAKEN : SHARED, letters, CELLS[column]);
  return taken && harvested !== "" ? `${found} +next` : found;
}

function columnOf(handling: Combination["question"]["handling"], inert: boolean): Column {
  if (handling !== "release") return handling;
  return inert ? "inert" : "runs";
}

function cell(rows: readonly Row[], letters: string, index: number): string {
  const row = rows.find(([pattern]) => pattern.test(letters));
  const found = row?.[index];
  if (typeof found !== "string") throw new Error(`The oracle has no row for ${letters}`);
  return found;
}

/** What is done to shared (`link`, `merge`), to the coming release (the others); asked with what stands and the three letters. */
const ACTS: readonly Row[] = [
  [/^live .../, "none", "LIVE"],
  [/^next ..[^-]/, "NEXT", "none"],
  [/^nothing .--/, "none", "none"],
  [/^nothing .-./, "none", "remove"],
  [/^nothing .[^-]-/, "remove", "none"],
  [/^nothing .../, "remove", "remove"],
];

function expectedAct(handling: string, what: string, rights: string): string {
  const isShared = handling === "link" || handling === "merge";
  const act = cell(ACTS, what, isShared ? 1 : 2);
  if (act === "NEXT") return /^next .-/.test(what) ? "add" : "replace";
  if (act === "LIVE") return what.endsWith("-") ? "add" : "replace";
  return act === "none" && rights !== "own" ? "rights" : act;
}

/** Base, live and next where a program in the code loses rights because they were taken away from live; and the mode it then has. Its group may be another one then. */
const NARROWED: Readonly<Record<string, number>> = {
  "public private public": 0o600,
  "public private wide": 0o4701,
  "wide public wide": 0o644,
  "wide private public": 0o600,
  "wide private wide": 0o600,
};

/** Letters of two, of three versions whose rights can be compared. */
const LIVE_AND_NEXT = /^.([ABCX][ABCX]|DD)$/;
const ALL_THREE = /^([ABCX]{3}|DDD)$/;

function expectedRights({ letters, rights, question }: Combination, stands: string): string {
  const column = columnOf(question.handling, question.inert);
  if (stands !== "next" || column === "per-release" || !areDifferent(rights[1], rights[2], LIVE_AND_NEXT.test(letters)))
    return "own";
  if (column === "link" || column === "merge") return "live";
  if (!areDifferent(rights[0], rights[1], ALL_THREE.test(letters))) return "own";
  if (column !== "runs" || letters === "DDD") return "live";
  return rights.join(" ") in NARROWED ? "narrower" : "own";
}

function areDifferent(one: RightsName, other: RightsName, areComparable: boolean): boolean {
  return areComparable && one !== "unknown" && other !== "unknown" && one !== other;
}

const MODES: Readonly<Record<RightsName, readonly [mode: number, owner: number] | null>> = {
  unknown: null,
  public: [0o644, 1000],
  private: [0o600, 1000],
  wide: [0o4755, 33],
};

/** The mode and owner that what stands must have, as `mode uid`; null where nobody knows, and where there are none. */
export function expectedMode({ letters, rights, question }: Combination, expected: string): string | null {
  const [stands = "", , whose = ""] = expected.split("|");
  const side = stands === "live" ? 1 : 2;
  const own = stands === "nothing" ? null : MODES[rights[side]];
  if (own === null) return null;
  if (whose === "narrower") return `${NARROWED[rights.join(" ")]?.toString(8)} ${own[1]}`;
  const isShared = ["link", "merge"].includes(question.handling);
  const isCarried = whose === "live" || (stands === "live" && !isShared);
  return shown(whose === "live" ? MODES[rights[1]] : own, isCarried && letters.charAt(side) !== "D");
}

function shown(rights: readonly [mode: number, owner: number] | null, isCarriedFile: boolean): string {
  const [mode, owner] = rights ?? [0, 0];
  return `${(isCarriedFile && mode === 0o4755 ? 0o755 : mode).toString(8)} ${owner}`;
}
