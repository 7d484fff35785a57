/** One name's line of a baseline, read where it lies: no text and no number of it is made before it is asked for. */
import type { BaselineNode } from "./baseline.ts";
import type { NodeKind } from "./inventory.ts";
import { parseRel } from "./path.ts";

const [SPACE, NEWLINE, QUOTE, BACKSLASH, SLASH, DOT, MINUS, ZERO, LETTER_G] = [32, 10, 34, 92, 47, 46, 45, 48, 103];
const BEYOND_ASCII = 0x80;
const KINDS = new Map<number | undefined, NodeKind>(
  (["directory", "file", "link", "other"] as const).map((kind) => [kind.charCodeAt(0), kind]),
);
const GIT = "git:";
/** 1 for each byte that is a digit of a digest. */
const HEX = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number("0123456789abcdef".includes(String.fromCharCode(byte))),
);
/** Digits of a time after its seconds. */
const NANO = 9;
const BILLION = 1_000_000_000;
const HALF_WORD = 2 ** 31;

/** A reader of lines; what it tells is about the line that was read last. */
export class BaselineLine {
  kind: NodeKind = "other";
  /** Permission bits. */
  mode = 0;
  size = 0;
  /** Where the next line begins. */
  next = 0;
  /** A name in which every byte stands for itself, between two places of the document. */
  isPlain = false;
  nameAt = 0;
  nameEnd = 0;
  private readonly bytes: Buffer;
  private value = 0;
  private mtimeAt = 0;
  private mtimeEnd = 0;
  private ctimeAt = 0;
  private ctimeEnd = 0;
  private digestEnd = 0;
  private textEnd = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Reads the line that begins at a place; false where it is not as it should be. */
  read(at: number): boolean {
    this.next = at + 1;
    const kind = KINDS.get(this.bytes[at]);
    if (kind === undefined) return false;
    this.kind = kind;
    return this.skip(SPACE) && this.readNumbers() && this.readTimes() && this.readDigest() && this.readNames();
  }

  get name(): string {
    return this.isPlain ? this.bytes.toString("latin1", this.nameAt, this.nameEnd) : this.unquoted(this.nameEnd + 1);
  }

  /** The node that the line tells of, whole. */
  node(): BaselineNode {
    const { kind, mode, size, bytes, mtimeAt, mtimeEnd, ctimeAt, ctimeEnd, digestEnd } = this;
    const digest = bytes.toString("latin1", ctimeEnd + 1, digestEnd);
    return {
      kind,
      mode,
      size,
      mtimeNs: BigInt(bytes.toString("latin1", mtimeAt, mtimeEnd)),
      ctimeNs: BigInt(bytes.toString("latin1", ctimeAt, ctimeEnd)),
      digest: digest === "-" ? null : digest,
      ...(kind === "link"
        ? { text: JSON.parse(bytes.toString("utf8", this.nameEnd + 2, this.textEnd)) as string }
        : {}),
    };
  }

  /** True where both times are exactly these, in nanoseconds, and the change time proves something. */
  hasTimes(mtimeNs: bigint, ctimeNs: bigint): boolean {
    return (
      this.isTime(ctimeNs, this.ctimeAt, this.ctimeEnd) &&
      this.isTime(mtimeNs, this.mtimeAt, this.mtimeEnd) &&
      ctimeNs !== 0n
    );
  }

  /** Two numbers that differ by less than 2^31, and not in their lowest 32 bits, are the same: no big number need be made of the digits. */
  private isTime(time: bigint, from: number, end: number): boolean {
    const { bytes } = this;
    const split = end - NANO;
    if (split <= from || bytes[from] === MINUS) return time === BigInt(bytes.toString("latin1", from, end));
    let seconds = 0;
    for (let at = from; at < split; at++) seconds = seconds * 10 + (bytes[at] ?? 0) - ZERO;
    let nano = 0;
    for (let at = split; at < end; at++) nano = nano * 10 + (bytes[at] ?? 0) - ZERO;
    const low = (Math.imul(seconds, BILLION) + nano) >>> 0;
    if (low !== Number(BigInt.asUintN(32, time))) return false;
    return Math.abs(seconds * BILLION + nano - Number(time)) < HALF_WORD;
  }

  private readNumbers(): boolean {
    if (!this.digits(4, 8)) return false;
    this.mode = this.value;
    if (!this.skip(SPACE)) return false;
    const isUnknown = this.bytes[this.next] === MINUS;
    if (isUnknown) this.next++;
    if (!this.digits(isUnknown ? 1 : 16, isUnknown ? 2 : 10) || (isUnknown && this.value !== 1)) return false;
    this.size = isUnknown ? -1 : this.value;
    return this.skip(SPACE);
  }

