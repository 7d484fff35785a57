import { lstatSync, readlinkSync, statSync, type BigIntStats } from "node:fs";
import { decodeName } from "../core/bytes.ts";
import type { NodeKind } from "../core/inventory.ts";
import { attempt } from "./path-error.ts";

/** What lstat says of one name. Identity is device and inode, never a path. */
export interface NodeFact {
  readonly kind: NodeKind;
  /** `dev:ino`, in decimal. */
  readonly id: string;
  readonly dev: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  /** When the node was made, in nanoseconds; 0 where the file system does not say. */
  readonly bornNs: bigint;
  readonly links: number;
  /** For links only. */
  readonly linkText?: string;
}

/** Looks at a name without following it; null when nothing is there. */
export function lookAt(path: Buffer | string): NodeFact | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  const fact = factOf(stats);
  if (fact.kind !== "link") return fact;
  const linkText = linkTextAt(path);
  // Gone, or no link any more, between the two calls: what stands there now is the answer.
  return linkText === null ? lookAt(path) : { ...fact, linkText };
}

/** Facts of what a path leads to, through links; null where nothing is, and where this user may not look. */
export function lookBehind(path: Buffer | string): NodeFact | null {
  return attempt(() => factOf(statSync(path, { bigint: true }))) ?? null;
}

function linkTextAt(path: Buffer | string): string | null {
  try {
    return decodeName(readlinkSync(path, { encoding: "buffer" }));
  } catch (error) {
    if (["ENOENT", "EINVAL", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

/** The facts in a stat result. */
export function factOf(stats: BigIntStats): NodeFact {
  const dev = deviceText(stats.dev);
  return {
    kind: kindOf(stats),
    id: `${dev}:${stats.ino}`,
    dev,
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    size: Number(stats.size),
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    bornNs: stats.birthtimeNs,
    links: Number(stats.nlink),
  };
}

/** Most names that are looked at lie on the device of the last one. */
let last = { dev: -1n, text: "" };

function deviceText(dev: bigint): string {
  if (dev !== last.dev) last = { dev, text: dev.toString() };
  return last.text;
}

function kindOf(stats: BigIntStats): NodeKind {
  if (stats.isDirectory()) return "directory";
  if (stats.isFile()) return "file";
  return stats.isSymbolicLink() ? "link" : "other";
}

/** Identity with the time of birth: the number of an inode is used again as soon as its file is gone. */
export function incarnationOf(fact: NodeFact): string {
  return `${fact.id}@${fact.bornNs}`;
}

/** Identity, size and times as one text: while it stays the same, nobody has changed the node. */
export function signatureOf(fact: NodeFact): string {
  return `${fact.id}:${fact.size}:${fact.mtimeNs}:${fact.ctimeNs}`;
}
