/** Digests of files by name in an open folder: through no link, held up by no FIFO, in parts of bounded size. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { createHash, hash } from "node:crypto";
import { at, isVanished, type Spot } from "./dir.ts";
import { factOf, type NodeFact } from "./facts.ts";
import { named, naming } from "./named-error.ts";

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const part = Buffer.allocUnsafe(1 << 18);

/** A content that was read, with what the file was before and after it. */
export interface Digested {
  readonly digest: string;
  readonly before: NodeFact;
  readonly after: NodeFact;
}

/** The sha256 of a regular file in hex; null where it is none, or is gone by now. */
export function digestAt(spot: Spot): string | null {
  const fd = openIfThere(spot);
  if (fd === null) return null;
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return null;
    return sumOf({ fd, size: stats.size }, "", "sha256");
  } catch (error) {
    throw named(error, `${spot.dir.path}/${spot.name}`);
  } finally {
    closeSync(fd);
  }
}

/** The id that git gives a file's content (gitformat-objects: `blob`, its length, NUL, the bytes); `length` is that of the repository's ids in hex. */
export function blobAt(spot: Spot, length: number): string | null {
  const algorithm = length === 64 ? "sha256" : "sha1";
  return digested(spot, ({ size }) => `blob ${size}\0`, algorithm)?.digest ?? null;
}

/** The digest with the facts around it; null where it is no regular file, or is gone by now. */
export function digestedAt(spot: Spot): Digested | null {
  return digested(spot, () => "");
}

function digested(spot: Spot, prefix: (fact: NodeFact) => string, algorithm = "sha256"): Digested | null {
  const fd = openIfThere(spot);
  if (fd === null) return null;
  try {
    const before = factOf(fstatSync(fd, { bigint: true }));
    if (before.kind !== "file") return null;
    const digest = naming(`${spot.dir.path}/${spot.name}`, () =>
      sumOf({ fd, size: before.size }, prefix(before), algorithm),
    );
    return { digest, before, after: factOf(fstatSync(fd, { bigint: true })) };
  } finally {
    closeSync(fd);
  }
}

interface Open {
  readonly fd: number;
  /** As the system says; what is read counts. */
  readonly size: number;
}

/** What fits into one part, as nearly everything does, is summed in one call. */
function sumOf(open: Open, prefix: string, algorithm: string): string {
  let filled = fill(open);
  if (filled < part.length && prefix === "") return hash(algorithm, part.subarray(0, filled), "hex");
  const whole = createHash(algorithm).update(prefix);
  for (; filled === part.length; filled = fill({ ...open, size: -1 })) whole.update(part);
  return whole.update(part.subarray(0, filled)).digest("hex");
}

/** Fewer bytes than the part has mean that the file is at its end, or that it has the length that it is said to have. */
function fill({ fd, size }: Open): number {
  let filled = 0;
  while (filled < part.length && filled !== size) {
    const count = readSync(fd, part, filled, part.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

function openIfThere(spot: Spot): number | null {
  try {
    return openSync(at(spot), READ);
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}
