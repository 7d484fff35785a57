/** Switches `current` of a site between two releases while visitors look through it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execute } from "../../../src/apply/execute.ts";
import { closeState, closeWay, openState, openWay, type StateDirs } from "../../../src/apply/state.ts";
import { abs } from "../../../src/core/path.ts";
import type { Activate } from "../../../src/plan/operation.ts";
import { bundled } from "./bundle.ts";
import { OWNER, runOf } from "../../support/lone-run.ts";

/** What the visitors met, and what stands afterwards. */
export interface Switches {
  readonly switches: number;
  readonly visits: number;
  /** How often a visitor met another release than the time before. */
  readonly changes: number;
  readonly errors: Readonly<Record<string, number>>;
  /** What `current` says at the end, and names beside it that should not be there. */
  readonly wrong: readonly string[];
}

/** How it is switched: by the executor, or (to show that the visitors would notice) by taking the link away and making it anew. */
export type Way = "program" | "unlink-then-link";

const RELEASES = ["one", "two"] as const;
const OF_THE_SITE = ["current", "releases", "shared", "stop"];
const VISITORS = 2;
const LIMIT_MS = 300_000;

/** Switches so often, on a site below `folder`. */
export async function switchUnderVisitors(folder: string, count: number, way: Way): Promise<Switches> {
  const site = mkdtempSync(join(folder, "switched-"));
  makeSite(site);
  const visitor = await bundled("test/faults/lab/switch-reader.ts");
  const visitors = Array.from({ length: VISITORS }, () => startVisitor(visitor, site));
  try {
    await Promise.all(visitors.map(({ isReady }) => isReady));
    switchOften(site, count, way);
    writeFileSync(join(site, "stop"), "");
    const met = await Promise.all(visitors.map((one) => one.met));
    return { switches: count, ...sumOf(met), wrong: wrongIn(site, count) };
  } finally {
    for (const { child } of visitors) child.kill("SIGKILL");
    rmSync(site, { recursive: true });
    rmSync(visitor, { force: true });
  }
}

function makeSite(site: string): void {
  mkdirSync(join(site, "shared/uploads"), { recursive: true });
  writeFileSync(join(site, "shared/uploads/photo"), "photo");
  for (const name of RELEASES) {
    mkdirSync(join(site, "releases", name, "public"), { recursive: true });
    writeFileSync(join(site, "releases", name, "public/page"), `${name}\n`);
    symlinkSync("../../shared/uploads", join(site, "releases", name, "uploads"));
  }
  symlinkSync("releases/one", join(site, "current"));
}

type Met = Pick<Switches, "errors" | "visits" | "changes">;

interface Visitor {
  readonly child: ChildProcess;
  readonly isReady: Promise<unknown>;
  /** Rejected where the visitor did not come to its end. */
  readonly met: Promise<Met>;
}

function startVisitor(program: string, site: string): Visitor {
  const child = spawn(process.execPath, [program, site, String(Date.now() + LIMIT_MS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  const met = once(child, "close").then(() => JSON.parse(said.split("\n")[1] ?? "") as Met);
  return { child, isReady: Promise.race([once(child.stdout, "data"), met]), met };
}

function sumOf(met: readonly Met[]): Met {
  const errors: Record<string, number> = {};
  for (const one of met)
    for (const [what, count] of Object.entries(one.errors)) errors[what] = (errors[what] ?? 0) + count;
  const sum = (of: "visits" | "changes"): number => met.reduce((all, one) => all + one[of], 0);
  return { errors, visits: sum("visits"), changes: sum("changes") };
}

function switchOften(site: string, count: number, way: Way): void {
  if (way === "unlink-then-link") {
    for (let index = 1; index <= count; index++) naively(site, textOf(index));
    return;
  }
  const dirs = openState(openWay(abs(join(site, "shared")), OWNER), OWNER);
  try {
    for (let index = 1; index <= count; index++) byProgram(site, dirs, index);
  } finally {
    closeState(dirs);
    closeWay(dirs);
  }
}

function byProgram(site: string, dirs: StateDirs, index: number): void {
  const { dev, ino } = lstatSync(join(site, textOf(index)), { bigint: true });
  const operation: Activate = {
    kind: "activate",
    path: "current",
    reason: "the trial",
    at: { directory: abs(site), name: "current" },
    text: textOf(index),
    was: textOf(index - 1),
    identity: `${dev}:${ino}`,
    owner: OWNER,
  };
  execute(operation, runOf(dirs, index));
}

function naively(site: string, text: string): void {
  unlinkSync(join(site, "current"));
  symlinkSync(text, join(site, "current"));
}

/** The text of `current` after so many switches. */
function textOf(index: number): string {
  return `releases/${RELEASES[index % RELEASES.length] ?? ""}`;
}

function wrongIn(site: string, count: number): string[] {
  const now = readlinkSync(join(site, "current"));
  const beside = readdirSync(site).filter((name) => !OF_THE_SITE.includes(name));
  return [
    ...(now === textOf(count) ? [] : [`current says "${now}" and not "${textOf(count)}"`]),
    ...beside.map((name) => `${name} was left beside current`),
  ];
}
