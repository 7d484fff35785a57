import { join } from "node:path";
import type { Row } from "../row.ts";
import { longer } from "../timing/line.ts";
import { outputOf } from "../timing/process.ts";
import { race } from "../timing/rounds.ts";
import { freshSite, linkTree, siteBelow, UPLOADS } from "../trees/site.ts";
import { timeLimit } from "./limits.ts";

/** Reading a tree back and digesting every file of it. */
export const digestRow: Row = {
  ids: ["9"],
  title: "Content digest of a tree",
  programs: ["openssl", "find", "xargs"],
  sets: ["M"],
  copies: ["M"],
  run: (bench) => {
    const { program, scratch, set, rounds } = bench;
    const folder = scratch("digest");
    const [data, site] = [join(folder, "data"), siteBelow(folder)];
    const { path, files, bytes } = set("M");
    linkTree(path, data);
    freshSite(site, data);
    const holdfast = (...args: readonly string[]): readonly string[] => [process.execPath, program, ...args];
    outputOf({ argv: holdfast("persist", site.app, "--yes") });
    outputOf({ argv: holdfast("snapshot", "--site", site.root, "--name", "one", "--yes") });
    const copied = join(site.shared, ".holdfast/snapshots/one/data", UPLOADS);
    const verify = { argv: holdfast("snapshot", "verify", "one", "--site", site.root) };
    const { ours, theirs } = race(
      {
        ours: verify,
        theirs: { argv: ["sh", "-c", 'find "$1" -type f -print0 | xargs -0 openssl dgst -sha256', "sh", copied] },
      },
      { rounds },
    );
    return [
      longer(
        {
          what: `sha256 of ${files} files, ${Math.round(bytes / 1e6)} MB`,
          ours: "snapshot verify (also modes, owners, times, attributes)",
          theirs: "openssl dgst -sha256",
          why: timeLimit(bench, verify),
        },
        { ours, theirs },
        0.9,
      ),
    ];
  },
};
