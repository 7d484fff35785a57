/** Figure R8: taking over across file systems under live writers, run after run; nothing acknowledged is lost, conflicts are reported and kept twice. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../support/program.ts";
import { writeTree } from "../support/files.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { type Account, accountOf, trafficIn } from "../live/traffic.ts";

/** What a campaign came to. */
interface AcrossFigures {
  readonly runs: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** Files that were kept twice. */
  readonly conflicts: number;
  /** The longest that a file which the application had made was not to be seen at its path. */
  readonly longestStaleMs: number;
}

/** Works until the runs are done or the time is up. The seed sets the size of each site and the pace of its writers. */
export async function acrossCampaign(options: {
  readonly minutes: number;
  readonly runs: number;
  readonly seed: number;
}): Promise<AcrossFigures> {
  const until = performance.now() + options.minutes * 60_000;
  let figures: AcrossFigures = { runs: 0, acknowledged: 0, lost: 0, conflicts: 0, longestStaleMs: 0 };
  for (let number = 0; number < options.runs && performance.now() < until; number++) {
    const { account, conflicts } = await transferUnderTraffic(options.seed + number);
    for (const write of account.lost) console.error(`Run ${number} lost an acknowledged write: ${write}`);
    figures = {
      runs: figures.runs + 1,
      acknowledged: figures.acknowledged + account.acknowledged,
      lost: figures.lost + account.lost.length,
      conflicts: figures.conflicts + conflicts,
      longestStaleMs: Math.max(figures.longestStaleMs, account.staleMs),
    };
  }
  return figures;
}

/** One run and what came of it. */
interface UnderTraffic {
  readonly account: Account;
  readonly conflicts: number;
  /** Exit codes of the runs: the first, and those that followed until one had nothing left to do. */
  readonly codes: readonly (number | null)[];
}

/** A site with writers at work is taken over; when they are gone, runs follow until nothing is left to do. */
export async function transferUnderTraffic(seed: number): Promise<UnderTraffic> {
  return onFreshSite(seed, async ({ app, shared, ledger, pauseMs }) => {
    const traffic = await trafficIn(join(app, "public/uploads"), ledger, pauseMs);
    const codes: (number | null)[] = [];
    let conflicts = 0;
    const persist = (): boolean => {
      const run = spawnSync(process.execPath, [program(), "persist", app, "--yes", "--json", "--across-filesystems"], {
        encoding: "utf8",
        maxBuffer: 64 << 20,
      });
      codes.push(run.status);
      const report = JSON.parse(run.stdout) as { changed: boolean; outcome?: { rescued: unknown[] } };
      if (report.outcome === undefined) throw new Error(`Seed ${seed}: the run failed:\n${run.stdout}${run.stderr}`);
      conflicts += report.outcome.rescued.length;
      return report.changed;
    };
    try {
      await traffic.reaches(200 + (seed % 5) * 100);
      persist();
      await traffic.reaches(800);
    } finally {
      await traffic.ends();
    }
    while (codes.length < 5 && persist());
    const account = accountOf(ledger, join(shared, "public/uploads"), [join(shared, ".holdfast/rescued")]);
    return { account, conflicts, codes };
  });
}

/** What a deployment script does: copy, move away, link. The control: it loses writes, so the account can find losses. */
export async function naiveUnderTraffic(seed: number): Promise<Account> {
  return onFreshSite(seed, async ({ app, shared, ledger, pauseMs }) => {
    const uploads = join(app, "public/uploads");
    const traffic = await trafficIn(uploads, ledger, pauseMs);
    await traffic.reaches(300);
    mkdirSync(join(shared, "public"));
    asScriptsDo("cp", "-r", uploads, join(shared, "public/uploads"));
    await traffic.reaches(600);
    renameSync(uploads, join(app, "public/old"));
    symlinkSync(join(shared, "public/uploads"), uploads);
    asScriptsDo("rm", "-r", join(app, "public/old"));
    await traffic.reaches(900);
    await traffic.ends();
    return accountOf(ledger, join(shared, "public/uploads"), []);
  });
}

/** A step of a script without `set -e`: a file that comes or goes meanwhile makes `cp` and `rm` complain, and the script goes on. */
function asScriptsDo(called: string, ...words: readonly string[]): void {
  const { error } = spawnSync(called, words, { stdio: "ignore" });
  if (error !== undefined) throw error;
}

interface TrafficSite {
  readonly app: string;
  readonly shared: string;
  readonly ledger: string;
  readonly pauseMs: number;
}

async function onFreshSite<T>(seed: number, work: (site: TrafficSite) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "holdfast-across-"));
  try {
    const [app, shared] = [join(root, "app"), join(root, "shared")];
    mountAt(shared, { size: "256m" });
    writeTree(app, { "composer.json": "{}", "public/index.php": "<?php", ".env": "A=1" });
    mkdirSync(join(app, "public/uploads"), { recursive: true });
    writeFileSync(join(app, "public/uploads/big.bin"), Buffer.alloc((1 + (seed % 3)) << 20, seed % 251));
    for (let n = 0; n < 50; n++) writeFileSync(join(app, `public/uploads/s${n}.jpg`), `photo ${n}`);
    return await work({ app, shared, ledger: join(root, "ledger"), pauseMs: 2 + (seed % 4) });
  } finally {
    unmountBelow(root);
    rmSync(root, { recursive: true, force: true });
  }
}
