/** Changes to archives: what a broken line, a careless program or somebody with bad intentions may do to one. All of it follows from the seed. */
import type { Chance } from "./chance.ts";

/** What a mutation is given: an archive, and another one. */
interface Given {
  readonly bytes: Buffer;
  readonly other: Buffer;
  readonly chance: Chance;
}

const BLOCK = 512;
const WIDTHS = [1, 2, 4, 8, 12] as const;
/** Values that parsers stumble over. */
const NASTY: readonly Buffer[] = [
  Buffer.alloc(4),
  Buffer.alloc(4, 0xff),
  Buffer.alloc(8, 0xff),
  Buffer.from([0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0, 0, 0, 0x80]),
  Buffer.from("../"),
  Buffer.from("/"),
  Buffer.from("\\"),
  Buffer.from("\0"),
  Buffer.from("../../../../outside/kept"),
  Buffer.from("PK\u0003\u0004"),
  Buffer.from("PK\u0001\u0002"),
  Buffer.from("PK\u0005\u0006"),
  Buffer.from("ustar"),
  Buffer.from("77777777777"),
  Buffer.from("2"),
  Buffer.from([0xa0, 0xed, 0x41]),
];

const MUTATIONS: readonly (({ bytes, other, chance }: Given) => Buffer)[] = [
  flipped,
  flipped,
  overwritten,
  overwritten,
  nasty,
  nasty,
  replacedEverywhere,
  replacedEverywhere,
  swapped,
  copied,
  ({ bytes, chance }) => bytes.subarray(0, chance.below(bytes.length)),
  ({ bytes, chance }) => bytes.subarray(chance.below(Math.min(bytes.length, BLOCK))),
  ({ bytes, chance }) => Buffer.concat([bytes, randomBytes(chance, 1 + chance.below(600))]),
  ({ bytes, chance }) => Buffer.concat([bytes, Buffer.alloc(1 + chance.below(2 * BLOCK))]),
  spliced,
  spliced,
  ({ bytes, other }) => Buffer.concat([bytes, other]),
  blockMoved,
  cutOut,
];

/** The archive with one to three such changes. */
export function mutated(bytes: Buffer, other: Buffer, chance: Chance): Buffer {
  let changed = Buffer.from(bytes);
  for (let left = 1 + chance.below(3); left > 0 && changed.length > 0; left--)
    changed = Buffer.from(chance.of(MUTATIONS)({ bytes: changed, other, chance }));
  return changed;
}

/** A tar whose headers have right checksums again, so that the change is looked at and not the checksum. */
export function withChecksums(bytes: Buffer): Buffer {
  const right = Buffer.from(bytes);
  for (let at = 0; at + BLOCK <= right.length; at += BLOCK) {
    const block = right.subarray(at, at + BLOCK);
    if (block.toString("latin1", 257, 262) !== "ustar") continue;
    block.fill(0x20, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  }
  return right;
}

function flipped({ bytes, chance }: Given): Buffer {
  const changed = Buffer.from(bytes);
  for (let left = 1 + chance.below(4); left > 0; left--) {
    const at = chance.below(bytes.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8));
  }
  return changed;
}

function overwritten({ bytes, chance }: Given): Buffer {
  const changed = Buffer.from(bytes);
  randomBytes(chance, chance.of(WIDTHS)).copy(changed, chance.below(bytes.length));
  return changed;
}

function nasty({ bytes, chance }: Given): Buffer {
  const changed = Buffer.from(bytes);
  chance.of(NASTY).copy(changed, chance.below(bytes.length));
  return changed;
}

/** A name stands in several places: they are changed alike. */
function replacedEverywhere({ bytes, chance }: Given): Buffer {
  const width = 1 + chance.below(4);
  const at = chance.below(Math.max(1, bytes.length - width));
  const wanted = bytes.toString("latin1", at, at + width);
  const nastyText = chance.of(NASTY).toString("latin1").padEnd(width, "/").slice(0, wanted.length);
  return Buffer.from(bytes.toString("latin1").replaceAll(wanted, nastyText), "latin1");
}

function swapped({ bytes, chance }: Given): Buffer {
  const changed = Buffer.from(bytes);
  const width = chance.of(WIDTHS);
  const [a, b] = [chance.below(bytes.length), chance.below(bytes.length)];
  bytes.copy(changed, a, b, b + width);
  bytes.copy(changed, b, a, a + width);
  return changed;
}

function copied({ bytes, chance }: Given): Buffer {
  const changed = Buffer.from(bytes);
  const from = chance.below(bytes.length);
  bytes.copy(changed, chance.below(bytes.length), from, from + 1 + chance.below(100));
  return changed;
}

function spliced({ bytes, other, chance }: Given): Buffer {
  return Buffer.concat([bytes.subarray(0, chance.below(bytes.length)), other.subarray(chance.below(other.length))]);
}

/** A block of a tar twice, gone, or elsewhere. */
function blockMoved({ bytes, chance }: Given): Buffer {
  const blocks = Math.ceil(bytes.length / BLOCK);
  const [from, to] = [chance.below(blocks) * BLOCK, chance.below(blocks) * BLOCK];
  const block = bytes.subarray(from, from + BLOCK);
  const rest = chance.below(2) === 0 ? bytes : Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + BLOCK)]);
  return Buffer.concat([rest.subarray(0, to), block, rest.subarray(to)]);
}

function cutOut({ bytes, chance }: Given): Buffer {
  const from = chance.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + chance.below(64))]);
}

function randomBytes(chance: Chance, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => chance.below(256)));
}
