import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BOUGHT_SCRIPT, holdfast, must, start } from "../support/cli.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** A small file system of its own that is unmounted when the test ends. */
function smallDisk(kilobytes: number, inodes = 10_000): string {
  const folder = join(freshFolder(), "disk");
  mkdirSync(folder);
  must(start(["mount", "-t", "tmpfs", "-o", `size=${kilobytes}k,nr_inodes=${inodes}`, "tmpfs", folder]));
  onTestFinished(() => {
    must(start(["umount", folder]));
  });
  return folder;
}

/** Fills a disk to its last block. */
function fill(disk: string): void {
  start(["dd", "if=/dev/zero", `of=${join(disk, "filler")}`, "bs=4k"]);
}

function dataOf(folder: string): Map<string, string> {
  return new Map([...manifest(folder)].filter(([, what]) => what.startsWith("file")));
}

describe("no free space", () => {
  it("on a full disk: one message with what to do next, and not one byte of the application is changed", () => {
    const disk = smallDisk(1024);
    const app = join(disk, "app");
    mkdirSync(app);
    writeTree(app, BOUGHT_SCRIPT);
    fill(disk);
    const before = manifest(disk);
    const { code, err } = holdfast(["persist", app, "--yes"]);
    expect(err.match(/❌/gu)?.length, err).toBe(1);
    expect(err).toMatch(/space/iu);
    expect(err).toContain("👉");
    expect(err).toContain("nothing was changed");
    expect(code).toBe(1);
    expect(manifest(disk)).toEqual(before);
  });

  it.each([66, 90, 130, 170])("no more inodes after %d: nothing is lost, exit 3, and the next run goes on", (left) => {
    const disk = smallDisk(4096, 1000);
    const app = join(disk, "app");
    mkdirSync(app);
    writeTree(app, { ...BOUGHT_SCRIPT, ...MANY_FOLDERS, "holdfast.json": JSON.stringify({ paths: MANY_DECISIONS }) });
    const before = dataOf(app);
    const fillers = useUpInodes(disk, left);
    const { code, err } = holdfast(["persist", app, "--yes"]);
    expect(err).toContain("👉 Free some space");
    expect(code).toBe(3);
    expect(lostFrom(dataOf(disk), before)).toEqual([]);
    for (const filler of fillers) rmSync(filler);
    must(holdfast(["persist", app, "--yes"]));
    expect(lostFrom(dataOf(disk), before)).toEqual([]);
    expect(must(holdfast(["persist", app, "--yes"])).out).toContain("Nothing to do");
  });
});

const MANY = Array.from({ length: 150 }, (_, index) => `public/data-${index}`);
const MANY_FOLDERS = Object.fromEntries(MANY.map((path) => [`${path}/file.txt`, path]));
const MANY_DECISIONS = Object.fromEntries(MANY.map((path) => [path, "user"]));

/** Makes empty files until only so many inodes are left. */
function useUpInodes(disk: string, left: number): string[] {
  const made: string[] = [];
  const free = statfsSync(disk).ffree;
  for (let number = 0; number < free - left; number++) {
    made.push(join(disk, `filler-${number}`));
    writeFileSync(join(disk, `filler-${number}`), "");
  }
  return made;
}

/** What of `before` stands nowhere in `now` any more, whatever its path. */
function lostFrom(now: Map<string, string>, before: Map<string, string>): string[] {
  const there = new Set(now.values());
  return [...before].filter(([, what]) => !there.has(what)).map(([path]) => path);
}
