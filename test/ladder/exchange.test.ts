/** File systems and folders where the one atomic call is refused, each for real. */
import { lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  type Ended,
  holdfast,
  type Layout,
  must,
  nextVersion,
  persist,
  type Site,
  siteOf,
  start,
} from "../support/cli.ts";
import { diskOf, memoryDiskAt, mounted } from "../support/disks.ts";
import { expectReachable, expectSameAgain, lostSince } from "../support/intact.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const uploads = (site: Site): string => join(site.app, "public/uploads");

/** A site whose release is not live: nothing leads to it yet. */
function notLive(folder?: string): Site {
  const site = siteOf("releases", BOUGHT_SCRIPT, folder);
  renameSync(join(site.root, "current"), join(site.root, ".no-current"));
  return site;
}

/** What the app has of its own: everything but links. */
function dataOf(site: Site): Map<string, string> {
  return new Map([...manifest(site.app)].filter(([, what]) => !what.startsWith("link")));
}

function siteOn(layout: Layout, disk: string): Site {
  return siteOf(layout, BOUGHT_SCRIPT, disk);
}

describe("a file system without exchange (fuse2fs)", () => {
  it("flat and live: the data stays where it is, shared leads to it, and the way is named", () => {
    const site = siteOn("flat", diskOf("fuse2fs"));
    const before = dataOf(site);
    const first = must(holdfast(["persist", site.app, "--yes"]));
    expect(first.out).toContain("stays where it is and shared leads to it, because this file system (fuse");
    expect(first.out).toContain("cannot exchange two names");
    expect(first.out).toContain("holdfast persist --maintenance");
    expect(dataOf(site)).toEqual(before);
    expect(readlinkSync(join(site.shared, "public/uploads"))).toBe("../../app/public/uploads");
    expect(statSync(join(site.shared, "public/uploads/photo.jpg")).ino).toBe(
      statSync(join(uploads(site), "photo.jpg")).ino,
    );
    const again = expectSameAgain(site, ["persist", site.app, "--yes"], first);
    expect(again.out).toContain("Nothing to do");
    expect(must(start(["sh", join(site.shared, "health-check.sh")])).out).toContain("In place, shared leads to it");
    must(start(["sh", join(site.shared, "emergency-recovery.sh")]));
    expect(dataOf(site)).toEqual(before);
  });

  it("with --maintenance it is moved after all, also later, with every byte and link right", () => {
    const site = siteOn("flat", diskOf("fuse2fs"));
    const before = manifest(site.root);
    persist(site.app);
    const moved = must(holdfast(["persist", site.app, "--yes", "--maintenance"]));
    expect(moved.out).toContain("was renamed and then linked (in a quiet moment");
    expect(readlinkSync(uploads(site))).toBe("../../shared/public/uploads");
    expect(lstatSync(join(site.shared, "public/uploads")).isDirectory()).toBe(true);
    expect(readlinkSync(join(site.app, ".env"))).toBe("../shared/.env");
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expect(expectSameAgain(site, ["persist", site.app, "--yes"], moved).out).toContain("Nothing to do");
  });

  it("a live release is refused, because the data would go with it one day; --maintenance helps", () => {
    const site = siteOn("releases", diskOf("fuse2fs"));
    const before = manifest(site.app);
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(1);
    expect(first.out).toContain('"public/uploads" cannot be moved into shared, because this file system (fuse');
    expect(first.out).toMatch(/The site is live and complete; not shared yet: .*public\/uploads/);
    expect(manifest(site.app)).toEqual(before);
    expectSameAgain(site, ["persist", site.app, "--yes"], first);
    must(holdfast(["persist", site.app, "--yes", "--maintenance"]));
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
  });

  it("a release that is not live is renamed and linked", () => {
    const site = notLive(diskOf("fuse2fs"));
    const before = manifest(site.root);
    const first = must(holdfast(["persist", site.app, "--yes"]));
    expect(first.out).toContain("the release is not live");
    expect(readlinkSync(uploads(site))).toBe("../../../shared/public/uploads");
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expect(expectSameAgain(site, ["persist", site.app, "--yes"], first).out).toContain("Nothing to do");
  });

  it("both sides have it: a live one is refused and neither side changes; a release that is not live is merged", () => {
    const site = siteOn("flat", diskOf("fuse2fs"));
    writeTree(site.shared, { "public/uploads/photo.jpg": "half copy", "public/uploads/only.txt": "only in shared" });
    const before = manifest(site.root);
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(1);
    expect(first.out).toContain(
      '"public/uploads" cannot be merged into shared and linked, because this file system (fuse',
    );
    for (const [path, what] of before) expect(manifest(site.root).get(path), path).toBe(what);
    expectSameAgain(site, ["persist", site.app, "--yes"], first);

    const other = notLive(diskOf("fuse2fs"));
    writeTree(other.shared, { "public/uploads/photo.jpg": "the user's", "public/uploads/only.txt": "only in shared" });
    const had = manifest(other.root);
    must(holdfast(["persist", other.app, "--yes"]));
    expect(readFileSync(join(uploads(other), "photo.jpg"), "utf8")).toBe("the user's");
    expect(lostSince(had, other.root)).toEqual([]);
    expect(must(holdfast(["persist", other.app, "--yes"])).out).toContain("Nothing to do");
  });
});

