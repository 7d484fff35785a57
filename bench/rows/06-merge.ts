import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Row } from "../row.ts";
import { faster, longer } from "../timing/line.ts";
import { outputOf } from "../timing/process.ts";
import { race, type Side } from "../timing/rounds.ts";
import { linkTree, siteBelow, UPLOADS, writeCode } from "../trees/site.ts";
import { timeLimit } from "./limits.ts";

/** New files of a release come to a shared folder that has many already. */
export const mergeRow: Row = {
  ids: ["6"],
  title: "Merging new files into a populated shared folder",
  programs: ["cp"],
  sets: ["M", "added"],
  copies: ["added"],
  run: (bench) => {
    const { files } = bench.set("added");
    const side = persistSide(bench);
    const { ours, links, copies } = race(
      { ours: side, links: copySide(bench, "-aln"), copies: copySide(bench, "-rn") },
      { rounds: bench.rounds, warmUp: false },
    );
    const words = {
      what: `${files} new files into ${bench.set("M").files}`,
      ours: "persist",
      why: timeLimit(bench, side),
    };
    return [
      longer({ ...words, theirs: "cp -aln && rm -rf" }, { ours, theirs: links }, 1.5),
      faster({ ...words, theirs: "cp -rn && rm -rf" }, { ours, theirs: copies }, 5),
    ];
  },
};

/** The next code stands in the old one's place, with its files. */
function persistSide(bench: Bench): Side {
  const site = siteBelow(bench.scratch("merge"));
  const persist = [process.execPath, bench.program, "persist", site.app, "--yes"];
  return {
    argv: persist,
    before: () => {
      rmSync(site.root, { recursive: true, force: true });
      writeCode(site.app);
      linkTree(bench.set("M").path, join(site.app, UPLOADS));
      outputOf({ argv: persist });
      rmSync(site.app, { recursive: true });
      writeCode(site.app);
      linkTree(bench.set("added").path, join(site.app, UPLOADS));
    },
  };
}

function copySide(bench: Bench, flags: string): Side {
  const { root, app, shared } = siteBelow(bench.scratch(`merge${flags}`));
  const [from, to] = [join(app, UPLOADS), join(shared, UPLOADS)];
  return {
    argv: ["sh", "-c", 'cp "$1" "$2/." "$3" && rm -rf "$2"', "sh", flags, from, to],
    before: () => {
      rmSync(root, { recursive: true, force: true });
      linkTree(bench.set("added").path, from);
      linkTree(bench.set("M").path, to);
    },
  };
}
