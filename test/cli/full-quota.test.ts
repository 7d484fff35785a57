/** A home whose quota is used up, while the disk itself has room: a real one, of a btrfs subvolume, so that calls fail with EDQUOT. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, type Ended, holdfast, must, start } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { diskOf } from "../support/disks.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** Somebody's home on a shared host. */
interface Home {
  readonly path: string;
  readonly app: string;
  /** Lets it have so many kB more than it uses now; null for no limit. */
  readonly leave: (kilobytes: number | null) => void;
}

function homeWithQuota(): Home {
  const disk = diskOf("btrfs");
  const path = join(disk, "home");
  must(start(["btrfs", "subvolume", "create", path]));
  must(start(["btrfs", "quota", "enable", disk]));
  const app = join(path, "app");
  mkdirSync(app);
  writeTree(app, { ...BOUGHT_SCRIPT, "public/uploads/large.jpg": "x".repeat(200_000) });
  const leave = (kilobytes: number | null): void => {
    if (kilobytes === null) must(start(["btrfs", "quota", "disable", disk]));
    else must(start(["btrfs", "qgroup", "limit", `${usedIn(path) + kilobytes * 1024}`, path]));
  };
  return { path, app, leave };
}

/** In bytes, as the quota counts them. */
function usedIn(subvolume: string): number {
  must(start(["sync", "-f", subvolume]));
  const { out } = must(start(["btrfs", "qgroup", "show", "--raw", "-f", subvolume]));
  return Number(/^\d+\/\d+\s+(\d+)/m.exec(out)?.[1] ?? Number.NaN);
}

/** What people have, by what it is: a name may have changed. */
const dataOf = (folder: string): string[] =>
  [...manifest(folder).values()].filter((what) => what.startsWith("file")).sort();

function expectQuotaSaid(ended: Ended): void {
  expect(ended.err).toContain("EDQUOT: disk quota exceeded");
  expect(ended.err).toContain("raise your quota");
  expect(ended.err).not.toMatch(/Unknown|UNKNOWN|recover/);
}

describe("a quota that is used up", () => {
  it("persist says so, changes nothing, and does its work when there is room", () => {
    const { app, leave } = homeWithQuota();
    leave(8);
    const before = manifest(app);
    const ended = holdfast(["persist", app, "--yes"]);
    expect(ended.code, ended.out + ended.err).toBe(1);
    expectQuotaSaid(ended);
    expect(manifest(app)).toEqual(before);
    const { out } = holdfast(["host", app]);
    expect(out).toContain("EDQUOT");
    expect(out).not.toContain("Unknown system error");
    leave(null);
    must(holdfast(["persist", app, "--yes"]));
  });

  it.each([60, 120, 180])(
    "a release for which %i kB are not enough leaves what is live, and comes when there is room",
    (room) => {
      const { path, app, leave } = homeWithQuota();
      must(holdfast(["persist", app, "--yes"]));
      const source = delivered({ root: join(freshFolder(), "site") }, "2.0", {
        "vendor/large.bin": "x".repeat(300_000),
      });
      const [before, data] = [manifest(app), dataOf(join(path, "shared/public"))];
      leave(room);
      const argv = ["release", source, "--site", app, "--yes"];
      const ended = holdfast(argv);
      expect([1, 3], ended.out + ended.err).toContain(ended.code);
      expectQuotaSaid(ended);
      expect(manifest(app)).toEqual(before);
      leave(null);
      must(holdfast(argv));
      expect(readFileSync(join(app, "public/index.php"), "utf8")).toBe("<?php // 2.0");
      expect(dataOf(join(path, "shared/public"))).toEqual(data);
    },
  );

  it.each([60, 200, 340])(
    "without links, %i kB: what is live works, and the same command completes the update",
    (room) => {
      const { app, leave } = homeWithQuota();
      must(holdfast(["serve", "in-place", "--site", app]));
      const source = delivered({ root: join(freshFolder(), "site") }, "2.0", {
        "vendor/large.bin": "x".repeat(300_000),
      });
      const uploads = manifest(join(app, "public/uploads"));
      leave(room);
      const argv = ["release", source, "--site", app, "--yes"];
      const ended = holdfast(argv);
      if (ended.code !== 0) expectQuotaSaid(ended);
      expect(manifest(join(app, "public/uploads"))).toEqual(uploads);
      leave(null);
      must(holdfast(argv));
      expect(readFileSync(join(app, "public/index.php"), "utf8")).toBe("<?php // 2.0");
      expect(manifest(join(app, "public/uploads"))).toEqual(uploads);
    },
  );
});
