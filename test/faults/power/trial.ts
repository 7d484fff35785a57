/** What the oracle says of a site after a power cut. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { unfinishedIds } from "../../../src/core/journal-names.ts";
import { type Belongings, losses, shapeOf, unreachable } from "../oracle.ts";
import type { Scenario } from "../scenario.ts";
import { exactListing, fullListing } from "./listing.ts";
import { runProgram } from "./program.ts";

const LOOKING = { xattrs: true };

/** What is known of a scenario's site before any power cut. */
export interface Known {
  readonly scenario: Scenario;
  readonly root: string;
  readonly program: string;
  readonly before: Belongings;
  /** The shape at the end of the recorded run. */
  readonly shape: readonly string[];
}

/** What was wrong, in sentences; none is the promise kept. */
export interface Findings {
  /** Somebody's file is gone, or a live path leads nowhere. */
  readonly lost: readonly string[];
  /** The command that follows does not bring the site to the end of an undisturbed run, or a further one still has something to change. */
  readonly unrecoverable: readonly string[];
}

/** Looks, lets the program bring the site to its end, looks again, runs it once more. `uploads` are the names of files that were acknowledged meanwhile. */
export function tryRecovery(known: Known, uploads: readonly string[]): Findings {
  const missing = (when: string): string[] => [...missingOf(known, when), ...notThere(known.root, uploads, when)];
  const lost = missing("after the power cut");
  const unrecoverable: string[] = [];
  const { scenario, root, program } = known;
  const again = runProgram(program, join(root, scenario.cwd), scenario.again);
  if (again.code !== 0) unrecoverable.push(`the next run ended with ${again.code}: ${again.text}`);
  lost.push(...missing("after the next run"));
  unrecoverable.push(...otherShape(known), ...unfinished(root));
  const settled = exactListing(root);
  const further = runProgram(program, join(root, scenario.cwd), scenario.again);
  if (further.code !== 0) unrecoverable.push(`a further run ended with ${further.code}: ${further.text}`);
  if (exactListing(root) !== settled) unrecoverable.push(`a further run changed something: ${further.text}`);
  return { lost, unrecoverable };
}

/** What of a finished run is not on the disk though it ended with 0: lines of the listing that differ from the one after a clean unmount. */
export function notDurable(root: string, final: readonly string[]): string[] {
  const there = fullListing(root);
  return [
    ...final.filter((line) => !there.includes(line)).map((line) => `missing: ${line}`),
    ...there.filter((line) => !final.includes(line)).map((line) => `still there: ${line}`),
    ...unfinished(root),
  ];
}

function missingOf({ before, root }: Known, when: string): string[] {
  return [
    ...losses(before, root, LOOKING).map((what) => `${when}, lost: ${what}`),
    ...unreachable(before).map((path) => `${when}, out of reach: ${path}`),
  ];
}

/** An uploaded file holds its own name. */
function notThere(root: string, uploads: readonly string[], when: string): string[] {
  if (uploads.length === 0) return [];
  const there = fullListing(root).join("\n");
  const digestOf = (name: string): string => createHash("sha256").update(`${name}\n`).digest("hex");
  return uploads.filter((name) => !there.includes(digestOf(name))).map((name) => `${when}, lost: the upload ${name}`);
}

/** How many uploads there were is chance. */
const UPLOAD = /(^|\/)(by-path|from-within)-\d+ /;

function otherShape({ root, shape: wanted }: Known): string[] {
  const [now, shape] = [shapeOf(root), wanted].map((lines) => lines.filter((line) => !UPLOAD.test(line))) as [
    string[],
    string[],
  ];
  const differences = [
    ...shape.filter((line) => !now.includes(line)).map((line) => `missing ${line}`),
    ...now.filter((line) => !shape.includes(line)).map((line) => `extra ${line}`),
  ];
  return differences.length === 0 ? [] : [`the end is not that of an undisturbed run: ${differences.join("; ")}`];
}

function unfinished(root: string): string[] {
  const names = namesIn(join(root, "shared/.holdfast/journal"));
  return unfinishedIds(names).map((id) => `the transaction ${id} is not finished`);
}

/** A site that was never persisted has no journal. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
