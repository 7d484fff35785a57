import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, LAYOUTS, NOBODY, persistedSite, type Site } from "../support/cli.ts";
import { jsonIn, typedIn } from "../support/in-process.ts";
import { manifest, writeTree } from "../support/tree.ts";

const text = (...names: string[]): string => readFileSync(join(...names), "utf8");
const snapshot = (site: Site): Promise<unknown> => jsonIn(site.root, ["snapshot", "--name", "good"]);

interface Restored {
  readonly restored: readonly string[];
  readonly rescued: readonly { readonly path: string; readonly kept: string }[];
  readonly steps: readonly {
    readonly path: string;
    readonly missing: number;
    readonly changed: number;
    readonly since: number;
  }[];
}

const restore = (site: Site, ...args: readonly string[]): Promise<Restored> =>
  jsonIn(site.root, ["restore", "good", ...args, "--yes"]);

/** Everything of shared's data by path: kind, mode, owner, times, content. */
function dataOf(site: Site): Record<string, string> {
  const found = [...manifest(site.shared)].filter(([path]) => !/^\.(holdfast|deployment-history)/.test(path));
  return Object.fromEntries(
    found.map(([path, value]) => {
      const { mode, uid, gid, mtimeMs } = lstatSync(join(site.shared, path));
      return [path, `${JSON.stringify(value)} ${mode} ${uid}:${gid} ${mtimeMs}`];
    }),
  );
}

function damageData(site: Site): void {
  writeFileSync(join(site.shared, ".env"), "APP_KEY=wrong\n");
  rmSync(join(site.shared, "public/invoices"), { recursive: true });
  writeFileSync(join(site.shared, "public/uploads/photo.jpg"), "defaced");
  writeFileSync(join(site.shared, "public/uploads/since.jpg"), "since");
}

describe.each(LAYOUTS)("restore in the %s layout", (layout) => {
  it("brings all of the data back, bit by bit with modes, owners and times, and rescues what it replaces", async () => {
    const site = persistedSite(layout, BOUGHT_SCRIPT);
    spawnSync("chown", ["-R", `${NOBODY}:${NOBODY}`, join(site.shared, "public/uploads")]);
    symlinkSync("photo.jpg", join(site.shared, "public/uploads/latest"));
    const before = dataOf(site);
    await snapshot(site);
    damageData(site);
    const done = await restore(site);
    expect(done.restored).toEqual([".env", "public/invoices", "public/uploads"]);
    const after = dataOf(site);
    // A folder's own time changes with the names in it; those that were brought back have theirs again.
    for (const folder of ["public", ""]) [before, after].forEach((one) => delete one[folder]);
    expect(after).toEqual(before);
    const kept = Object.fromEntries(done.rescued.map(({ path, kept: place }) => [path, place]));
    expect(text(kept["shared/.env"] ?? "")).toBe("APP_KEY=wrong\n");
    expect(text(kept["shared/public/uploads"] ?? "", "since.jpg")).toBe("since");
    expect(text(site.app, "public/uploads/photo.jpg")).toBe("demo photo");
    expect((await typedIn(site.root, "rescued")).text).toContain("the snapshot good was brought back");
  });

  it("a second time there is nothing to do; a dry run says what it would do and changes nothing", async () => {
    const site = persistedSite(layout, BOUGHT_SCRIPT);
    await snapshot(site);
    damageData(site);
    const damaged = manifest(site.root);
    const { text: said } = await typedIn(site.root, "restore", "good", "--dry-run");
    expect(said).toContain("⇄ shared/public/uploads   1 changed, 1 thing that came since");
    expect(said).toContain("+ shared/public/invoices");
    expect(manifest(site.root)).toEqual(damaged);
    await restore(site);
    const whole = manifest(site.root);
    expect((await typedIn(site.root, "restore", "last")).text).toContain("✅ Nothing to do");
    expect(manifest(site.root)).toEqual(whole);
  });

  it("of a path brings back just that", async () => {
    const site = persistedSite(layout, BOUGHT_SCRIPT);
    await snapshot(site);
    damageData(site);
    expect((await restore(site, "public/uploads/photo.jpg")).restored).toEqual(["public/uploads/photo.jpg"]);
    expect(text(site.shared, "public/uploads/photo.jpg")).toBe("demo photo");
    expect(text(site.shared, "public/uploads/since.jpg")).toBe("since");
    expect((await restore(site, "shared/public/invoices")).restored).toEqual(["public/invoices"]);
    expect(text(site.shared, ".env")).toBe("APP_KEY=wrong\n");
  });
});

describe("a damaged snapshot", () => {
  it("is refused with the file's name before anything is changed; the rest of it still comes back", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    await snapshot(site);
    damageData(site);
    writeFileSync(join(site.shared, ".holdfast/snapshots/good/data/.env"), "APP_KEY=1ive\nDB_PASSWORD=secret\n");
    const before = manifest(site.root);
    const refused = await typedIn(site.root, "restore", "good", "--yes");
    expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(".env has another content")]);
    expect(manifest(site.root)).toEqual(before);
    await restore(site, "public/uploads");
    expect(text(site.shared, "public/uploads/photo.jpg")).toBe("demo photo");
  });

  it("whose manifest is damaged is refused as a whole", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    await snapshot(site);
    const file = join(site.shared, ".holdfast/snapshots/good/manifest");
    writeFileSync(file, readFileSync(file, "utf8").replace('"mode":384', '"mode":511'));
    expect(await typedIn(site.root, "restore", "good", "--yes")).toMatchObject({
      code: 1,
      text: expect.stringContaining("The manifest of the snapshot") as string,
    });
  });
});

