/** `npm run faults:nfs`: the lock and the program on NFS, on vfat and where names have no case, in an emulated machine (NFS part of figure R9). */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { commit } from "../evidence.ts";
import { guestKernel, runGuest } from "../guest/boot.ts";
import { addRows, circumstances } from "../guest/evidence.ts";
import { NFS_PACKAGES, whatIsMissing } from "../guest/packages.ts";
import { bundled } from "../lab/bundle.ts";
import { keptProgram } from "../power/program.ts";
import type { Findings, Wanted } from "./findings.ts";

const USAGE = `npm run faults:nfs -- [options]
  --kills N     kill so many holders and contenders of the lock on each protocol (default: 100)
  --minutes N   give the machine N minutes (default: 60)
  --evidence    add the rows to docs/evidence/nfs.md
`;
const MODULES = ["loop", "ext4", "fat", "vfat", "nls_cp437", "nls_ascii", "nls_utf8", "nfs", "nfsv3", "nfsv4", "nfsd"];
/** The figure: at least so many kills on each protocol, never two inside. */
const WANTED_KILLS = 100;

async function main(argv: readonly string[]): Promise<number> {
  const missing = whatIsMissing(NFS_PACKAGES);
  if (missing !== null) return fail(missing);
  const options = optionsOf(argv);
  if (options === null) return fail(USAGE);
  // The sources may be another commit's by the time that it ends.
  const about = [...circumstances(), guestKernel()];
  console.log(`guest kernel ${guestKernel()}, commit ${commit()}`);
  const work = mkdtempSync(join(tmpdir(), "holdfast-nfs-"));
  try {
    const findings = await inGuest(work, options);
    if (options.evidence) addRows(TABLE, rowsOf(findings, about));
    return verdict(findings);
  } catch (error) {
    return fail((error as Error).message);
  } finally {
    rmSync(work, { recursive: true });
  }
}

interface Options {
  readonly kills: number;
  readonly minutes: number;
  readonly evidence: boolean;
}

/** Null where the arguments are none of ours. */
function optionsOf(argv: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        kills: { type: "string", default: String(WANTED_KILLS) },
        minutes: { type: "string", default: "60" },
        evidence: { type: "boolean", default: false },
      },
    });
    const [kills, minutes] = [Number(values.kills), Number(values.minutes)];
    return kills > 0 && minutes > 0 ? { kills, minutes, evidence: values.evidence } : null;
  } catch {
    // An option that there is not; the usage says which there are.
    return null;
  }
}

async function inGuest(work: string, { kills, minutes }: Options): Promise<Findings> {
  const [driver, contender] = [
    await bundled("test/faults/nfs/driver.ts"),
    await bundled("test/faults/lab/lock-contender.ts"),
  ];
  const wanted: Wanted = { program: keptProgram(work), contender, kills };
  const exchange = join(work, "exchange");
  mkdirSync(exchange);
  writeFileSync(join(exchange, "wanted.json"), JSON.stringify(wanted));
  writeFileSync(join(exchange, "driver.mjs"), readFileSync(driver));
  writeFileSync(join(exchange, "node"), process.execPath);
  const end = await runGuest({
    folder: exchange,
    script: join(import.meta.dirname, "serve.sh"),
    modules: MODULES,
    drives: [],
    seconds: minutes * 60,
  });
  for (const file of [driver, contender]) rmSync(file);
  if (end.status !== 0) throw new Error(`The guest ended with ${end.status}:\n${end.output}\n${end.console}`);
  return JSON.parse(readFileSync(join(exchange, "findings.json"), "utf8")) as Findings;
}

/** Prints everything; 1 where a promise was broken or the figure is not reached. */
function verdict({ sites, locks }: Findings): number {
  for (const { fileSystem, what, violations } of sites) {
    console.log(`${violations.length === 0 ? "✅" : "❌"} ${fileSystem}, ${what}: ${violations.length} violations`);
    for (const line of violations) console.log(`   ${line}`);
  }
  for (const { protocol, acquisitions, kills, overlaps } of locks)
    console.log(
      `${overlaps === 0 ? "✅" : "❌"} lock on ${protocol}: ${acquisitions} acquisitions, ${kills} kills, ${overlaps} overlaps`,
    );
  const reached = locks.length === 2 && locks.every(({ kills, overlaps }) => kills >= WANTED_KILLS && overlaps === 0);
  console.log(
    `R9 over NFS (${WANTED_KILLS} kills on each protocol, 0 overlaps): ${reached ? "reached" : "not reached by this run"}`,
  );
  const isRight =
    sites.every(({ violations }) => violations.length === 0) && locks.every(({ overlaps }) => overlaps === 0);
  return isRight ? 0 : 1;
}

function rowsOf({ sites, locks }: Findings, first: readonly string[]): (readonly (string | number)[])[] {
  return [
    ...locks.map((one) => [...first, one.protocol, "the lock", one.acquisitions, one.kills, one.overlaps, one.seconds]),
    ...sites.map((one) => [...first, one.fileSystem, one.what, "", "", one.violations.length, one.seconds]),
  ];
}

function fail(why: string): 1 {
  console.error(why);
  return 1;
}

const TABLE = {
  page: "nfs.md",
  introduction: `# NFS, vfat, names without case

Rows as \`npm run faults:nfs -- --evidence\` adds them. In an emulated machine with Debian's kernel: an export mounted by two clients that share
nothing of what they remember. *The lock*: processes of two hosts contend for it, one on each client, and are killed at random; a violation is
two inside at once. The other rows are runs of the program on a site; a violation is anything that is lost, out of reach, or not as
[how data is taken over](../how-data-is-taken-over.md) says.`,
  columns: [
    "date",
    "machine",
    "kernel",
    "commit",
    "guest kernel",
    "file system",
    "what",
    "acquisitions",
    "kills",
    "violations",
    "seconds",
  ],
} as const;

process.exitCode = await main(process.argv.slice(2));
