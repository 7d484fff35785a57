/**
 * Reads what the kernel's `dm-log-writes` wrote (Documentation/admin-guide/device-mapper/log-writes.rst, and the structures at the top of
 * drivers/md/dm-log-writes.c). A write stands in the log once it is durable or a flush after it makes it so; so all that stands before
 * a mark is what a power cut at the mark leaves for certain.
 */
import { closeSync, openSync, readSync } from "node:fs";

/** Something that went to the disk, in order. */
export type LogEntry =
  | { readonly kind: "mark"; readonly text: string }
  | { readonly kind: "discard" }
  | {
      readonly kind: "write";
      /** In sectors of {@link SECTOR} bytes. */
      readonly sector: number;
      /** Empty for a flush alone. */
      readonly bytes: Buffer;
      /** Everything before it in the log was durable when it began. */
      readonly flushes: boolean;
      /** It was durable itself when it ended. */
      readonly durable: boolean;
    };

/** The unit of positions on a disk, in bytes. */
export const SECTOR = 512;

const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const FUA = 2n;
const DISCARD = 4n;
const MARK = 8n;

/** Reads the whole log. Throws where the file is none. */
export function readWriteLog(path: string): LogEntry[] {
  const fd = openSync(path, "r");
  try {
    const head = readAt(fd, 0, SECTOR);
    if (head.readBigUInt64LE(0) !== MAGIC) throw new Error(`${path} is no log of dm-log-writes`);
    const count = Number(head.readBigUInt64LE(16));
    const size = head.readUInt32LE(24);
    const entries: LogEntry[] = [];
    let position = size;
    for (let index = 0; index < count; index++) {
      const { entry, length } = readEntry(fd, position, size);
      entries.push(entry);
      position += length;
    }
    return entries;
  } finally {
    closeSync(fd);
  }
}

function readEntry(fd: number, position: number, size: number): { entry: LogEntry; length: number } {
  const head = readAt(fd, position, size);
  const [sector = 0n, sectors = 0n, flags = 0n, textLength = 0n] = [0, 8, 16, 24].map((at) => head.readBigUInt64LE(at));
  if ((flags & MARK) !== 0n) {
    const text = head.toString("latin1", 32, 32 + Number(textLength)).replace(/\0.*$/s, "");
    return { entry: { kind: "mark", text }, length: size };
  }
  if ((flags & DISCARD) !== 0n) return { entry: { kind: "discard" }, length: size };
  const bytes = readAt(fd, position + size, Number(sectors) * size);
  const [flushes, durable] = [(flags & FLUSH) !== 0n, (flags & FUA) !== 0n];
  const first = (Number(sector) * size) / SECTOR;
  return { entry: { kind: "write", sector: first, bytes, flushes, durable }, length: size + bytes.length };
}

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(fd, bytes, 0, length, position) !== length)
    throw new Error(`The log ends within an entry at ${position}`);
  return bytes;
}