describe("a folder of a container's image layer (overlay, EXDEV at the same device)", () => {
  function onOverlay(layout: Layout): Site {
    const folder = freshFolder("holdfast-overlay-");
    const site = siteOf(layout, BOUGHT_SCRIPT, join(folder, "lower"));
    for (const name of ["upper", "work", "merged"]) mkdirSync(join(folder, name));
    const layers = ["lower", "upper", "work"].map((name) => `${name}dir=${join(folder, name)}`).join(",");
    const root = mounted(
      ["mount", "-t", "overlay", "-o", `${layers},redirect_dir=off`, "overlay"],
      join(folder, "merged"),
    );
    const there = (path: string): string => join(root, "site", path.slice(site.root.length + 1));
    return { ...site, root: join(root, "site"), app: there(site.app), shared: there(site.shared) };
  }

  /** Overlay gives a folder another birth when it is first written to, which the run after the first one notes. */
  function expectSameOnOverlay(site: Site, first: Ended): void {
    expect(holdfast(["persist", site.app, "--yes"]).code).toBe(first.code);
    expectSameAgain(site, ["persist", site.app, "--yes"], first);
  }

  it.each(["flat", "releases"] as const)(
    "%s: refused by name, the site goes on as it is, and what can be shared is",
    (layout) => {
      const site = onOverlay(layout);
      const before = manifest(site.app);
      const first = holdfast(["persist", site.app, "--yes"]);
      expect(first.code).toBe(1);
      expect(first.out).toContain("this file system (overlay) moves no name from there to shared");
      expect(first.out).toMatch(/The site is live and complete; not shared yet: .*public\/uploads/);
      expectReachable(site.app);
      expect(lstatSync(uploads(site)).isDirectory()).toBe(true);
      expect(readlinkSync(join(site.app, ".env"))).toBe(`${site.up}/shared/.env`);
      expect(lostSince(before, site.root)).toEqual([]);
      expectSameOnOverlay(site, first);
    },
  );

  it("a public/storage that works is not pointed at what is not in shared", () => {
    const site = onOverlay("flat");
    writeTree(site.app, { "public/storage": { link: "../storage/app/public" } });
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.out).toContain('"public/storage" is left as it is: what it would lead to is not in shared yet');
    expect(readFileSync(join(site.app, "public/storage/a.jpg"), "utf8")).toBe("picture a");
    expectSameOnOverlay(site, first);
  });

  it("both sides have it: refused, nothing of either side is lost, and refused again without debris", () => {
    const site = onOverlay("flat");
    writeTree(site.shared, { "public/uploads/photo.jpg": "half copy", "public/uploads/only.txt": "only in shared" });
    const before = manifest(site.root);
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(1);
    expect(readFileSync(join(uploads(site), "photo.jpg"), "utf8")).toBe("demo photo");
    expect(lostSince(before, site.root)).toEqual([]);
    expectSameOnOverlay(site, first);
  });
});

describe("btrfs subvolumes", () => {
  it("app and shared in different subvolumes: refused before anything is changed", () => {
    const disk = diskOf("btrfs");
    const site = siteOn("flat", disk);
    must(start(["btrfs", "subvolume", "create", site.shared]));
    const before = manifest(site.root);
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(2);
    expect(first.err).toContain("are on different file systems");
    expect(manifest(site.root)).toEqual(before);
  });

  it("a folder that is a subvolume itself moves as a whole", () => {
    const site = siteOn("flat", diskOf("btrfs"));
    renameSync(uploads(site), `${uploads(site)}.old`);
    must(start(["btrfs", "subvolume", "create", uploads(site)]));
    renameSync(join(`${uploads(site)}.old`, "photo.jpg"), join(site.root, "photo"));
    writeFileSync(join(uploads(site), "photo.jpg"), "demo photo");
    const inode = statSync(join(uploads(site), "photo.jpg")).ino;
    const first = persist(site.app);
    expect(readlinkSync(uploads(site))).toBe("../../shared/public/uploads");
    expect(statSync(join(uploads(site), "photo.jpg")).ino).toBe(inode);
    expect(expectSameAgain(site, ["persist", site.app, "--yes"], first).out).toContain("Nothing to do");
  });
});

