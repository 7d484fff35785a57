/** Where the entries of a ZIP lie, and how each is packed, as columns of numbers. */
import type { Extent, Packed } from "./zip-local.ts";

/** By the entries' indexes in the directory. An index that is none throws. */
export interface ZipPlaces {
  readonly at: (index: number) => Extent & Packed;
  /** The indexes in the order in which the entries lie in the file. */
  readonly inOrder: () => Uint32Array;
  readonly add: (packed: Packed, extent: Extent) => void;
}

/** Numbers of an entry that may need 64 bits (offset, packed size), that need 32 (checksum, length of its own header), and that need 16. */
const [LARGE, MIDDLE, SMALL] = [2, 2, 2];

/** Room for `most` entries. */
export function zipPlaces(most: number): ZipPlaces {
  let length = 0;
  const large = new Float64Array(most * LARGE);
  const middle = new Uint32Array(most * MIDDLE);
  const small = new Uint16Array(most * SMALL);
  const offsetAt = (index: number): number => large[index * LARGE] ?? 0;
  return {
    add: ({ offset, packed, crc, method }, { data, end }) => {
      const index = length++;
      large.set([offset, packed], index * LARGE);
      middle.set([crc, data.start - offset], index * MIDDLE);
      small.set([method, end - data.end], index * SMALL);
    },
    at: (index) => {
      if (index >= length) throw new Error(`No entry ${index}`);
      const [offset = 0, packed = 0] = large.subarray(index * LARGE);
      const [crc = 0, before = 0] = middle.subarray(index * MIDDLE);
      const [method = 0, behind = 0] = small.subarray(index * SMALL);
      const start = offset + before;
      const data = { start, end: start + packed };
      return { offset, packed, crc, method, data, end: data.end + behind };
    },
    inOrder: () => Uint32Array.from({ length }, (_, index) => index).sort((a, b) => offsetAt(a) - offsetAt(b)),
  };
}
