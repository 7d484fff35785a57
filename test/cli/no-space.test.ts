import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BOUGHT_SCRIPT, holdfast, must, start } from "../support/cli.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** A small file system of its own that is unmounted when the test ends. */
function smallDisk(kilobytes: number): string {
  const folder = join(freshFolder(), "disk");
  mkdirSync(folder);
  must(start(["mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder]));
  onTestFinished(() => {
    must(start(["umount", folder]));
  });
  return folder;
}

/** Fills a disk to its last block. */
function fill(disk: string): string {
  const filler = join(disk, "filler");
  start(["dd", "if=/dev/zero", `of=${filler}`, "bs=4k"]);
  return filler;
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
    expect([1, 2, 3]).toContain(code);
    expect([...manifest(disk)].filter(([path]) => before.has(path))).toEqual([...before]);
    expect(manifest(app)).toEqual(
      new Map([...before].filter(([path]) => path.startsWith("app/")).map(([path, what]) => [path.slice(4), what])),
    );
  });

  it.each([48, 96, 160])(
    "that runs out on the way (%d kB left): nothing is lost, and the next run with space goes on",
    (left) => {
      const disk = smallDisk(2048);
      const app = join(disk, "app");
      mkdirSync(app);
      writeTree(app, BOUGHT_SCRIPT);
      const before = dataOf(app);
      const room = join(disk, "room");
      writeFileSync(room, Buffer.alloc(left * 1024, 1));
      const filler = fill(disk);
      rmSync(room);
      const { code, err } = holdfast(["persist", app, "--yes"]);
      if (code !== 0) expect(err).toContain("👉");
      expect(err).not.toContain("defect");
      expect(contents(dataOf(disk), before)).toEqual([]);
      rmSync(filler);
      must(holdfast(["persist", app, "--yes"]));
      expect(contents(dataOf(disk), before)).toEqual([]);
      expect(must(holdfast(["persist", app, "--yes"])).out).toContain("Nothing to do");
    },
  );
});

/** What of `before` stands nowhere in `now` any more, whatever its path. */
function contents(now: Map<string, string>, before: Map<string, string>): string[] {
  const there = new Set(now.values());
  return [...before].filter(([, what]) => !there.has(what)).map(([path]) => path);
}
