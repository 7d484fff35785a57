import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Line, Row } from "../row.ts";
import { outputOf, peakMiB, timed } from "../timing/process.ts";
import { linkedSite } from "../trees/linked-site.ts";
import { type BenchSite, siteBelow, writeCode } from "../trees/site.ts";

/** Many links, many releases, a long journal. */
export const manyRow: Row = {
  ids: ["scale"],
  title: "Many links, releases and operations",
  programs: [],
  sets: [],
  copies: [],
  run: (bench) => [...manyLinks(bench), ...manyReleases(bench), ...longJournal(bench)],
};

function manyLinks(bench: Bench): Line[] {
  const entries = bench.quick ? 50 : 1000;
  const folder = bench.scratch("many-links");
  const site = linkedSite(bench.program, folder, entries);
  const what = `${entries} linked entries`;
  return [
    ...told(bench, { what, ours: "check", args: ["check", site.app] }),
    ...told(bench, { what, ours: "persist with nothing to do", args: ["persist", site.app, "--yes"] }),
    // The same code in a fresh copy: every link is made anew.
    ...told(bench, {
      what,
      ours: "persist of the next code",
      args: ["persist", site.app, "--yes"],
      before: () => {
        const text = readFileSync(join(site.app, "holdfast.json"));
        rmSync(site.app, { recursive: true });
        writeCode(site.app);
        writeFileSync(join(site.app, "holdfast.json"), text);
      },
    }),
  ];
}

/** A site that another deployer made, with all its old releases. */
function manyReleases(bench: Bench): Line[] {
  const count = bench.quick ? 20 : 500;
  const { root } = siteBelow(bench.scratch("many-releases"));
  for (let index = 0; index < count; index++) writeCode(join(root, "releases", String(20_250_000_000_000 + index)));
  const last = `releases/${20_250_000_000_000 + count - 1}`;
  symlinkSync(last, join(root, "current"));
  mkdirSync(join(root, "shared"));
  outputOf({ argv: [process.execPath, bench.program, "persist", join(root, last), "--yes"] });
  const what = `${count} releases`;
  return [
    ...told(bench, { what, ours: "releases", args: ["releases", "--site", root] }),
    ...told(bench, { what, ours: "check", args: ["check", root] }),
    ...told(bench, { what, ours: "prune --dry-run", args: ["prune", "--site", root, "--dry-run"] }),
  ];
}

/** A run that was killed at its last step, whose plan had very many. */
function longJournal(bench: Bench): Line[] {
  const count = bench.quick ? 2_000 : 100_000;
  const folder = bench.scratch("long-journal");
  const site = siteBelow(folder);
  writeCode(site.app);
  outputOf({ argv: [process.execPath, bench.program, "persist", site.app, "--yes"] });
  mkdirSync(join(site.shared, "public"), { recursive: true });
  const what = `a journal of ${count} operations, all done but not marked`;
  return told(bench, {
    what,
    ours: "recover",
    args: ["recover", site.app, "--yes"],
    before: () => writeOpenRun(site, count),
  });
}

/** Takes the plan of the first run and gives it very many operations, each of which makes a folder that is there. */
function writeOpenRun({ shared, root }: BenchSite, count: number): void {
  const journal = join(shared, ".holdfast/journal");
  const [, body = ""] = readFileSync(join(journal, "tx-000001.json"), "utf8").split("\n");
  const plan = JSON.parse(body) as Record<string, unknown> & { readonly owner: unknown };
  const operations = Array.from({ length: count }, (_, index) => ({
    kind: "make-directory",
    path: `shared/public`,
    at: { directory: shared, name: "public" },
    owner: plan.owner,
    reason: `operation ${index} of the bench below ${root}`,
  }));
  const text = JSON.stringify({ ...plan, basedOn: [], operations });
  const digest = createHash("sha256").update(text).digest("hex");
  const numbers = readdirSync(journal).map((name) => Number(/^tx-(\d+)\./.exec(name)?.[1] ?? 0));
  const name = `tx-${String(Math.max(...numbers) + 1).padStart(6, "0")}.json`;
  const staged = join(shared, ".holdfast", "bench-staged");
  writeFileSync(staged, `holdfast-journal 1 ${Buffer.byteLength(text)} ${digest}\n${text}\n`, { mode: 0o600 });
  renameSync(staged, join(journal, name));
}

interface Told {
  readonly what: string;
  readonly ours: string;
  readonly args: readonly string[];
  /** Makes what a run begins with. */
  readonly before?: () => void;
}

function told({ program, rounds }: Bench, { what, ours, args, before = () => undefined }: Told): Line[] {
  const words = { what, ours };
  const command = { argv: [process.execPath, program, ...args] };
  const seconds: number[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    before();
    seconds.push(timed(command) / 1000);
  }
  before();
  const peak = peakMiB(command);
  return [
    { ...words, theirs: "", unit: "seconds", bound: null, samples: seconds },
    ...(peak === null ? [] : [{ ...words, theirs: "", unit: "MiB", bound: null, samples: [peak] } as const]),
  ];
}
