import type { Change } from "../classify/change.ts";
import { displayName } from "../core/bytes.ts";
import type { PathVerdict } from "../core/entry.ts";
import type { Evidence, Strength } from "../core/evidence.ts";
import { classMark } from "./marks.ts";
import { classInWords, handlingInWords } from "./words.ts";

/** One path with everything that is known about it. */
export interface Story {
  readonly verdict: PathVerdict;
  readonly changes: readonly Change[];
  /** The command that puts a path and class into `holdfast.json`, ready to paste. */
  readonly command: (change: Change) => string;
}

/** Where evidence of a strength comes from, in plain words. */
const SOURCES: Readonly<Record<Strength, string>> = {
  decision: "your own word",
  record: "earlier deployments",
  profile: "the framework",
  code: "the code",
  observed: "what the site did",
  placeholder: "placeholders",
  name: "the name",
  content: "what it holds",
};

/** The whole story of one path: what it is, what follows, why, what speaks against it, and what would change it. */
export function storyLines({ verdict, changes, command }: Story): string[] {
  const state = verdict.present ? "" : " (not there yet)";
  const doubts = verdict.evidence.filter((evidence) => evidence.against === true);
  const [first, ...others] = verdict.evidence.filter((evidence) => evidence.against !== true);
  return [
    `${classMark(verdict.class)} ${displayName(verdict.path)}${verdict.kind === "directory" ? "/" : ""}${state}`,
    `   ${verdict.class ?? "undecided"}: ${classInWords(verdict.class)}`,
    `   ${verdict.handling}: ${handlingInWords(verdict)}`,
    ...group(
      verdict.class === null ? "Seen, and none of it settles it" : "Decided by",
      first === undefined ? [] : [first],
    ),
    ...group(verdict.class === null ? "" : "Also seen", others),
    ...group("Against it", doubts),
    ...changeLines(verdict, changes, command),
  ];
}

function group(title: string, evidence: readonly Evidence[]): string[] {
  if (evidence.length === 0) return [];
  return [...(title === "" ? [] : [`   ${title}:`]), ...evidence.map(factLine)];
}

function factLine({ strength, fact, where }: Evidence): string {
  return `     ${`${strength} (${SOURCES[strength]})`.padEnd(COLUMN)} ${displayName(fact)} [${displayName(where)}]`;
}

const COLUMN = Math.max(...Object.entries(SOURCES).map(([strength, words]) => strength.length + words.length + 3));

function changeLines(verdict: PathVerdict, changes: readonly Change[], command: Story["command"]): string[] {
  const home = changes[0]?.path;
  const title =
    verdict.class === null
      ? "To settle it, one of these lines in holdfast.json:"
      : home === verdict.path
        ? "To change it, this line in holdfast.json:"
        : `It goes with ${displayName(home ?? "")}, which lives in shared as a whole; to change that, this line in holdfast.json:`;
  return [
    `   ${title}`,
    ...changes.flatMap((change) => [`     ${change.line}`, `       or run: ${displayName(command(change))}`]),
  ];
}
