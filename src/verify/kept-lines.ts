import { NAMES } from "../core/layout.ts";
import { type AbsPath, abs, rel, under } from "../core/path.ts";
import { RESCUED_FOLDER, SNAPSHOTS_FOLDER } from "../plan/own-file.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { filesBelow } from "../system/listing.ts";
import { namesAt } from "../system/names.ts";
import { needOf } from "../system/space.ts";
import type { CheckLine } from "./check-line.ts";

/** How much lies in the rescue folder and in shared's snapshots; nothing of it goes by itself. */
export function keptLines(shared: AbsPath): CheckLine[] {
  if (lookAt(bytes(under(shared, rel(NAMES.state))))?.kind !== "directory") return [];
  return [...rescuedLine(shared), ...snapshotsLine(shared)];
}

function rescuedLine(shared: AbsPath): CheckLine[] {
  // Beside each folder lies the note that says why; it is ours.
  const sizes = foldersIn(under(shared, rel(RESCUED_FOLDER))).map(filesBelow);
  const files = sizes.reduce((sum, size) => sum + size.files, 0);
  if (files === 0) return [];
  const total = sizes.reduce((sum, size) => sum + size.bytes, 0);
  return [
    {
      status: "note",
      text: `Rescued, and kept until you drop it: ${files} ${files === 1 ? "file" : "files"}, ${total} bytes (holdfast rescued)`,
    },
  ];
}

function snapshotsLine(shared: AbsPath): CheckLine[] {
  const folder = under(shared, rel(SNAPSHOTS_FOLDER));
  const folders = foldersIn(folder);
  if (folders.length === 0) return [];
  const { bytes: room } = needOf(folder);
  return [
    {
      status: "note",
      text: `Snapshots: ${folders.length}, at most ${room} bytes; what two of them share counts for each (holdfast snapshot list)`,
    },
  ];
}

function foldersIn(folder: AbsPath): AbsPath[] {
  return namesAt(folder)
    .map((name) => abs(`${folder}/${name}`))
    .filter((path) => lookAt(bytes(path))?.kind === "directory");
}
