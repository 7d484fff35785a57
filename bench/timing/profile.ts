/** Where the time of a run of Node goes, by the profile that V8 writes. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./process.ts";
import type { Side } from "./rounds.ts";

/** A part of a run. */
export interface Share {
  readonly what: string;
  /** Of the whole, from 0 to 1. */
  readonly part: number;
}

interface Frame {
  readonly functionName: string;
  readonly url: string;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: Frame;
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** Runs it once more, watched; the largest part first. The first thread is what counts: where it waits for the second one, that is named. */
export function sharesOf(side: Side, folder: string): Share[] {
  const [program = "", ...args] = side.argv;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  side.before?.();
  run({ ...side, argv: [program, "--cpu-prof", "--cpu-prof-interval", "500", "--cpu-prof-dir", folder, ...args] });
  return sharesIn(JSON.parse(readFileSync(join(folder, firstThread(folder)), "utf8")) as Profile);
}

/** `CPU.<date>.<time>.<process>.<thread>.<number>.cpuprofile` */
function firstThread(folder: string): string {
  const found = readdirSync(folder).find((name) => /^CPU\.\d+\.\d+\.\d+\.0\.\d+\.cpuprofile$/.test(name));
  if (found === undefined) throw new Error(`There is no profile in "${folder}"`);
  return found;
}

/** Sums up what each part took. */
export function sharesIn({ nodes, samples, timeDeltas }: Profile): Share[] {
  const parts = partsOf(nodes);
  const taken = new Map<string, number>();
  let all = 0;
  for (const [index, id] of samples.entries()) {
    const microseconds = timeDeltas[index] ?? 0;
    const what = parts.get(id) ?? OWN;
    taken.set(what, (taken.get(what) ?? 0) + microseconds);
    all += microseconds;
  }
  return [...taken].map(([what, sum]) => ({ what, part: sum / all })).sort((a, b) => b.part - a.part);
}

const OWN = "its own JavaScript";
const LOADING = "loading the program";

/** What each node of the tree is counted as: everything below the module loader is loading. */
function partsOf(nodes: readonly ProfileNode[]): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts = new Map<number, string>();
  const visit = (node: ProfileNode, isLoading: boolean): void => {
    const loads = isLoading || isLoader(node.callFrame);
    parts.set(node.id, loads ? LOADING : partOf(node.callFrame));
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) visit(child, loads);
    }
  };
  const [root] = nodes;
  if (root !== undefined) visit(root, false);
  return parts;
}

function isLoader({ url }: Frame): boolean {
  return /^node:internal\/(?:modules|main|bootstrap|process\/(?:esm_loader|pre_execution))/.test(url);
}

/** The calls of the file system that Node makes in its own name have no file. */
function partOf({ functionName, url }: Frame): string {
  if (functionName === "(garbage collector)") return "clearing memory";
  if (functionName === "(idle)") return "waiting";
  return url === "" && /^[a-z][A-Za-z]+$/.test(functionName) ? functionName : OWN;
}
