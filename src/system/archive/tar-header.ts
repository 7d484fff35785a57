/** One header block of a tar: POSIX.1-1988 (ustar) and GNU's, as described in tar(5) of libarchive and GNU tar's manual ("Basic Tar Format"). */
import { decodeName } from "../../core/bytes.ts";

export const BLOCK = 512;

/** A header block, read but not judged. `type` is its one character. */
export interface TarHeader {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly mtime: number;
  readonly linkName: string;
}

/** Reads a header; the fault in words where the block is none. */
export function headerIn(block: Buffer): TarHeader | { readonly fault: string } {
  if (!isUstar(block)) return { fault: "a header in it is broken" };
  if (numberIn(block, 148, 8) !== sumOf(block)) return { fault: "the checksum of a header does not match" };
  const [mode, size, mtime] = [numberIn(block, 100, 8), numberIn(block, 124, 12), numberIn(block, 136, 12)];
  if (mode === null || size === null || mtime === null || size < 0) return { fault: "a number in a header is broken" };
  const type = String.fromCharCode(block[156] ?? 0);
  return { name: nameIn(block), type: type === "\0" ? "0" : type, size, mode, mtime, linkName: text(block, 157, 100) };
}

/** True for a block with the mark of the two formats that are read. */
export function isUstar(block: Uint8Array): boolean {
  const mark = Buffer.from(block.subarray(257, 265)).toString("latin1");
  return mark === "ustar\u000000" || mark === "ustar  \0";
}

/** True for a block of zeros: two of them end an archive. */
export function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Only POSIX has the first part of long names in front; GNU keeps times there. */
function nameIn(block: Buffer): string {
  const name = text(block, 0, 100);
  const isPosix = block[262] === 0;
  const prefix = isPosix ? text(block, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function text(block: Buffer, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return decodeName(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or GNU's binary numbers where the first bit is set; null where it is neither. An empty field is 0. */
function numberIn(block: Buffer, at: number, length: number): number | null {
  const field = block.subarray(at, at + length);
  if (((field[0] ?? 0) & 0x80) !== 0) return binaryIn(field);
  const digits = /^ *([0-7]*)[ \0]*$/.exec(field.toString("latin1"))?.[1];
  return digits === undefined ? null : digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** Big-endian, in two's complement; null above 2^53. */
function binaryIn(field: Buffer): number | null {
  let value = BigInt((field[0] ?? 0) & 0x7f);
  for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte);
  if (((field[0] ?? 0) & 0x40) !== 0) value -= 1n << BigInt(field.length * 8 - 1);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

/** The sum of all bytes, those of the checksum itself counted as blanks. */
function sumOf(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return sum;
}
