/**
 * The manifest of a snapshot on disk: a line `holdfast-snapshot 1 <bytes> <sha256>`, then exactly that many bytes, and nothing after. So any bit of it that
 * flips is seen.
 */
import { SNAPSHOT_PARTS, type SnapshotHead, type SnapshotManifest } from "../../core/snapshot.ts";
import { manifestText, readManifestHead, readManifestText } from "../../plan/snapshot/manifest-text.ts";
import { sha256 } from "../../system/digest.ts";
import { type Dir, look, type Spot } from "../../system/dir.ts";
import { readFileAt, replaceFile } from "../../system/durable-file.ts";

const LIMIT = 2 ** 30;
const PRIVATE = 0o600;
const HEAD = /^holdfast-snapshot 1 (\d+) ([0-9a-f]{64})\n/;
/** The head line is not longer. */
const HEAD_LENGTH = 128;

/** Writes it, durably. */
export function writeManifest(
  folder: Dir,
  manifest: SnapshotManifest,
  owner: { readonly uid: number; readonly gid: number } | null,
): void {
  const body = Buffer.from(manifestText(manifest));
  const head = Buffer.from(`holdfast-snapshot 1 ${body.length} ${sha256(body)}\n`);
  const content = { bytes: Buffer.concat([head, body]), mode: PRIVATE, ...(owner === null ? {} : { owner }) };
  replaceFile(spotIn(folder), folder, content);
}

/** A manifest with the digest by which it is known. */
export interface SealedManifest {
  readonly manifest: SnapshotManifest;
  /** sha256 of its text. */
  readonly digest: string;
}

/** Reads it; null where there is none, or where it is not what was written. */
export function readManifest(folder: Dir): SealedManifest | null {
  const sealed = readBody(folder);
  const manifest = sealed === null ? null : readManifestText(sealed.body.toString("utf8"));
  return sealed === null || manifest === null ? null : { manifest, digest: sealed.digest };
}

/** The same of its head alone; all of it is compared with its digest. */
export function readHead(folder: Dir): SnapshotHead | null {
  const sealed = readBody(folder);
  return sealed === null ? null : readManifestHead(sealed.body.toString("utf8", 0, sealed.body.indexOf("\n") + 1));
}

function readBody(folder: Dir): { readonly body: Buffer; readonly digest: string } | null {
  const bytes = readFileAt(spotIn(folder), LIMIT);
  if (bytes === null) return null;
  const head = HEAD.exec(bytes.subarray(0, HEAD_LENGTH).toString("latin1"));
  if (head === null) return null;
  const body = bytes.subarray(head[0].length);
  const digest = head[2] ?? "";
  return String(body.length) !== head[1] || sha256(body) !== digest ? null : { body, digest };
}

/** True where there is a manifest, whole or not. */
export function hasManifest(folder: Dir): boolean {
  return look(spotIn(folder))?.kind === "file";
}

function spotIn(folder: Dir): Spot {
  return { dir: folder, name: SNAPSHOT_PARTS.manifest };
}
