import { join } from "node:path";
import { freshSite, linkTree, siteBelow } from "../trees/site.ts";
import { longer } from "../timing/line.ts";
import { race, type Side } from "../timing/rounds.ts";
import type { Bench, Row } from "../row.ts";
import type { SetName } from "../trees/work-sets.ts";
import { knowsFlag } from "./flags.ts";
import { timeLimit } from "./limits.ts";
import { NODE } from "./peers.ts";

/** The first run on a populated folder. */
export const firstRunRow: Row = {
  ids: ["2"],
  title: "First persist of a populated folder",
  programs: [],
  sets: ["S", "L"],
  copies: [],
  run: (bench) => {
    const plain = knowsFlag(bench, "persist", "--no-baseline") ? ["--no-baseline"] : [];
    const small = persistSide(bench, "S");
    const large = persistSide(bench, "L");
    const { node, byDefault, onSmall, onLarge } = race(
      {
        node: NODE,
        byDefault: small([]),
        onSmall: small(plain),
        onLarge: large(plain),
      },
      { rounds: bench.rounds },
    );
    const how = plain.length === 0 ? " (there is no --no-baseline)" : " --no-baseline";
    return [
      longer(
        {
          what: "first persist of S, as it runs by default",
          ours: "persist",
          theirs: "node -e 0",
          why: timeLimit(bench, small([])),
        },
        { ours: byDefault, theirs: node },
        1.8,
      ),
      longer(
        {
          what: "cost by folders, not by files",
          ours: `persist of L${how}`,
          theirs: `persist of S${how}`,
          why: timeLimit(bench, large(plain)),
        },
        { ours: onLarge, theirs: onSmall },
        1.2,
      ),
    ];
  },
};

/** The first run on a work set, made anew before each round. */
export function persistSide(bench: Bench, name: SetName): (flags: readonly string[]) => Side {
  const folder = bench.scratch(`persist-${name}`);
  const [data, site] = [join(folder, "data"), siteBelow(folder)];
  linkTree(bench.set(name).path, data);
  return (flags) => ({
    argv: [process.execPath, bench.program, "persist", site.app, "--yes", ...flags],
    before: () => freshSite(site, data),
  });
}
