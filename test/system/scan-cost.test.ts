import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { must, siteOf, start } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { freshFolder } from "../support/tree.ts";

/** Looks at an app with this many uploads in one folder; hands back how often each call was made on something in it. */
function callsOfInspect(uploads: number): ReadonlyMap<string, number> {
  const { app } = siteOf("flat", {
    "index.php": "<?php",
    "app/Upload.php": "<?php move_uploaded_file($a, 'files/2026/' . $n);",
  });
  const folder = join(app, "files/2026/all");
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < uploads; index++) writeFileSync(join(folder, `upload-${index}.jpg`), "");
  const trace = join(freshFolder(), "trace");
  const watched = ["strace", "-f", "-qq", "-y", "-o", trace, "-e", "trace=%file,getdents64,read,pread64,fstat"];
  must(start([...watched, process.execPath, program(), "inspect", app], { env: { UV_USE_IO_URING: "0" } }));
  const counts = new Map<string, number>();
  for (const line of readFileSync(trace, "utf8").split("\n")) {
    const call = /^\d+\s+([a-z0-9_]+)\(/.exec(line)?.[1];
    if (call !== undefined && line.includes(app)) counts.set(call, (counts.get(call) ?? 0) + 1);
  }
  return counts;
}

test("what a look costs does not grow with the uploads: the same calls for 4,000 and for 40,000 in a folder", {
  timeout: 120_000,
}, () => {
  const [few, many] = [callsOfInspect(4_000), callsOfInspect(40_000)];
  expect(few.get("getdents64")).toBeGreaterThan(3);
  expect([...few.values()].reduce((sum, count) => sum + count, 0)).toBeLessThan(400);
  expect(Object.fromEntries(many)).toEqual(Object.fromEntries(few));
});
