import { someNames } from "../core/some-names.ts";
import { displayName } from "../core/bytes.ts";
import type { SnapshotHead } from "../core/snapshot.ts";
import { agoInWords, bytesInWords } from "./amounts.ts";
import { count } from "./marks.ts";
import type { AgeOf } from "./rescued-text.ts";

interface Listed {
  readonly name: string;
  readonly head: SnapshotHead | null;
}

/** Names told in a sentence. */
const NAMED = 5;
const SHOWN = 20;

/** The snapshots of a site, the newest last. */
export function renderSnapshots(about: {
  readonly site: string;
  readonly folder: string;
  readonly snapshots: readonly Listed[];
  readonly ageOf: AgeOf;
}): string {
  const { snapshots } = about;
  const head = `⧉ Snapshots of ${displayName(about.site)}`;
  if (snapshots.length === 0)
    return [head, "", "There is none yet", "   👉 To take one:  holdfast snapshot"].join("\n");
  const width = Math.max(...snapshots.map(({ name }) => name.length));
  const lines = snapshots.map(({ name, head: own }) =>
    own === null
      ? `❌ ${name.padEnd(width)}  its manifest is damaged; it cannot be restored`
      : `   ${name.padEnd(width)}  ${agoInWords(about.ageOf(own.begun))}, ${amounts(own)}${own.named ? ", stays until it is dropped" : ""}`,
  );
  const last = snapshots.at(-1)?.name ?? "";
  return [
    head,
    "",
    ...lines,
    "",
    `📁 They lie in ${displayName(about.folder)}`,
    `   👉 To read one back, every bit:  holdfast snapshot verify ${last}`,
    `   👉 To bring it back:  holdfast restore ${last} --dry-run`,
  ].join("\n");
}

/** A snapshot that was taken. */
export function renderTaken(about: {
  readonly name: string;
  readonly folder: string;
  readonly head: SnapshotHead;
  readonly removed: readonly string[];
  readonly notInIt: readonly string[];
}): string {
  const { head, name } = about;
  return [
    `✅ Snapshot ${name}: ${amounts(head)}, taken from ${clock(head.begun)} to ${clock(head.ended)} UTC`,
    `   in ${displayName(about.folder)}/${name}`,
    ...(head.unchanged === 0
      ? []
      : [`   ${count(head.unchanged, "file")} unchanged since the last one; they take no room`]),
    ...(head.databases.length === 0
      ? []
      : [
          `   ${count(head.databases.length, "database")} taken while it stood still: ${someNames(head.databases, NAMED)}`,
        ]),
    ...head.moving
      .slice(0, SHOWN)
      .map(
        (path) =>
          `⚠️  ${displayName(path)} was being written each time it was copied; it is in as one of those moments had it`,
      ),
    ...(head.leftOut.length === 0
      ? []
      : [`ℹ️  Not in it, because they are no files: ${someNames(head.leftOut, NAMED)}`]),
    ...about.notInIt.map(
      (path) => `⚠️  ${displayName(path)} leads out of shared; only the link is in it, not what it leads to`,
    ),
    ...(about.removed.length === 0 ? [] : [`🗑️  Older ones removed: ${about.removed.join(", ")}`]),
    `   👉 To look at what bringing it back would do:  holdfast restore ${name} --dry-run`,
  ].join("\n");
}

/** What reading a snapshot back found. */
export function renderVerified(
  name: string,
  head: SnapshotHead,
  faults: readonly { readonly path: string; readonly what: string }[],
): string {
  if (faults.length === 0) return `✅ Snapshot ${name}: ${amounts(head)} read back, every bit as it was taken`;
  return [
    `❌ Snapshot ${name} is damaged: ${count(faults.length, "path")} not as they were taken`,
    ...faults.slice(0, SHOWN).map(({ path, what }) => `   ${displayName(path)} ${what}`),
    ...(faults.length > SHOWN ? [`   and ${faults.length - SHOWN} more`] : []),
    "   👉 What is not named here can still be brought back: holdfast restore NAME PATH. Look at the disk's health, and take a new one",
  ].join("\n");
}

function amounts({ files, bytes }: SnapshotHead): string {
  return `${count(files, "file")}, ${bytesInWords(bytes)}`;
}

function clock(at: string): string {
  return at.replace("T", " ").replace(/Z$/, "");
}