  private readTimes(): boolean {
    this.mtimeAt = this.next;
    if (this.bytes[this.next] === MINUS) this.next++;
    if (!this.digits(20, 10)) return false;
    this.mtimeEnd = this.next;
    this.ctimeAt = this.next + 1;
    if (!this.skip(SPACE) || !this.digits(20, 10)) return false;
    this.ctimeEnd = this.next;
    return this.skip(SPACE);
  }

  private readDigest(): boolean {
    const { bytes, next } = this;
    const isGit = bytes[next] === LETTER_G && bytes.toString("latin1", next, next + GIT.length) === GIT;
    const from = isGit ? next + GIT.length : next;
    let at = from;
    while (HEX[bytes[at] ?? 0] === 1) at++;
    const isNone = bytes[next] === MINUS;
    this.digestEnd = this.next = isNone ? next + 1 : at;
    return (isNone || isDigestLong(at - from, isGit)) && this.skip(SPACE);
  }

  private readNames(): boolean {
    const from = this.next;
    if (!this.quoted()) return false;
    this.nameAt = from + 1;
    this.nameEnd = this.next - 1;
    this.isPlain = this.value === 0;
    if (!this.isOneName()) return false;
    if (this.kind !== "link") return this.skip(NEWLINE);
    const text = this.next + 1;
    if (!this.skip(SPACE) || !this.quoted()) return false;
    this.textEnd = this.next;
    return (this.value === 0 || isText(this.bytes.toString("utf8", text, this.textEnd))) && this.skip(NEWLINE);
  }

  private isOneName(): boolean {
    const { bytes, nameAt, nameEnd } = this;
    if (!this.isPlain) {
      const json = bytes.toString("utf8", nameAt - 1, nameEnd + 1);
      if (!isText(json)) return false;
      const name = JSON.parse(json) as string;
      return parseRel(name) === name && !name.includes("/");
    }
    const length = nameEnd - nameAt;
    const isDots = bytes[nameAt] === DOT && (length === 1 || (length === 2 && bytes[nameAt + 1] === DOT));
    return length > 0 && !isDots && !this.hasSlash();
  }

  private hasSlash(): boolean {
    for (let at = this.nameAt; at < this.nameEnd; at++) if (this.bytes[at] === SLASH) return true;
    return false;
  }

  private unquoted(end: number): string {
    return JSON.parse(this.bytes.toString("utf8", this.nameAt - 1, end)) as string;
  }

  /** Goes over a JSON string; `value` is 0 where each of its bytes stands for itself. */
  private quoted(): boolean {
    const { bytes } = this;
    if (!this.skip(QUOTE)) return false;
    let at = this.next;
    this.value = 0;
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
      if (byte === undefined || byte < SPACE) return false;
      if (byte >= BEYOND_ASCII || byte === BACKSLASH) this.value = 1;
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.next = at + 1;
    return true;
  }

  /** Goes over one to `most` digits; `value` is their number. */
  private digits(most: number, base: number): boolean {
    const { bytes } = this;
    const from = this.next;
    let value = 0;
    let at = from;
    for (let digit = (bytes[at] ?? 0) - ZERO; digit >= 0 && digit < base; digit = (bytes[at] ?? 0) - ZERO) {
      value = value * base + digit;
      at++;
    }
    this.value = value;
    this.next = at;
    return at > from && at - from <= most;
  }

  private skip(byte: number): boolean {
    return this.bytes[this.next++] === byte;
  }
}

/** A sha256, or one of git's ids. */
function isDigestLong(length: number, isGit: boolean): boolean {
  return isGit ? length >= 40 && length <= 64 : length === 64;
}

function isText(json: string): boolean {
  try {
    return typeof JSON.parse(json) === "string";
  } catch {
    return false;
  }
}

/** True where the name of the second line comes after that of the first, by their code units. */
export function isInOrder(bytes: Buffer, before: BaselineLine, after: BaselineLine): boolean {
  if (!before.isPlain || !after.isPlain) return before.name < after.name;
  let [one, other] = [before.nameAt, after.nameAt];
  while (one < before.nameEnd && other < after.nameEnd && bytes[one] === bytes[other]) {
    one++;
    other++;
  }
  if (other === after.nameEnd) return false;
  return one === before.nameEnd || (bytes[one] ?? 0) < (bytes[other] ?? 0);
}
