import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../support/program.ts";
import type { Campaign, Finding } from "./campaigns/campaign.ts";

/** What a campaign has done so far, so that it can go on where it stopped. */
export interface WorkState {
  readonly done: ReadonlyMap<string, Finding>;
  /** What the units took that are done, whenever they were. */
  readonly seconds: number;
  readonly note: (unit: string, finding: Finding, seconds: number) => void;
}

/**
 * Opens the state of a campaign in a work folder. It belongs to one build of the program, or of that part of it which the campaign is about: another one begins
 * anew, because what was shown of the one says nothing about the other.
 */
export function openWorkState(work: string, { id, subject }: Pick<Campaign, "id" | "subject">): WorkState {
  mkdirSync(work, { recursive: true });
  const about = subject === undefined ? readFileSync(program()) : subject();
  const build = createHash("sha256").update(about).digest("hex").slice(0, 12);
  const file = join(work, `${id}-${build}.jsonl`);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const notes = lines.flatMap(parsed);
  return {
    done: new Map(notes.map(([unit, finding]) => [unit, finding])),
    seconds: notes.reduce((sum, [, , seconds = 0]) => sum + seconds, 0),
    note: (unit, finding, seconds) => {
      appendFileSync(file, `${JSON.stringify([unit, finding, seconds])}\n`);
    },
  };
}

/** A line that a killed campaign left half-written counts as not done. */
function parsed(line: string): [string, Finding, number?][] {
  try {
    return [JSON.parse(line) as [string, Finding, number?]];
  } catch {
    return [];
  }
}
