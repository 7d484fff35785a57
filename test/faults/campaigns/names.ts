import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chanceFrom } from "../lab/chance.ts";
import { runInProcess } from "../lab/in-process.ts";
import { freshSite } from "../lab/trial.ts";
import { belongingsOf, losses, unreachable } from "../oracle.ts";
import { persistFlatFirst } from "../scenarios/persist-flat-first.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const LOOKING = { xattrs: false };
const NAMES = 10_000;
const A_UNIT = 500;
const MILLION = 1_000_000;
const FOLDERS = 1000;

/** R13: names of any bytes, and very many files. */
export const names: Campaign = {
  id: "R13",
  promise: "10,000 names of random bytes and a tree of a million files, taken over and merged: no difference",
  units: (folder) => {
    const random = Array.from(
      { length: NAMES / A_UNIT },
      (_, index): Unit => ({
        id: `random names ${index}`,
        run: () =>
          differences(folder, { names: A_UNIT }, (root) => {
            writeRandomNames(root, index);
          }),
      }),
    );
    const million: Unit = {
      id: "a million files",
      isLong: true,
      run: () => differences(folder, { files: MILLION }, writeMillion),
    };
    return Promise.resolve([...random, million]);
  },
  lacks: ({ names: done = 0, files = 0 }) => [
    ...(done >= NAMES ? [] : [`${done} names, fewer than ${NAMES}`]),
    ...(files >= MILLION ? [] : ["the million files not yet"]),
  ],
};

async function differences(
  folder: string,
  counts: Readonly<Record<string, number>>,
  write: (root: string) => void,
): Promise<Finding> {
  const { root } = await freshSite(persistFlatFirst, folder);
  write(root);
  const before = belongingsOf(root, "app", LOOKING);
  const ending = await runInProcess({ cwd: join(root, "app"), argv: ["persist", "--yes"] }, null);
  const violations = [
    ...(ending.code === 0 ? [] : [`the run ended with ${ending.code}:\n${ending.text}`]),
    ...losses(before, root, LOOKING).map((path) => `lost: ${path}`),
    ...unreachable(before).map((path) => `out of reach: ${path}`),
  ];
  return { violations, counts };
}

/** Half of them in a folder that is taken over whole, half in one that is merged. */
function writeRandomNames(root: string, seed: number): void {
  const chance = chanceFrom(seed);
  for (let index = 0; index < A_UNIT; index++) {
    const place = index % 2 === 0 ? "app/public/invoices/" : "app/public/uploads/";
    writeFileSync(Buffer.concat([Buffer.from(join(root, place)), randomName(chance)]), String(index));
  }
}

const LONGEST = 255;
const SLASH = 47;

function randomName(chance: ReturnType<typeof chanceFrom>): Buffer {
  const bytes = Array.from({ length: 1 + chance.below(LONGEST) }, () => {
    const byte = 1 + chance.below(LONGEST);
    return byte === SLASH ? SLASH + 1 : byte;
  });
  const name = Buffer.from(bytes);
  return [".", ".."].includes(name.toString("latin1")) ? Buffer.from("dots") : name;
}

function writeMillion(root: string): void {
  for (let index = 0; index < FOLDERS; index++) {
    const place = join(root, `app/public/invoices/${index}`);
    mkdirSync(place);
    for (let file = 0; file < MILLION / FOLDERS; file++) writeFileSync(join(place, String(file)), "");
  }
}
