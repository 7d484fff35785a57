import { gunzipSync, gzipSync } from "node:zlib";
import { type Arrived, type Bay, type Node, openBay } from "../../support/arrival-bay.ts";
import { bombUnits } from "./bombs.ts";
import { type Chance, chanceFrom } from "../lab/chance.ts";
import { type Intact, INTACT } from "../lab/intact-archives.ts";
import { mutated, withChecksums } from "../lab/mutations.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const ARCHIVES = 100_000;
const A_UNIT = 500;
const DOCUMENTED = /^archive-(refused|damaged|too-large|format|ambiguous|nested)$/;

/** R11: changed archives, looked at and unpacked; and bombs, by the memory that they take. */
export const archives: Campaign = {
  id: "R11",
  promise:
    "100,000 changed archives: refused with a documented code, or a tree that is as listed; nothing written outside, nothing half-made; less than 128 MB of memory for a bomb",
  units: async (folder) => [
    ...Array.from(
      { length: ARCHIVES / A_UNIT },
      (_, index): Unit => ({ id: `changed ${index}`, run: () => Promise.resolve(changedArchives(folder, index)) }),
    ),
    ...(await bombUnits(folder)),
  ],
  lacks: ({ archives: done = 0, accepted = 0, bombs = 0 }, isWhole) => [
    ...(done >= ARCHIVES ? [] : [`${done} archives, fewer than ${ARCHIVES}`]),
    ...(accepted > 0 ? [] : ["none was accepted: the changes are too coarse"]),
    ...(isWhole || bombs > 0 ? [] : ["the bombs not yet"]),
  ],
};

function changedArchives(folder: string, seed: number): Finding {
  const chance = chanceFrom(seed);
  const bay = openBay(folder);
  const violations: string[] = [];
  const counts = { archives: 0, accepted: 0, refused: 0 };
  try {
    for (; counts.archives < A_UNIT; counts.archives++) {
      const made = changedOne(chance);
      const arrived = delivered(bay, made.bytes);
      if (typeof arrived !== "string") counts[arrived.refused === null ? "accepted" : "refused"]++;
      for (const wrong of wrongsOf(arrived, made)) violations.push(`${made.from} (${counts.archives}): ${wrong}`);
    }
  } finally {
    bay.close();
  }
  return { violations, counts };
}

interface Changed {
  readonly from: string;
  readonly bytes: Buffer;
  /** What is in it, where it was put into gzip only after the change. */
  readonly unpacked?: Buffer;
}

function changedOne(chance: Chance): Changed {
  const [base, other] = [chance.of(INTACT), chance.of(INTACT)];
  if (base.kind === "zip") return { from: base.name, bytes: mutated(base.bytes, other.bytes, chance) };
  if (base.kind === "tar") return changedTar(base, other, chance);
  if (chance.below(2) === 0) return { from: base.name, bytes: mutated(base.bytes, other.bytes, chance) };
  const { from, bytes } = changedTar({ ...base, bytes: gunzipSync(base.bytes) }, other, chance);
  return { from, bytes: gzipSync(bytes, { level: 1 }), unpacked: bytes };
}

function changedTar(base: Intact, other: Intact, chance: Chance): Changed {
  const raw = mutated(base.bytes, other.bytes, chance);
  const bytes = chance.below(4) === 0 ? raw : withChecksums(raw);
  return { from: base.name, bytes };
}

function delivered(bay: Bay, bytes: Buffer): Arrived | string {
  try {
    return bay.deliver(bytes);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function wrongsOf(arrived: Arrived | string, made: Changed): readonly string[] {
  if (typeof arrived === "string") return [`an error that is no refusal: ${arrived}`];
  const { refused, tree, wrongs } = arrived;
  if (refused !== null)
    return DOCUMENTED.test(refused.code) ? wrongs : [...wrongs, `refused with ${refused.code}: ${refused.message}`];
  const strange = Object.entries(tree).filter(([, node]) => !isKnown(node, made));
  return [...wrongs, ...strange.map(([path]) => `"${path}" has a content that stands nowhere`)];
}

/** Where a checksum speaks for the contents, only intact ones are right; in a tar they stand as they are. */
function isKnown(node: Node, { bytes, unpacked }: Changed): boolean {
  if (node === null) return true;
  const text = typeof node === "string" ? node : node.link;
  const start = bytes.toString("latin1", 0, 2);
  const plain = start === "\x1f\x8b" ? unpacked : bytes;
  if (start === "PK" || plain === undefined) return CONTENTS.has(text);
  return plain.includes(Buffer.from(text, "latin1"));
}

/** Every text of an intact archive, of files and of links. */
const CONTENTS = new Set([
  "<?php echo 'shop';\n".repeat(20),
  "#!/usr/bin/env php\n",
  "accent",
  "../index.php",
  "",
  "APP_KEY=\n",
  "<?php",
  "x",
  "b".repeat(700),
  "deep",
  "artisan",
]);
