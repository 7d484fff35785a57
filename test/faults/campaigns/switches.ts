import { FILE_SYSTEMS, type FileSystem, onFileSystem } from "../lab/file-systems.ts";
import { switchUnderVisitors } from "../lab/switched-site.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const A_UNIT = 500;
const SWITCHES: Readonly<Record<FileSystem, number>> = { tmpfs: 10_000, ext4: 10_000, xfs: 1_000, btrfs: 1_000 };

/** `current`, switched under visitors. */
export const switches: Campaign = {
  id: "switches",
  promise:
    "current switched between two releases under two visitors that look, open, read and list through it: each look meets one of the two, none an error",
  units: () => {
    const trials = FILE_SYSTEMS.flatMap((kind) =>
      Array.from(
        { length: SWITCHES[kind] / A_UNIT },
        (_, index): Unit => ({
          id: `${kind} ${index}`,
          run: () => onFileSystem(kind, (place) => switchesOn(kind, place)),
        }),
      ),
    );
    const control: Unit = {
      id: "control: take the link away, then make it anew",
      isLong: true,
      run: () => onFileSystem("ext4", naiveIsNoticed),
    };
    return Promise.resolve([control, ...trials]);
  },
  lacks: (sums, isWhole) => [
    ...FILE_SYSTEMS.filter((kind) => (sums[kind] ?? 0) < SWITCHES[kind]).map(
      (kind) => `${sums[kind] ?? 0} on ${kind}, fewer than ${SWITCHES[kind]}`,
    ),
    ...(isWhole ? [] : ["not every unit has run yet"]),
  ],
};

async function switchesOn(kind: FileSystem, place: string): Promise<Finding> {
  const { errors, wrong, switches: done, visits, changes } = await switchUnderVisitors(place, A_UNIT, "program");
  const violations = [
    ...Object.entries(errors).map(([what, count]) => `a visitor met ${what} ${count} times`),
    ...wrong,
    // A visitor that never saw a switch has proved nothing.
    ...(changes > 1 ? [] : [`the visitors saw ${changes} releases in ${visits} visits`]),
  ];
  return { violations, counts: { [kind]: done, visits, changes } };
}

const MOST_ROUNDS = 40;

/** The visitors must notice the gap between taking away and making anew, or they would not notice one of ours. */
async function naiveIsNoticed(place: string): Promise<Finding> {
  let noticed = 0;
  for (let round = 0; round < MOST_ROUNDS && noticed === 0; round++) {
    const { errors } = await switchUnderVisitors(place, A_UNIT, "unlink-then-link");
    noticed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  }
  return {
    violations: noticed > 0 ? [] : ["the visitors noticed no gap where there was one"],
    counts: { errorsOfTheNaiveWay: noticed },
  };
}
