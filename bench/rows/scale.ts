import { join } from "node:path";
import type { Bench, Line, Row } from "../row.ts";
import { peakMiB, timed } from "../timing/process.ts";
import { freshSite, linkTree, siteBelow } from "../trees/site.ts";
import type { SetName } from "../trees/work-sets.ts";

const SETS: readonly SetName[] = ["S", "M", "Lempty", "X"];
const WORDS = { persist: "first persist", check: "check", inspect: "inspect" } as const;
type Measured = keyof typeof WORDS;

/** How time and memory grow with the number of files. */
export const scaleRow: Row = {
  ids: ["scale"],
  title: "How it grows",
  programs: [],
  sets: ["S", "M", "Lempty", "X"],
  copies: ["X"],
  run: (bench) => SETS.flatMap((name) => linesOf(bench, name)),
};

function linesOf(bench: Bench, name: SetName): Line[] {
  const folder = bench.scratch(`scale-${name}`);
  const [data, site] = [join(folder, "data"), siteBelow(folder)];
  const set = bench.set(name);
  linkTree(set.path, data);
  const argv = (command: Measured) => [
    process.execPath,
    bench.program,
    command,
    site.app,
    ...(command === "persist" ? ["--yes"] : []),
  ];
  const taken: Record<Measured, number[]> = { persist: [], check: [], inspect: [] };
  for (let round = 0; round < Math.min(bench.rounds, 3); round++) {
    freshSite(site, data);
    for (const command of ["persist", "check", "inspect"] as const)
      taken[command].push(timed({ argv: argv(command) }) / 1000);
  }
  freshSite(site, data);
  return (["persist", "check", "inspect"] as const).flatMap((command): Line[] => {
    const words = { what: `${set.files} files in ${set.folders} folders`, ours: WORDS[command], theirs: "" };
    const peak = peakMiB({ argv: argv(command) });
    const seconds = taken[command];
    const point = { series: WORDS[command], files: set.files, seconds: Math.min(...seconds) };
    return [
      { ...words, unit: "seconds", bound: null, samples: seconds, points: [point] },
      ...(peak === null ? [] : [{ ...words, unit: "MiB", bound: null, samples: [peak] } as const]),
    ];
  });
}
