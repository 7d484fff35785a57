/** Writes tars block by block: every field of a header can be set, also to what no tar program would write. */

const BLOCK = 512;

/** One entry. What is not said is as GNU tar writes it in its POSIX format. */
export interface TarEntry {
  readonly name?: string | Buffer;
  readonly data?: string | Buffer;
  /** One character: "0" a file, "1" a hard link, "2" a link, "5" a folder. */
  readonly type?: string;
  readonly mode?: number;
  readonly mtime?: number;
  readonly linkName?: string | Buffer;
  /** First part of the name, as POSIX has it. */
  readonly prefix?: string;
  /** The twelve bytes of the size, where they are not those of the data. */
  readonly size?: number | string | Buffer;
  readonly checksum?: number | string;
  /** `ustar\0` and `00`; GNU's own is `ustar  \0`. */
  readonly magic?: string;
  /** Lines of an extended header in front of it. */
  readonly pax?: Readonly<Record<string, string | Buffer>>;
  /** A block of lines that replaces what `pax` would make. */
  readonly paxBytes?: Buffer;
  /** GNU's long name and long link in front of it. */
  readonly longName?: string | Buffer;
  readonly longLink?: string | Buffer;
}

const END = Buffer.alloc(2 * BLOCK);

/** A tar; `end` stands in place of the two blocks of zeros. */
export function tarOf(entries: readonly TarEntry[], end: Buffer = END): Buffer {
  return Buffer.concat([...entries.map(entryBytes), end]);
}

/** A header that speaks of all that follow. */
export function globalHeader(lines: Readonly<Record<string, string>>): TarEntry {
  return { name: "pax_global_header", type: "g", data: paxLines(lines) };
}

/** Lines of an extended header, each with its length in front. */
export function paxLines(lines: Readonly<Record<string, string | Buffer>>): Buffer {
  return Buffer.concat(
    Object.entries(lines).map(([key, value]) => {
      const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
      let length = rest.length;
      while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
      return Buffer.concat([Buffer.from(String(length)), rest]);
    }),
  );
}

/** Twelve bytes of GNU's binary numbers; negative ones in two's complement. */
export function binaryNumber(number: bigint, length = 12): Buffer {
  const bytes = Buffer.alloc(length);
  let rest = BigInt.asUintN(length * 8, number);
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
}

function entryBytes(entry: TarEntry): Buffer {
  const parts: Buffer[] = [];
  const before = (type: string, data: Buffer): void => {
    parts.push(whole({ name: "././@LongLink", type, data }));
  };
  if (entry.longName !== undefined) before("L", Buffer.concat([Buffer.from(entry.longName), Buffer.of(0)]));
  if (entry.longLink !== undefined) before("K", Buffer.concat([Buffer.from(entry.longLink), Buffer.of(0)]));
  const lines = entry.paxBytes ?? (entry.pax === undefined ? null : paxLines(entry.pax));
  if (lines !== null) parts.push(whole({ name: "PaxHeaders/x", type: "x", data: lines }));
  return Buffer.concat([...parts, whole(entry)]);
}

function whole(entry: TarEntry): Buffer {
  const data = Buffer.from(entry.data ?? "");
  return Buffer.concat([headerOf(entry, data.length), data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}

function headerOf(entry: TarEntry, length: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const { name = "", type = "0", mtime = 1_750_000_000, linkName = "", magic = "ustar\x0000", prefix = "" } = entry;
  const { mode = type === "5" ? 0o755 : 0o644 } = entry;
  const put = (value: string | Buffer, at: number, most: number): void => {
    Buffer.from(value).copy(block, at, 0, most);
  };
  put(name, 0, 100);
  for (const [number, at] of [mode, 0, 0].map((each, index) => [each, 100 + index * 8] as const))
    put(octal(number, 8), at, 8);
  put(fieldOf(entry.size, length, 12), 124, 12);
  put(octal(mtime, 12), 136, 12);
  put(type, 156, 1);
  put(linkName, 157, 100);
  put(magic, 257, 8);
  put(prefix, 345, 155);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(fieldOf(entry.checksum, sum, 8), 148, 8);
  return block;
}

/** What was said, in octal where it is a number; else what is right. */
function fieldOf(said: number | string | Buffer | undefined, right: number, length: number): string | Buffer {
  return typeof said === "string" || Buffer.isBuffer(said) ? said : octal(said ?? right, length);
}

function octal(number: number, length: number): string {
  return `${number.toString(8).padStart(length - 1, "0")}\0`;
}
