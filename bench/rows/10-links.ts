import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Line, Row } from "../row.ts";
import { faster, longer } from "../timing/line.ts";
import { outputOf } from "../timing/process.ts";
import { race } from "../timing/rounds.ts";
import { linkedSite } from "../trees/linked-site.ts";
import { shellLimit, timeLimit } from "./limits.ts";
import { NODE } from "./peers.ts";

/** Looking whether all links are as they should be. */
export const linksRow: Row = {
  ids: ["10"],
  title: "Health of links",
  programs: ["sh", "readlink"],
  sets: [],
  copies: [],
  run: (bench) => [...linesOf(bench, 12, 0.1), ...linesOf(bench, bench.quick ? 100 : 1000, 0.35)],
};

/** One process for each link, as scripts are usually written. */
const ONE_BY_ONE = 'while IFS= read -r link; do readlink "$link" >/dev/null || exit 1; done < "$1"';

function linesOf(bench: Bench, links: number, most: number): Line[] {
  const { program, scratch, rounds } = bench;
  const folder = scratch(`links-${links}`);
  const site = linkedSite(program, folder, links);
  const list = join(folder, "list");
  const found = outputOf({ argv: ["find", site.app, "-type", "l"] });
  writeFileSync(list, found);
  const count = found.trim().split("\n").length;
  const [health, look] = [
    join(site.shared, "health-check.sh"),
    { argv: [process.execPath, program, "check", site.app] },
  ];
  const { node, script, check, naive } = race(
    {
      node: NODE,
      script: { argv: ["sh", health, site.app] },
      check: look,
      naive: { argv: ["sh", "-c", ONE_BY_ONE, "sh", list] },
    },
    { rounds },
  );
  const what = `${count} links`;
  const words = { what, ours: "health-check.sh", why: shellLimit(bench, health) };
  const lines = [
    longer({ ...words, theirs: "node -e 0" }, { ours: script, theirs: node }, most),
    longer(
      { what, ours: "check", theirs: "node -e 0", why: timeLimit(bench, look) },
      { ours: check, theirs: node },
      links > 12 ? 1.5 : null,
    ),
  ];
  if (links > 12) lines.push(faster({ ...words, theirs: "one readlink a link" }, { ours: script, theirs: naive }, 20));
  return lines;
}
