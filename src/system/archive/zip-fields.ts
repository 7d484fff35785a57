/** The small parts of a ZIP's headers: additional fields, second names, 64-bit numbers, times. */
import { crc32 } from "node:zlib";
import { decodeName, hasEscapedBytes } from "../../core/bytes.ts";

/** Additional fields by their number (APPNOTE 4.5); null where they do not fill their place exactly, or one is there twice. */
export function extraFields(bytes: Buffer): Map<number, Buffer> | null {
  const fields = new Map<number, Buffer>();
  let at = 0;
  while (at + 4 <= bytes.length) {
    const [id, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    if (at + 4 + length > bytes.length || (fields.has(id) && (id === WIDE || id === UNICODE_PATH))) return null;
    fields.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  // Some aligning programs pad with zeros that are no field.
  return bytes.subarray(at).every((byte) => byte === 0) ? fields : null;
}

/** Number of the field of the name in UTF-8. */
export const UNICODE_PATH = 0x7075;

/**
 * The name of an entry: the bytes of its header, or what Info-ZIP's field of the name in UTF-8 (APPNOTE 4.6.9) says where those are in an alphabet
 * of DOS. Null where the field says another name than programs see that do not read it.
 */
export function nameIn(header: Buffer, fields: ReadonlyMap<number, Buffer>): string | null {
  const name = decodeName(header);
  const field = fields.get(UNICODE_PATH);
  if (field === undefined) return name;
  if (field.length < 5 || field.readUInt8(0) !== 1) return null;
  const second = decodeName(field.subarray(5));
  if (second === name) return name;
  const isTranslation =
    hasEscapedBytes(name) && !hasEscapedBytes(second) && asciiOf(header) === asciiOf(field.subarray(5));
  return isTranslation && field.readUInt32LE(1) === crc32(header) ? second : null;
}

/** What both alphabets have in common, each run of other letters as one mark. */
function asciiOf(bytes: Buffer): string {
  return bytes.toString("latin1").replace(/[\x80-\xff]+/g, "\xff");
}

const WIDE = 0x0001;
const FULL = 0xffffffff;

/** Each number that is full is in the field of 64-bit numbers instead, in this order; undefined where it is not there, or above 2^53. */
export function wideNumbers(fields: ReadonlyMap<number, Buffer>, small: readonly number[]): (number | undefined)[] {
  const wide = fields.get(WIDE) ?? Buffer.alloc(0);
  let at = 0;
  return small.map((number) => {
    if (number !== FULL) return number;
    if (at + 8 > wide.length) return undefined;
    const large = largeNumber(wide, at);
    at += 8;
    return Number.isSafeInteger(large) ? large : undefined;
  });
}

/** A 64-bit number; imprecise above 2^53, where no file reaches. */
export function largeNumber(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

const UNIX_TIMES = 0x5455;

/** Seconds since 1970: the Unix time where the archive has it (Info-ZIP's field), else the local time of DOS, read as UTC so that it is the same everywhere. */
export function smallTime(fields: ReadonlyMap<number, Buffer>, time: number, date: number): number {
  const unix = fields.get(UNIX_TIMES);
  if (unix !== undefined && unix.length >= 5 && (unix.readUInt8(0) & 1) === 1) return unix.readInt32LE(1);
  const [year, month, day] = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31];
  return Date.UTC(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2) / 1000;
}
