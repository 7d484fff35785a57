import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sharesIn, sharesOf } from "../../../bench/timing/profile.ts";

const frame = (functionName: string, url = "") => ({ functionName, url });

test("calls of the system are told by their names, what the loader does as loading, the rest as the program's own", () => {
  const shares = sharesIn({
    nodes: [
      { id: 1, callFrame: frame("(root)"), children: [2, 4, 6, 7] },
      { id: 2, callFrame: frame("load", "node:internal/modules/esm/loader"), children: [3] },
      { id: 3, callFrame: frame("open") },
      { id: 4, callFrame: frame("look", "file:///holdfast.mjs"), children: [5] },
      { id: 5, callFrame: frame("lstat") },
      { id: 6, callFrame: frame("(garbage collector)") },
      { id: 7, callFrame: frame("(idle)") },
    ],
    samples: [3, 2, 5, 5, 4, 6, 7],
    timeDeltas: [20, 10, 15, 15, 20, 15, 5],
  });
  expect(shares).toEqual([
    { what: "loading the program", part: 0.3 },
    { what: "lstat", part: 0.3 },
    { what: "its own JavaScript", part: 0.2 },
    { what: "clearing memory", part: 0.15 },
    { what: "waiting", part: 0.05 },
  ]);
});

test("a run of Node is watched from its beginning to its end", () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-profile-"));
  try {
    const look = "setImmediate(() => { for (let i = 0; i < 2e5; i++) require('node:fs').lstatSync('/'); })";
    const shares = sharesOf({ argv: [process.execPath, "-e", look] }, join(folder, "cpu"));
    expect(shares.map(({ what }) => what)).toContain("lstat");
    expect(shares.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
