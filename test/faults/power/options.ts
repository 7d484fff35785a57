import { mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Scenario } from "../scenario.ts";
import { SCENARIOS } from "../scenarios/index.ts";
import { FILE_SYSTEMS, type FileSystem } from "./image.ts";

/** What `npm run faults:power` was told. */
export interface Options {
  readonly fs: readonly FileSystem[];
  readonly scenarios: readonly Scenario[];
  /** After these it stops; the next run goes on. */
  readonly minutes: number;
  /** At most so many states of each recording. */
  readonly states: number;
  readonly seed: number;
  readonly work: string;
  readonly evidence: boolean;
}

/** What it prints for `--help`, and where the arguments are none of these. */
export const USAGE = `npm run faults:power -- [options]
  --fs ext4,xfs,btrfs   file systems (default: all)
  --scenario ID,ID      scenarios (default: all)
  --minutes N           stop after N minutes; a later run goes on (default: no limit)
  --states N            at most N states of each recording, spread over it (default: all)
  --seed N              which ones (default: 1)
  --work DIR            where recordings and results are kept (default: ${join(tmpdir(), "holdfast-power")})
  --evidence            add the rows to docs/evidence/power.md
`;

/** Reads the arguments. Throws an error that says which one is wrong. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      fs: { type: "string", default: FILE_SYSTEMS.join(",") },
      scenario: { type: "string", default: SCENARIOS.map(({ id }) => id).join(",") },
      minutes: { type: "string", default: "Infinity" },
      states: { type: "string", default: "Infinity" },
      seed: { type: "string", default: "1" },
      work: { type: "string", default: join(tmpdir(), "holdfast-power") },
      evidence: { type: "boolean", default: false },
    },
  });
  return {
    fs: values.fs.split(",").map((name) => one(FILE_SYSTEMS, name, (fs) => fs)),
    scenarios: values.scenario.split(",").map((name) => one(SCENARIOS, name, ({ id }) => id)),
    minutes: positive(values.minutes, "--minutes"),
    states: positive(values.states, "--states"),
    seed: positive(values.seed, "--seed"),
    work: resolve(values.work),
    evidence: values.evidence,
  };
}

/** Makes the work folder. It may have a name that anybody can guess, so one of somebody else is refused. */
export function ownFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== process.getuid?.())
    throw new Error(`${path} belongs to another user: name another folder with --work`);
}

function one<T>(known: readonly T[], name: string, nameOf: (one: T) => string): T {
  const found = known.find((candidate) => nameOf(candidate) === name);
  if (found !== undefined) return found;
  throw new Error(`"${name}" is none of: ${known.map(nameOf).join(" ")}`);
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`${option} takes a number above 0, not "${text}"`);
}