describe("what stands in the way", () => {
  it("a file where a folder was is rescued; a link on the way is refused and not followed", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    await snapshot(site);
    rmSync(join(site.shared, "public/media"), { recursive: true });
    writeFileSync(join(site.shared, "public/media"), "a file");
    const done = await restore(site, "public/media");
    expect(text(done.rescued[0]?.kept ?? "")).toBe("a file");
    expect(text(site.shared, "public/media/m.mp4")).toBe("film");
    renameSync(join(site.shared, "public"), `${site.root}-public`);
    symlinkSync(`${site.root}-public`, join(site.shared, "public"));
    const refused = await typedIn(site.root, "restore", "good", "public/invoices", "--yes");
    rmSync(`${site.root}-public`, { recursive: true });
    expect([refused.code, refused.text]).toEqual([
      2,
      expect.stringContaining("is a link, where the snapshot has a folder"),
    ]);
  });

  it("without --yes nobody is there to ask, and an unknown path or snapshot is named", async () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    await snapshot(site);
    damageData(site);
    const before = manifest(site.root);
    expect((await typedIn(site.root, "restore", "good")).code).toBe(2);
    expect((await typedIn(site.root, "restore", "god", "--yes")).text).toContain("Did you mean good?");
    expect((await typedIn(site.root, "restore", "good", "public/uplods", "--yes")).text).toContain(
      "Did you mean public/uploads?",
    );
    expect((await typedIn(site.root, "restore", "good", "../../etc", "--yes")).code).toBe(2);
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("a SQLite database", () => {
  const sql = (file: string, statements: string): string =>
    spawnSync("sqlite3", [file, statements], { encoding: "utf8" }).stdout.trim();
  const KILLED = "pragma journal_mode=wal; create table t(x); insert into t values('kept');\n.shell kill -9 $PPID\n";

  async function withDatabase(): Promise<{ readonly site: Site; readonly live: string }> {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    const live = join(site.shared, "storage/app/data.sqlite");
    spawnSync("sqlite3", [live], { input: KILLED });
    await snapshot(site);
    return { site, live };
  }

  it.each(["storage/app/data.sqlite", "storage/app", "storage"])(
    "comes back with its log as %s, and never meets the log of the one it replaces",
    async (path) => {
      const { site, live } = await withDatabase();
      spawnSync("sqlite3", [live], {
        input: "insert into t values('later'); delete from t where x='kept';\n.shell kill -9 $PPID\n",
      });
      expect(existsSync(`${live}-wal`)).toBe(true);
      await restore(site, path);
      expect(sql(live, "pragma integrity_check; select x from t")).toBe("ok\nkept");
    },
  );

  it("that a process has open is not replaced under it", async () => {
    const { site, live } = await withDatabase();
    sql(live, "insert into t values('later')");
    const user = spawn("sqlite3", [live], { stdio: ["pipe", "pipe", "inherit"] });
    user.stdin.write("select count(*) from t;\n");
    await once(user.stdout, "data");
    const refused = await typedIn(site.root, "restore", "good", "--yes");
    user.stdin.end();
    await once(user, "exit");
    expect([refused.code, refused.text]).toEqual([2, expect.stringContaining("is open in sqlite3")]);
    expect(sql(live, "select count(*) from t")).toBe("2");
  });

  it("its log is not brought back without it", async () => {
    const { site } = await withDatabase();
    const refused = await typedIn(site.root, "restore", "good", "storage/app/data.sqlite-wal", "--yes");
    expect([refused.code, refused.text]).toEqual([2, expect.stringContaining("is the log of the database")]);
  });
});

it("hard links inside the data come back as such, and attributes too", async () => {
  const site = persistedSite("flat", BOUGHT_SCRIPT);
  writeTree(site.shared, { "public/media/a.bin": "twice" });
  spawnSync("ln", [join(site.shared, "public/media/a.bin"), join(site.shared, "public/media/b.bin")]);
  spawnSync("setfattr", ["-n", "user.origin", "-v", "camera", join(site.shared, "public/media/a.bin")]);
  await snapshot(site);
  rmSync(join(site.shared, "public/media"), { recursive: true });
  await restore(site);
  const [a, b] = ["a.bin", "b.bin"].map((name) => lstatSync(join(site.shared, "public/media", name)).ino);
  expect(a).toBe(b);
  const { stdout } = spawnSync("getfattr", [
    "--only-values",
    "-n",
    "user.origin",
    join(site.shared, "public/media/b.bin"),
  ]);
  expect(stdout.toString()).toBe("camera");
  expect(readdirSync(join(site.shared, ".holdfast/stage"))).toEqual([]);
});

it("visitors never find a path missing while it is brought back", async () => {
  const site = persistedSite("flat", BOUGHT_SCRIPT);
  await snapshot(site);
  const path = join(site.app, "public/uploads/photo.jpg");
  const script = `const fs=require("fs");let n=0,bad=0;console.log("go");process.stdin.on("end",()=>{console.log(JSON.stringify({n,bad}));process.exit()});process.stdin.resume();(function f(){for(let i=0;i<200;i++){n++;try{fs.readFileSync(${JSON.stringify(path)})}catch{bad++}}setImmediate(f)})()`;
  const reader = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  await once(reader.stdout, "data");
  for (let round = 0; round < 20; round++) {
    writeFileSync(join(site.shared, "public/uploads/photo.jpg"), `defaced ${round}`);
    await restore(site, "public/uploads");
  }
  const said = once(reader.stdout, "data");
  reader.stdin.end();
  const [line] = (await said) as [Buffer];
  const { n, bad } = JSON.parse(line.toString()) as { n: number; bad: number };
  expect(bad).toBe(0);
  expect(n).toBeGreaterThan(1000);
});
