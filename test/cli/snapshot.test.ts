import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, LAYOUTS, NOBODY, persist, persistedSite, type Site, siteOf } from "../support/cli.ts";
import { jsonIn, typedIn } from "../support/in-process.ts";
import { manifest, writeTree } from "../support/tree.ts";

interface Taken {
  readonly name: string;
  readonly folder: string;
  readonly head: {
    readonly files: number;
    readonly unchanged: number;
    readonly databases: readonly string[];
    readonly leftOut: readonly string[];
  };
  readonly removed: readonly string[];
  readonly notInIt: readonly string[];
}

const take = (site: Site, ...args: readonly string[]): Promise<Taken> => jsonIn(site.root, ["snapshot", ...args]);
const verify = (site: Site, name: string): Promise<{ readonly code: number | null; readonly text: string }> =>
  typedIn(site.root, "snapshot", "verify", name);
/** A persisted site for several tests of this file. */
function keptSite(layout: Site["layout"]): Site {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-snapshot-")));
  folders.push(folder);
  const site = siteOf(layout, BOUGHT_SCRIPT, folder);
  persist(site.app);
  return site;
}
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const inode = (path: string): number => lstatSync(path).ino;

describe.each(LAYOUTS)("a snapshot in the %s layout", (layout) => {
  let site: Site;
  let taken: Taken;
  beforeAll(async () => {
    site = keptSite(layout);
    taken = await take(site);
  });

  it("has all data of shared, none of our own files, and lies where only the site's user looks", () => {
    const data = join(taken.folder, taken.name, "data");
    const names = readdirSync(data);
    expect(names).toEqual(expect.arrayContaining([".env", "public", "storage"]));
    expect(names).not.toEqual(expect.arrayContaining([".holdfast"]));
    expect(names).not.toEqual(expect.arrayContaining([".persistence-config"]));
    expect(readFileSync(join(data, ".env"), "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(lstatSync(taken.folder).mode & 0o777).toBe(0o700);
    expect(inode(join(data, ".env"))).not.toBe(inode(join(site.shared, ".env")));
  });

  it("is read back, and listed", async () => {
    const { code, text } = await verify(site, taken.name);
    expect([code, text]).toEqual([0, expect.stringContaining("every bit as it was taken")]);
    expect((await typedIn(site.root, "snapshot", "list")).text).toContain(taken.name);
  });

  it("does not change with the data: a file written in place after it keeps what it was", async () => {
    appendFileSync(join(site.shared, "storage/logs/laravel.log"), "more");
    expect((await verify(site, taken.name)).code).toBe(0);
  });

  it("of a name is refused where that is taken, and changes nothing", async () => {
    await take(site, "--name", "before-the-move");
    const before = manifest(site.root);
    const again = await typedIn(site.root, "snapshot", "--name", "before-the-move");
    expect([again.code, again.text]).toEqual([2, expect.stringContaining("already")]);
    expect((await typedIn(site.root, "snapshot", "--name", "../x")).code).toBe(64);
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("what is unchanged", () => {
  it("shares its file with the snapshot before, never with the live one; what was edited does not, also with size and time restored", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    const live = join(site.shared, "public/media/m.mp4");
    const edited = join(site.shared, "public/avatars/1.png");
    // Only what was not written a moment before can be known to be unchanged.
    await pause(2200);
    const first = await take(site);
    const { atime, mtime } = lstatSync(edited);
    writeFileSync(edited, "AVATAR".padEnd(lstatSync(edited).size, "!").slice(0, lstatSync(edited).size));
    utimesSync(edited, atime, mtime);
    const second = await take(site);
    const at = ({ folder, name }: Taken, path: string): string => join(folder, name, "data", path);
    expect(second.head.unchanged).toBe(second.head.files - 1);
    expect(inode(at(second, "public/media/m.mp4"))).toBe(inode(at(first, "public/media/m.mp4")));
    expect(inode(at(second, "public/media/m.mp4"))).not.toBe(inode(live));
    expect(readFileSync(at(second, "public/avatars/1.png"))).toEqual(readFileSync(edited));
    expect(readFileSync(at(first, "public/avatars/1.png"), "utf8")).toBe("avatar");
    for (const { name } of [first, second]) expect((await verify(site, name)).code).toBe(0);
  });

  it("a file written in the same moment as the snapshot is not trusted to be unchanged", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    writeFileSync(join(site.shared, "public/media/m.mp4"), "now");
    await take(site);
    expect((await take(site)).head.unchanged).toBeLessThan((await take(site)).head.files);
  });
});

describe("--keep", () => {
  it("leaves the last ones; what has a name of its own stays, and so does what is damaged", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    const named = await take(site, "--name", "mine");
    const first = await take(site);
    const second = await take(site);
    const third = await take(site, "--keep", "2");
    expect(third.removed).toEqual([first.name]);
    expect(readdirSync(third.folder).sort()).toEqual([named.name, second.name, third.name].sort());
    writeFileSync(join(second.folder, second.name, "manifest"), "broken");
    const fourth = await take(site, "--keep", "1");
    expect(fourth.removed).toEqual([third.name]);
    expect((await typedIn(site.root, "snapshot", "list")).text).toContain("its manifest is damaged");
    expect((await typedIn(site.root, "snapshot", "drop", "mine")).code).toBe(2);
    await jsonIn(site.root, ["snapshot", "drop", "mine", "--yes"]);
    expect(readdirSync(third.folder).sort()).toEqual([second.name, fourth.name].sort());
  });
});

describe("a damaged snapshot is said to be so, by the name of the file", () => {
  let site: Site;
  let data: string;
  let taken: Taken;
  beforeAll(async () => {
    site = keptSite("flat");
    symlinkSync("m.mp4", join(site.shared, "public/media/latest"));
    taken = await take(site);
    data = join(taken.folder, taken.name, "data");
  });
  const cases: Readonly<Record<string, (data: string) => () => void>> = {
    "has another content": (folder) => rewritten(join(folder, "public/media/m.mp4"), "fiLm"),
    "has 3 bytes, not 4": (folder) => rewritten(join(folder, "public/media/m.mp4"), "fil"),
    "public/media/m.mp4 is missing": (folder) => moved(join(folder, "public/media/m.mp4")),
    "public/media is missing": (folder) => moved(join(folder, "public/media")),
    "leads elsewhere": (folder) => {
      rmSync(join(folder, "public/media/latest"));
      symlinkSync("elsewhere", join(folder, "public/media/latest"));
      return () => {
        rmSync(join(folder, "public/media/latest"));
        symlinkSync("m.mp4", join(folder, "public/media/latest"));
      };
    },
    "is not in the manifest": (folder) => {
      writeFileSync(join(folder, "public/media/new"), "");
      return () => {
        rmSync(join(folder, "public/media/new"));
      };
    },
  };
  it.each(Object.entries(cases))("%s", async (says, damage) => {
    const mend = damage(data);
    const { code, text } = await verify(site, taken.name);
    mend();
    expect([code, text]).toEqual([1, expect.stringContaining(says)]);
    expect((await verify(site, taken.name)).code).toBe(0);
  });
});

function rewritten(path: string, text: string): () => void {
  const was = readFileSync(path);
  writeFileSync(path, text);
  return () => {
    writeFileSync(path, was);
  };
}

function moved(path: string): () => void {
  renameSync(path, `${path}-away`);
  renameSync(`${path}-away`, join(path, "../../../..", "away"));
  return () => {
    renameSync(join(path, "../../../..", "away"), path);
  };
}

describe("a SQLite database", () => {
  const rows = (file: string): string =>
    spawnSync("sqlite3", [file, "pragma integrity_check; select count(*) from t"], { encoding: "utf8" }).stdout.trim();

  it("is taken with its log while somebody writes to it, and is whole", async () => {
    const site = persistedSite("flat", { ...BOUGHT_SCRIPT, "storage/app/keep.txt": "x" });
    const live = join(site.shared, "storage/app/data.sqlite");
    const sql = "pragma journal_mode=wal; create table t(x); insert into t values('kept');\n.shell kill -9 $PPID\n";
    spawnSync("sqlite3", [live], { input: sql });
    expect(existsSync(`${live}-wal`)).toBe(true);
    const taken = await take(site);
    expect(taken.head.databases).toEqual(["storage/app/data.sqlite"]);
    const copy = join(taken.folder, taken.name, "data/storage/app");
    expect(readdirSync(copy).filter((name) => name.startsWith("data."))).toEqual(["data.sqlite", "data.sqlite-wal"]);
    expect((await verify(site, taken.name)).code).toBe(0);
    const elsewhere = join(site.root, "look");
    mkdirSync(elsewhere);
    for (const name of ["data.sqlite", "data.sqlite-wal"])
      writeFileSync(join(elsewhere, name), readFileSync(join(copy, name)));
    expect(rows(join(elsewhere, "data.sqlite"))).toBe("ok\n1");
  });

  it("is known by its first bytes only: a file of that ending beside another is a file", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    writeTree(site.shared, {
      "storage/app/notes": "no database",
      "storage/app/notes-wal": "mine",
      "storage/app/x-shm": "x",
    });
    const taken = await take(site);
    const copy = join(taken.folder, taken.name, "data/storage/app");
    expect(readdirSync(copy)).toEqual(expect.arrayContaining(["notes", "notes-wal", "x-shm"]));
  });
});

describe("what cannot be in it", () => {
  it("a file that may not be read ends it by its name, and nothing is left of it", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    spawnSync("chown", ["-R", String(NOBODY), site.root]);
    const secret = join(site.shared, "storage/app/root.txt");
    writeFileSync(secret, "root's", { mode: 0o600 });
    const { holdfast } = await import("../support/cli.ts");
    const ended = holdfast(["snapshot", "--site", site.root], { as: NOBODY });
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining("root.txt")]);
    expect(readdirSync(join(site.shared, ".holdfast/snapshots"))).toEqual([]);
  });

  it("a socket or pipe is named; a link out of shared is taken as a link, and that is said", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    spawnSync("mkfifo", [join(site.shared, "storage/app/pipe")]);
    const outside = `${site.root}-elsewhere`;
    mkdirSync(outside);
    symlinkSync(outside, join(site.shared, "public/outside"));
    const taken = await take(site);
    expect(taken.head.leftOut).toEqual(["storage/app/pipe"]);
    expect(taken.notInIt).toEqual(["public/outside"]);
    rmSync(outside, { recursive: true });
  });
});

