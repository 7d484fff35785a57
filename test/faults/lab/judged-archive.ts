/** `judged-archive.ts ARCHIVE FOLDER LIMITS`: looks at a delivery, makes a tree of it in FOLDER where it is accepted, and prints the peak of its memory in KiB. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ARRIVAL_LIMITS, type ArrivalLimits } from "../../../src/core/arrival.ts";
import { HoldfastError } from "../../../src/core/error.ts";
import { abs } from "../../../src/core/path.ts";
import { acceptListing } from "../../../src/plan/arrival/listing.ts";
import { inventoryOf } from "../../../src/system/archive/inventory.ts";
import { openSource } from "../../../src/system/archive/open-source.ts";
import { writeTree } from "../../../src/system/archive/write-tree.ts";
import { withDir } from "../../../src/system/dir.ts";

const [path = "", folder = "", given = "{}"] = process.argv.slice(2);
const code = verdict({ ...ARRIVAL_LIMITS, ...(JSON.parse(given) as Partial<ArrivalLimits>) });
console.log(JSON.stringify({ code, peak: peakOfThisProcess() }));

/** Not `maxRSS` of getrusage(2), which takes over what the process had that started this one. */
function peakOfThisProcess(): number {
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "latin1"))?.[1] ?? Number.NaN);
}

function verdict(limits: ArrivalLimits): string {
  try {
    release(limits);
    return "accepted";
  } catch (error) {
    if (error instanceof HoldfastError) return error.code;
    throw error;
  }
}

function release(limits: ArrivalLimits): void {
  const archive = openSource(abs(path), limits);
  try {
    const { kind, size, entries } = archive;
    const listing = acceptListing({ source: path, kind, size, entries }, { limits, root: "." });
    inventoryOf(archive, listing, { wants: () => 1, reads: [], root: abs(folder), along: () => null });
    const made = join(folder, "new");
    mkdirSync(made, { mode: 0o700 });
    withDir(abs(made), (dir) => {
      writeTree(dir, archive, { listing, how: { owner: null, durable: false } });
    });
  } finally {
    archive.close();
  }
}
