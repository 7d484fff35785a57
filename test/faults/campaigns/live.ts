import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FILE_SYSTEMS, type FileSystem, onFileSystem } from "../lab/file-systems.ts";
import { runInProcess } from "../lab/in-process.ts";
import { convertLive } from "../lab/live-conversion.ts";
import { freshSite } from "../lab/trial.ts";
import { persistFlatFirst } from "../scenarios/persist-flat-first.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const A_UNIT = 250;
const CONVERSIONS: Readonly<Record<FileSystem, number>> = { tmpfs: 10_000, ext4: 10_000, xfs: 1_000, btrfs: 1_000 };

/** R7: folders of a live site taken over under a visitor that reads and writes in them. */
export const live: Campaign = {
  id: "R7",
  promise:
    "folders of a live site taken over under a visitor that reads and writes: no error, the same inodes, no acknowledged write lost; as many changing calls for one file as for ten thousand",
  units: (folder) => {
    const conversions = FILE_SYSTEMS.flatMap((kind) =>
      Array.from(
        { length: CONVERSIONS[kind] / A_UNIT },
        (_, index): Unit => ({
          id: `${kind} ${index}`,
          run: () => onFileSystem(kind, (place) => conversionsOn(kind, place)),
        }),
      ),
    );
    const control: Unit = {
      id: "control: rename, then link",
      isLong: true,
      run: () => onFileSystem("ext4", naiveIsNoticed),
    };
    const constant: Unit = { id: "calls for one file and for ten thousand", run: () => constantCalls(folder) };
    return Promise.resolve([control, constant, ...conversions]);
  },
  lacks: (sums, isWhole) => [
    ...FILE_SYSTEMS.filter((kind) => (sums[kind] ?? 0) < CONVERSIONS[kind]).map(
      (kind) => `${sums[kind] ?? 0} on ${kind}, fewer than ${CONVERSIONS[kind]}`,
    ),
    ...(isWhole ? [] : ["not every unit has run yet"]),
  ],
};

async function conversionsOn(kind: FileSystem, place: string): Promise<Finding> {
  const { errors, wrong, conversions, visits, acknowledged } = await convertLive(place, A_UNIT, "program");
  const violations = [
    ...Object.entries(errors).map(([what, count]) => `a visitor met ${what} ${count} times`),
    ...wrong.map((name) => `${name} is not what it was`),
  ];
  return { violations, counts: { [kind]: conversions, visits, acknowledged } };
}

const MOST_ROUNDS = 40;

/** The visitor must notice the gap between a rename and a link, or it would not notice one of ours. A busy machine lets it look seldom. */
async function naiveIsNoticed(place: string): Promise<Finding> {
  let noticed = 0;
  for (let round = 0; round < MOST_ROUNDS && noticed === 0; round++) {
    const { errors } = await convertLive(place, A_UNIT, "rename-then-link");
    noticed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  }
  return {
    violations: noticed > 0 ? [] : ["the visitor noticed no gap where there was one"],
    counts: { errorsOfTheNaiveWay: noticed },
  };
}

async function constantCalls(folder: string): Promise<Finding> {
  const calls = [];
  for (const files of [1, 10_000]) {
    const { root } = await freshSite({ ...persistFlatFirst, id: "many-files" }, folder);
    mkdirSync(join(root, "app/public/invoices/many"));
    for (let index = 0; index < files; index++) writeFileSync(join(root, `app/public/invoices/many/${index}`), "");
    const { counts } = await runInProcess({ cwd: join(root, "app"), argv: ["persist", "--yes"] }, null);
    calls.push(counts.changing);
  }
  const isConstant = calls[0] === calls[1];
  return {
    violations: isConstant ? [] : [`${calls[0]} changing calls for one file, ${calls[1]} for ten thousand`],
    counts: { changingCalls: calls[1] ?? 0 },
  };
}
