/** `npm run bench`: Holdfast and its peers side by side, interleaved. Not a test: it ends with 0 whatever the ratios are. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commit, machine } from "../test/faults/evidence.ts";
import { optionsOf, type Options, USAGE } from "./options.ts";
import { addEvidence, beginEvidence } from "./report/evidence.ts";
import { keepMeasured, type Occasion } from "./report/measured.ts";
import { countText, type RowResult, terminalText } from "./report/table-text.ts";
import type { Bench, Row } from "./row.ts";
import { ROWS } from "./rows/index.ts";
import { roomText, workshop } from "./workshop.ts";

try {
  const options = optionsOf(process.argv.slice(2), process.cwd());
  if (options === "help") console.log(USAGE);
  else await runBench(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function runBench(options: Options): Promise<void> {
  const say = (text: string): void => console.log(`▶ ${text}`);
  const rows = chosenRows(options);
  const occasion = occasionOf(options);
  const needed = roomText(options, rows);
  const { bench, clear, leave } = workshop(options, say);
  say(
    `${occasion.machine}; commit ${occasion.commit}; ${occasion.rounds} rounds${options.quick ? "; QUICK: small trees, the ratios mean little" : ""}`,
  );
  say(`this needs ${needed}`);
  const results: RowResult[] = [];
  if (options.keep !== null) beginEvidence(options.keep, occasion);
  try {
    for (const row of rows) {
      const { failed, ...result } = await resultOf(row, bench);
      results.push(result);
      console.log(terminalText(result));
      // What was cut short is no figure, and does not take the place of one.
      if (options.keep !== null && !failed) keepRow(options.keep, result, occasion);
      clear();
    }
  } finally {
    clear();
    leave();
  }
  console.log(countText(results, options));
}

function keepRow(folder: string, result: RowResult, occasion: Occasion): void {
  const titles = ROWS.map(({ title }) => title);
  keepMeasured(folder, { ...result, ...occasion }, titles);
  addEvidence(folder, result);
}

function chosenRows({ rows }: Options): readonly Row[] {
  const known = [...new Set(ROWS.flatMap(({ ids }) => ids))];
  const unknown = rows?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(", ")}; there are ${known.join(", ")}`);
  return ROWS.filter(({ ids }) => rows?.some((id) => ids.includes(id)) ?? true);
}

function occasionOf({ rounds }: Options): Occasion {
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    machine: machine(),
    commit: commit(),
    rounds,
  };
}

async function resultOf(row: Row, bench: Bench): Promise<RowResult & { readonly failed: boolean }> {
  const { ids, title } = row;
  const why = hindrance(row);
  if (why !== null)
    return { ids, title, lines: ids.map((id) => ({ row: id, what: title, missing: why })), failed: false };
  bench.say(`row ${ids.join(", ")}: ${title}`);
  try {
    return { ids, title, lines: await row.run(bench), failed: false };
  } catch (error) {
    // A command that does not do its work fails the run, but not the other rows.
    process.exitCode = 1;
    const said = error instanceof Error ? error.message : String(error);
    const lines = [{ what: title, missing: `it failed: ${said.replaceAll("\n", " ").slice(0, 500)}` }];
    return { ids, title, lines, failed: true };
  }
}

/** Why nothing of a row can be measured here; null where it can. */
function hindrance({ programs, root }: Row): string | null {
  const missing = programs.filter((name) => !isOnPath(name));
  if (missing.length > 0) return `${missing.join(", ")} is not installed`;
  return root === true && process.getuid?.() !== 0 ? "only root may do what it needs (mounts, servers)" : null;
}

function isOnPath(name: string): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, name)));
}