describe("--to", () => {
  it("keeps it in another folder, with what is unchanged shared there; not in the data, nor in the code", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    const other = `${site.root}-backup`;
    mkdirSync(other);
    const taken = await take(site, "--to", other);
    expect(taken.folder).toBe(other);
    expect((await typedIn(site.root, "snapshot", "verify", "last", "--to", other)).code).toBe(0);
    for (const inside of [join(site.shared, "public"), join(site.app, "public"), join(site.root, "nowhere")])
      expect((await typedIn(site.root, "snapshot", "--to", inside)).code).toBe(2);
    rmSync(other, { recursive: true });
  });
});

it("check says how much room they take", async () => {
  const site = persistedSite("flat", BOUGHT_SCRIPT);
  await take(site);
  expect((await typedIn(site.app, "check")).text).toMatch(/Snapshots: 1, /);
});

it("a dry run changes nothing", async () => {
  const site = persistedSite("flat", BOUGHT_SCRIPT);
  const before = manifest(site.root);
  expect((await typedIn(site.root, "snapshot", "--dry-run")).text).toContain("Dry run: nothing was changed");
  expect(manifest(site.root)).toEqual(before);
});

it("a name of another site's tree of the same mode is not made wider: the folder of the snapshots stays private", async () => {
  const site = persistedSite("flat", BOUGHT_SCRIPT);
  chmodSync(site.shared, 0o777);
  const taken = await take(site);
  expect(lstatSync(taken.folder).mode & 0o077).toBe(0);
  expect(lstatSync(join(taken.folder, taken.name)).mode & 0o077).toBe(0);
});
