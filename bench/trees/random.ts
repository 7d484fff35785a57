/** Chance from a seed: the same numbers and the same bytes on every machine. */
import { createCipheriv } from "node:crypto";

/** A source of numbers from 0 up to, but not including, 1 (sfc32). */
export function numbersFrom(seed: number): () => number {
  let [a, b, c, count] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let turn = 0; turn < 12; turn++) next();
  return next;
}

/** A size around a median, as sizes of uploads are spread (lognormal); at least one byte, at most eight MiB. */
export function sizeAround(median: number, next: () => number): number {
  const spread = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Math.min(Math.max(1, Math.round(median * Math.exp(1.3 * spread))), MOST);
}

/** Bytes that no other index has, and that do not compress. */
export function bytesOf(seed: number, index: number, size: number): Buffer {
  const vector = Buffer.alloc(16);
  vector.writeUInt32LE(seed, 0);
  vector.writeUInt32LE(index, 4);
  return createCipheriv("aes-256-ctr", KEY, vector).update(size <= MOST ? ZEROS.subarray(0, size) : Buffer.alloc(size));
}

const MOST = 8 << 20;
const ZEROS = Buffer.alloc(MOST);
const KEY = Buffer.alloc(32, "holdfast");
