/** `npm run faults:power`: power cuts after every block write (figure R3). What it does is in the README beside. */
import { guestKernel } from "../guest/boot.ts";
import { commit } from "../evidence.ts";
import { addRows, circumstances } from "../guest/evidence.ts";
import { hasOwnMounts, withOwnMounts } from "../guest/own-mounts.ts";
import { POWER_PACKAGES, whatIsMissing } from "../guest/packages.ts";
import { campaign, type Outcome } from "./campaign.ts";
import { type Options, ownFolder, readOptions, USAGE } from "./options.ts";

/** The figure: at least so many states on each file system, none lost, none unrecoverable. */
const WANTED_STATES = 1000;

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  const missing = whatIsMissing(POWER_PACKAGES);
  if (missing !== null) return fail(missing);
  const options = readIfRight(argv);
  if (options === null) return 1;
  if (!hasOwnMounts()) return withOwnMounts(argv);
  ownFolder(options.work);
  console.log(`guest kernel ${guestKernel()}, commit ${commit()}, seed ${options.seed}, kept in ${options.work}`);
  // The sources may be another commit's by the time that it ends.
  const about = circumstances();
  const outcomes = await campaign(options, (line) => {
    console.log(line);
  });
  if (options.evidence)
    addRows(
      TABLE,
      outcomes.map((one) => [...about, ...cellsOf(one), options.seed]),
    );
  return verdict(outcomes, options);
}

function readIfRight(argv: readonly string[]): Options | null {
  try {
    return readOptions(argv);
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`);
    return null;
  }
}

function fail(why: string): 1 {
  console.error(why);
  return 1;
}

/** The sums, whether the figure is reached, and the exit code: 1 where anything was lost, unrecoverable, not durable, or the control not caught. */
function verdict(outcomes: readonly Outcome[], { fs }: Options): number {
  for (const { details, scenario, fs: on } of outcomes)
    for (const line of details) console.log(`${scenario} on ${on}: ${line}`);
  const sums = fs.map((name) =>
    sumOf(
      name,
      outcomes.filter((outcome) => outcome.fs === name),
    ),
  );
  for (const sum of sums)
    console.log(
      `${sum.fs}: ${sum.states} states, ${sum.wrong} lost or unrecoverable, durable ${yes(sum.durable)}, control caught ${yes(sum.caught)}`,
    );
  const reached = sums.length === 3 && sums.every((sum) => sum.states >= WANTED_STATES && isRight(sum));
  console.log(
    `R3 (${WANTED_STATES} states on each of ext4, xfs, btrfs): ${reached ? "reached" : "not reached by this run"}`,
  );
  return sums.every(isRight) ? 0 : 1;
}

interface Sum {
  readonly fs: string;
  readonly states: number;
  readonly wrong: number;
  readonly durable: boolean;
  readonly caught: boolean;
}

function sumOf(fs: string, outcomes: readonly Outcome[]): Sum {
  return {
    fs,
    states: outcomes.reduce((sum, { states }) => sum + states, 0),
    wrong: outcomes.reduce((sum, { lost, unrecoverable }) => sum + lost + unrecoverable, 0),
    durable: outcomes.every(({ durable }) => durable),
    caught: outcomes.every(({ controlCaught }) => controlCaught),
  };
}

function isRight({ states, wrong, durable, caught }: Sum): boolean {
  return states > 0 && wrong === 0 && durable && caught;
}

function cellsOf(one: Outcome): readonly (string | number)[] {
  return [
    guestKernel(),
    one.fs,
    one.scenario,
    one.states,
    one.lost,
    one.unrecoverable,
    yes(one.durable),
    yes(one.controlCaught),
    one.seconds,
  ];
}

function yes(is: boolean): string {
  return is ? "yes" : "NO";
}

const TABLE = {
  page: "power.md",
  introduction: `# Power cuts

Rows as \`npm run faults:power -- --evidence\` adds them. Each run of a command is recorded write by write (\`dm-log-writes\`, in an emulated
machine with Debian's kernel) and replayed on the machine's own kernel: after every write, with a write cut through, and with each write that no
flush had passed missing. Each state is mounted, compared, completed by the program, compared again, and run once more. *States* are distinct
contents of the disk; *durable* means that the disk at the moment of exit 0 has everything that a clean unmount leaves; *control* is the
same recording with every fsync a no-op, which must be found not to be durable.`,
  columns: [
    "date",
    "machine",
    "kernel",
    "commit",
    "guest kernel",
    "file system",
    "scenario",
    "states",
    "lost",
    "unrecoverable",
    "durable",
    "control caught",
    "seconds",
    "seed",
  ],
} as const;

process.exitCode = await main(process.argv.slice(2));
