import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EVIDENCE } from "./report/measured.ts";

/** What was asked for on the command line. */
export interface Options {
  readonly quick: boolean;
  /** Null for all. */
  readonly rows: readonly string[] | null;
  readonly rounds: number;
  readonly deployer: string | null;
  /** The folder that figures are kept in; null where they are printed only. */
  readonly keep: string | null;
  /** An absolute path. */
  readonly work: string;
}

export const USAGE = `Usage: npm run bench -- [options]

Measures Holdfast beside its peers, both sides in one run, and prints PASS or SHORT for each line.

  --quick          small trees and two rounds: to see that it runs; its ratios mean little
  --rows 1,2,7     these rows only: 1 to 14, scale, budgets, serving
  --rounds N       how often everything is run (5; with --quick 2)
  --deployer PATH  a Deployer to measure against (dep, or deployer.phar); without it, its published shell commands
  --evidence       keeps the figures in docs/evidence/; npm run generate then writes docs/performance.md and its picture anew
  --keep DIR       keeps them in this folder instead
  --work DIR       where the trees are made and kept for the next time (holdfast-bench in the system's temporary folder)
`;

/** Reads the command line. Throws an Error that says what is wrong with it. */
export function optionsOf(argv: readonly string[], cwd: string): Options | "help" {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: "boolean", short: "h" },
      quick: { type: "boolean", default: false },
      rows: { type: "string" },
      rounds: { type: "string" },
      deployer: { type: "string" },
      evidence: { type: "boolean", default: false },
      keep: { type: "string" },
      work: { type: "string" },
    },
  });
  if (values.help === true) return "help";
  const { quick, evidence, deployer = null } = values;
  if (quick && evidence)
    throw new Error("--quick measures small trees, which are no evidence: leave out one of the two");
  return {
    quick,
    keep: keepOf(values, cwd),
    deployer: deployer === null ? null : resolve(cwd, deployer),
    rows: values.rows === undefined ? null : values.rows.split(",").map((row) => row.trim()),
    rounds: values.rounds === undefined ? (quick ? 2 : 5) : countOf(values.rounds),
    work: values.work === undefined ? join(tmpdir(), "holdfast-bench") : absolute(values.work, cwd),
  };
}

function keepOf(
  { evidence, keep }: { readonly evidence: boolean; readonly keep?: string },
  cwd: string,
): string | null {
  if (evidence) return EVIDENCE;
  return keep === undefined ? null : absolute(keep, cwd);
}

function absolute(path: string, cwd: string): string {
  return isAbsolute(path) ? path : resolve(cwd, path);
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new Error(`--rounds wants a whole number from 1 on, and "${text}" is none`);
}
