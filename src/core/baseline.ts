/** A release exactly as it was when it was made ready: what the running site did since is found by comparing with it. */
import type { NodeKind } from "./inventory.ts";
import { type RelPath, rel } from "./path.ts";

/** Version of the file that holds a baseline; a newer one is refused. */
export const BASELINE_SCHEMA = 1;

/** Where baselines lie below shared, one file for each release. */
export const BASELINES: RelPath = rel(".holdfast/baselines");

/** One name of a release. Times are nanoseconds since 1970. */
export interface BaselineNode {
  readonly kind: NodeKind;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes of a file, -1 where only its content is known; 0 for anything else. */
  readonly size: number;
  readonly mtimeNs: bigint;
  /** When the node was last changed in any way; 0 where that proves nothing, see {@link isSettledTime}. */
  readonly ctimeNs: bigint;
  /** Of a file: the sha256 of its content in hex, or `git:` and the id that git has for it; null where it could not be read. */
  readonly digest: string | null;
  /** Of a link: its text. */
  readonly text?: string;
}

/** Which copy of the code a baseline is of. */
export interface BaselineHead {
  /** The release's name. */
  readonly release: string;
  /** `dev:ino` of its folder, and when that was made. */
  readonly tree: string;
  readonly born: string;
  /** Where it was read from: the release itself as it was made ready, the archive that its vendor shipped, or git. */
  readonly from: "tree" | "archive" | "git";
}

/** What a release held. */
export interface Baseline extends BaselineHead {
  /** Parents before children; the root itself is not in it. */
  readonly nodes: ReadonlyMap<RelPath, BaselineNode>;
}

/** What is on disk now at a name of a release, without its content. */
export type SeenNode = Omit<BaselineNode, "digest">;

/** What can be told without reading a content: `read` means that only the content can. */
export interface Comparison {
  readonly content: "same" | "changed" | "read";
  /** Permission bits; always the same for a link, and where a baseline knows none. */
  readonly mode: "same" | "changed";
}

const SAME: Comparison = { content: "same", mode: "same" };

/**
 * Compares a name with its baseline as far as that goes without reading. The kernel sets the change time and nobody else can: where it is the
 * same, nothing was done to the node. Another kind, size or link text is a change. All else (a new change time alone comes from `chmod`, `ln`,
 * `touch -r` after an edit, or a restored copy) is told by the content.
 */
export function compareNode(known: BaselineNode, seen: SeenNode, from: BaselineHead["from"]): Comparison {
  if (known.kind !== seen.kind) return { content: "changed", mode: "changed" };
  if (known.kind === "link") return { content: known.text === seen.text ? "same" : "changed", mode: "same" };
  const mode = from !== "tree" || known.mode === seen.mode ? "same" : "changed";
  if (known.kind !== "file") return { content: "same", mode };
  if (known.size >= 0 && known.size !== seen.size) return { content: "changed", mode };
  const untouched = known.ctimeNs !== 0n && known.ctimeNs === seen.ctimeNs && known.mtimeNs === seen.mtimeNs;
  return untouched ? SAME : { content: "read", mode };
}

const SECOND = 1_000_000_000n;
/** The kernel's clock for files ticks every ten milliseconds at the slowest (CONFIG_HZ=100); some file systems keep whole seconds, FAT every other. */
const TICK = SECOND / 10n;

/**
 * True where a change time proves something: what is written within the same tick of the clock has the same time, so that one which is as young as a tick
 * when the content is read says nothing about what comes after.
 */
export function isSettledTime(ctimeNs: bigint, nowNs: bigint): boolean {
  const tick = ctimeNs % SECOND === 0n ? 3n * SECOND : TICK;
  return ctimeNs + tick < nowNs;
}