describe("mounts", () => {
  /** Puts a disk where the folder of uploads is. */
  function withDisk(site: Site): Site {
    memoryDiskAt(uploads(site));
    writeFileSync(join(uploads(site), "on-the-disk.jpg"), "on the disk");
    return site;
  }

  it("a mount point, flat: the plan says beforehand that it stays, and it stays", () => {
    const site = withDisk(siteOf("flat"));
    const before = manifest(site.app);
    const plan = must(holdfast(["plan", site.app]));
    expect(plan.out).toContain("stays where it is and shared leads to it, because it is a mount point (tmpfs)");
    const first = persist(site.app);
    expect(first.out).toContain("because it is a mount point (tmpfs)");
    expect(readlinkSync(join(site.shared, "public/uploads"))).toBe("../../app/public/uploads");
    expect(readFileSync(join(site.shared, "public/uploads/on-the-disk.jpg"), "utf8")).toBe("on the disk");
    expect(lostSince(before, site.root)).toEqual([]);
    expect(expectSameAgain(site, ["persist", site.app, "--yes"], first).out).toContain("Nothing to do");
    expect(expectSameAgain(site, ["persist", site.app, "--yes", "--maintenance"], first).code).toBe(0);
    must(start(["sh", join(site.shared, "health-check.sh")]));
  });

  it("a mount point in a release: refused by the plan, with where to mount it", () => {
    for (const site of [withDisk(siteOf("releases")), withDisk(notLive())]) {
      const plan = holdfast(["plan", site.app]);
      expect(plan.code).toBe(1);
      expect(plan.out).toContain("because it is a mount point (tmpfs); it is left as it is");
      expect(plan.out).toContain("mount it at its path there");
      const first = holdfast(["persist", site.app, "--yes"]);
      expect(first.code).toBe(1);
      expect(readFileSync(join(uploads(site), "on-the-disk.jpg"), "utf8")).toBe("on the disk");
      expect(readlinkSync(join(site.app, "storage"))).toBe("../../shared/storage");
      expect(expectSameAgain(site, ["persist", site.app, "--yes"], first).out).toContain("nothing was changed");
    }
  });

  it("both sides have it and one is a mount point: refused, and neither side changes", () => {
    const site = withDisk(siteOf("flat"));
    writeTree(site.shared, { "public/uploads/only.txt": "only in shared" });
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(1);
    expect(first.out).toContain("because it is a mount point (tmpfs)");
    expect(readFileSync(join(uploads(site), "on-the-disk.jpg"), "utf8")).toBe("on the disk");
    expect(readFileSync(join(site.shared, "public/uploads/only.txt"), "utf8")).toBe("only in shared");
    expectSameAgain(site, ["persist", site.app, "--yes"], first);
  });

  it("a mount below the folder moves along, is named by the plan, and its old path still leads to it", () => {
    const site = siteOf("flat");
    const below = memoryDiskAt(join(uploads(site), "big"));
    writeFileSync(join(below, "film.mp4"), "film");
    const before = manifest(site.app);
    const plan = must(holdfast(["plan", site.app]));
    expect(plan.out).toContain(`A file system is mounted at "${below}", inside "public/uploads"; it moves along`);
    const first = persist(site.app);
    expect(readlinkSync(uploads(site))).toBe("../../shared/public/uploads");
    expect(readFileSync(join(uploads(site), "big/film.mp4"), "utf8")).toBe("film");
    expect(must(start(["findmnt", "-no", "TARGET", "-T", join(uploads(site), "big/film.mp4")])).out.trim()).toBe(
      join(site.shared, "public/uploads/big"),
    );
    expect(lostSince(before, site.root)).toEqual([]);
    expect(expectSameAgain(site, ["persist", site.app, "--yes"], first).out).toContain("Nothing to do");
    // The helper unmounts by the old path, as /etc/fstab would go on naming it.
    must(start(["mountpoint", "-q", below]));
  });

  it("a mount below, and both sides have the folder: refused, and neither side changes", () => {
    const site = siteOf("flat");
    const below = memoryDiskAt(join(uploads(site), "big"));
    writeFileSync(join(below, "film.mp4"), "film");
    writeTree(site.shared, { "public/uploads/only.txt": "only in shared" });
    const before = manifest(site.root);
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(1);
    expect(first.out).toContain(`a file system is mounted at "${below}"`);
    for (const path of ["app/public/uploads/big/film.mp4", "shared/public/uploads/only.txt"])
      expect(manifest(site.root).get(path)).toBe(before.get(path));
    expectSameAgain(site, ["persist", site.app, "--yes"], first);
  });

  it("app and shared on two mounts of one file system (the same device): refused before anything is changed", () => {
    const site = siteOf("flat");
    mkdirSync(site.shared);
    const elsewhere = freshFolder();
    mounted(["mount", "--bind", elsewhere], site.shared);
    expect(statSync(site.shared).dev).toBe(statSync(site.app).dev);
    const before = manifest(site.root);
    const first = holdfast(["persist", site.app, "--yes"]);
    expect(first.code).toBe(2);
    expect(first.err).toContain("(or mounts)");
    expect(manifest(site.root)).toEqual(before);
  });

  it("a live release without links: new code that comes later takes over what was refused", () => {
    const site = withDisk(siteOf("releases"));
    expect(holdfast(["persist", site.app, "--yes"]).code).toBe(1);
    const next = nextVersion(site, BOUGHT_SCRIPT);
    const run = must(holdfast(["persist", next.app, "--yes"]));
    expect(run.out).toContain("perfectly healthy");
    expect(readlinkSync(uploads(next))).toBe("../../../shared/public/uploads");
  });
});
