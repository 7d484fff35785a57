import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Line, Row } from "../row.ts";
import { atMost } from "../timing/line.ts";
import { outputOf, timed } from "../timing/process.ts";
import { freshSite, linkTree, siteBelow, UPLOADS } from "../trees/site.ts";

/** The times that the specification gives, with a million files in shared. */
export const budgetsRow: Row = {
  ids: ["budgets"],
  title: "The specification's times",
  programs: ["sh"],
  sets: ["X"],
  copies: ["X"],
  run: (bench) => {
    const folder = bench.scratch("budgets");
    const [data, site] = [join(folder, "data"), siteBelow(folder)];
    const set = bench.set("X");
    linkTree(set.path, data);
    const holdfast = (...args: readonly string[]) => ({ argv: [process.execPath, bench.program, ...args] });
    const taken = new Map<string, number[]>();
    const measure = (name: string, argv: readonly string[]): void => {
      taken.set(name, [...(taken.get(name) ?? []), timed({ argv }) / 1000]);
    };
    for (let round = 0; round < roundsOf(bench); round++) {
      freshSite(site, data);
      measure("persist", holdfast("persist", site.app, "--yes").argv);
      measure("health-check.sh", ["sh", join(site.shared, "health-check.sh")]);
      measure("check", holdfast("check", site.app).argv);
      rmSync(join(site.app, UPLOADS));
      measure("emergency-recovery.sh", ["sh", join(site.shared, "emergency-recovery.sh")]);
      rmSync(join(site.app, UPLOADS));
      measure("recover", holdfast("recover", site.app, "--yes").argv);
      outputOf(holdfast("check", site.app));
    }
    const most = { persist: 30, "health-check.sh": 5, check: 5, "emergency-recovery.sh": 10, recover: 10 };
    return Object.entries(most).map(
      ([name, seconds]): Line => ({
        what: `${set.files} files in shared`,
        ours: WORDS[name as keyof typeof most],
        theirs: "",
        unit: "seconds",
        bound: atMost(seconds),
        samples: taken.get(name) ?? [],
      }),
    );
  },
};

const WORDS = {
  persist: "set-up: persist",
  "health-check.sh": "health check: health-check.sh",
  check: "health check: check",
  "emergency-recovery.sh": "emergency recovery of a lost link: emergency-recovery.sh",
  recover: "emergency recovery of a lost link: recover",
} as const;

function roundsOf({ rounds }: Bench): number {
  return Math.min(rounds, 3);
}
