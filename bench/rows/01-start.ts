import { longer } from "../timing/line.ts";
import { race } from "../timing/rounds.ts";
import type { Row } from "../row.ts";
import { timeLimit } from "./limits.ts";
import { NODE } from "./peers.ts";

/** What it costs to be started at all. */
export const startRow: Row = {
  ids: ["1"],
  title: "Starting",
  programs: [],
  sets: [],
  copies: [],
  run: (bench) => {
    const { program, rounds } = bench;
    const toldHelp = { argv: [process.execPath, program, "--help"] };
    const { node, version, help } = race(
      {
        node: NODE,
        version: { argv: [process.execPath, program, "--version"] },
        help: toldHelp,
      },
      { rounds: rounds * 3 },
    );
    return [
      longer({ what: "start", ours: "--version", theirs: "node -e 0" }, { ours: version, theirs: node }, 1.35),
      longer(
        { what: "start", ours: "--help", theirs: "node -e 0", why: timeLimit(bench, toldHelp) },
        { ours: help, theirs: node },
        1.35,
      ),
    ];
  },
};
