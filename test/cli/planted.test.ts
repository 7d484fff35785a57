/** What somebody else put at a name of ours: refused by name, never followed, never waited for, never written through. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Ended, must, NOBODY, persist, persistedSite, type Site, siteOf, start } from "../support/cli.ts";
import { expectReachable, lostSince } from "../support/intact.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const PLANTS = [
  "link to a file",
  "link to a folder",
  "dangling link",
  "FIFO",
  "socket",
  "device",
  "folder",
  "file",
] as const;
type Plant = (typeof PLANTS)[number];

/** The kinds that differ where nothing is opened at all. */
const SOME = ["link to a folder", "dangling link", "FIFO", "folder"] as const;

/** Something outside the site that a link could lead to. */
function outside(): { readonly folder: string; readonly file: string } {
  const folder = join(freshFolder(), "outside");
  writeTree(folder, { "secret.txt": "somebody's secret", "lock.1": "x", "journal/a": "x" });
  return { folder, file: join(folder, "secret.txt") };
}

async function plant(kind: Plant, path: string, away: ReturnType<typeof outside>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  if (kind === "link to a file") symlinkSync(away.file, path);
  else if (kind === "link to a folder") symlinkSync(away.folder, path);
  else if (kind === "dangling link") symlinkSync(join(away.folder, "made-through-a-link"), path);
  else if (kind === "FIFO") must(start(["mkfifo", path]));
  else if (kind === "device") must(start(["mknod", path, "c", "1", "5"]));
  else if (kind === "folder") mkdirSync(path);
  else if (kind === "file") writeFileSync(path, "planted");
  else await listening(path);
}

function listening(path: string): Promise<void> {
  const server = createServer();
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return new Promise((resolve) => server.listen(path, () => resolve()));
}

/** Runs the program and insists that it ends by itself. */
function bounded(args: readonly string[]): Ended {
  const ended = spawnSync(process.execPath, [program(), ...args], { encoding: "utf8", timeout: 20_000, cwd: "/" });
  expect(ended.signal, `${args.join(" ")} did not end`).toBeNull();
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

const FOLDERS = [
  ".holdfast",
  ".holdfast/lock",
  ".holdfast/journal",
  ".holdfast/stage",
  ".holdfast/retired",
  ".holdfast/rescued",
];
const FILES = [".persistence-config", ".deployment-history", "health-check.sh", "emergency-recovery.sh"];

/** Every kind of thing at one folder and at one file of ours, and some kind at each other name. */
const CASES: readonly (readonly [Plant, string])[] = [
  ...PLANTS.filter((kind) => kind !== "folder").map((kind) => [kind, ".holdfast"] as const),
  ...PLANTS.filter((kind) => kind !== "file").map((kind) => [kind, ".persistence-config"] as const),
  ...[...FOLDERS, ...FILES].map((name, index) => [PLANTS[index % 6] ?? "FIFO", name] as const),
];

describe("at a name in shared that is ours", () => {
  it.each(CASES)("a %s at %s: refused with its name, and nothing is changed or followed", async (kind, name) => {
    const site = siteOf("flat");
    const away = outside();
    await plant(kind, join(site.shared, name), away);
    const before = [manifest(site.root), manifest(away.folder)];
    for (const args of [
      ["persist", site.app, "--yes"],
      ["plan", site.app],
    ]) {
      const ended = bounded(args);
      expect(ended.code, ended.out + ended.err).toBe(2);
      expect(ended.err).toContain(`"${join(site.shared, name)}" should be a `);
      expect(ended.err).toContain(`👉 Look what it is and move it away: mv "${join(site.shared, name)}"`);
    }
    expect([manifest(site.root), manifest(away.folder)]).toEqual(before);
  });
});

describe("at the name of a lock", () => {
  it.each(PLANTS)(
    "a %s: refused with its name by the program, and held by it for the script; nothing is followed",
    async (kind) => {
      const site = persistedSite("flat");
      const away = outside();
      renameSync(join(site.app, ".env"), join(site.app, ".env.link"));
      await plant(kind, join(site.shared, ".holdfast/lock/lock.7"), away);
      const before = [manifest(site.root), manifest(away.folder)];
      const ended = bounded(["persist", site.app, "--yes"]);
      expect(ended.code).toBe(2);
      expect(ended.err).toContain(
        "lock/lock.7\" stands where a lock of Holdfast's belongs and is none; nothing was changed",
      );
      expect(bounded(["check", site.app]).err + bounded(["check", site.app]).out).toContain("lock.7");
      for (const script of ["emergency-recovery.sh", "health-check.sh"]) {
        const run = spawnSync("sh", [join(site.shared, script)], { encoding: "utf8", timeout: 20_000 });
        expect(run.signal, `${script} did not end`).toBeNull();
        if (script === "emergency-recovery.sh") expect(run.status, run.stdout + run.stderr).toBe(75);
      }
      expect([manifest(site.root), manifest(away.folder)]).toEqual(before);
    },
  );

  it("a number too long to be one of ours is not counted", () => {
    const site = siteOf("flat");
    writeTree(site.shared, { ".holdfast/lock/lock.99999999999999999999": "planted" });
    persist(site.app);
    expect(readdirSync(join(site.shared, ".holdfast/lock"))).toContain("lock.1.rel");
  });
});

describe("at the name of a transaction", () => {
  it.each(PLANTS)("a %s: kept, named as damaged, never followed; the site is then taken over", async (kind) => {
    const site = siteOf("flat");
    const away = outside();
    await plant(kind, join(site.shared, ".holdfast/journal/tx-000001.json"), away);
    writeFileSync(join(site.shared, ".holdfast/journal/tx-000001.damaged"), "an earlier one");
    const before = [manifest(site.root), manifest(away.folder)] as const;
    const ended = bounded(["persist", site.app, "--yes"]);
    expect(ended.code, ended.out + ended.err).toBe(1);
    expect(ended.out).toContain(`it is kept as "${site.shared}/.holdfast/journal/tx-000001.damaged-2"`);
    expect(manifest(away.folder)).toEqual(before[1]);
    expect(lostSince(before[0], site.root)).toEqual([]);
    expectReachable(site.app);
    expect(persist(site.app).out).toContain("Nothing to do");
  });

  it("one with a number too long to be ours does not stop the numbering", () => {
    const site = siteOf("flat");
    writeTree(site.shared, { ".holdfast/journal/tx-99999999999999999999.done": "planted" });
    persist(site.app);
    expect(readdirSync(join(site.shared, ".holdfast/journal"))).toContain("tx-000001.done");
  });
});

describe("at the name of something of ours that a run is about to make", () => {
  it.each(SOME)("a %s at each temporary name beside a link: left, and the run converges", async (kind) => {
    const site = persistedSite("flat");
    const away = outside();
    symlinkSync("/nowhere", join(site.root, "wrong"));
    renameSync(join(site.root, "wrong"), join(site.app, ".env"));
    for (let step = 0; step < 12; step++) await plant(kind, join(site.app, `.holdfast-tx-000002-${step}`), away);
    const before = [manifest(site.root), manifest(away.folder)] as const;
    const first = bounded(["persist", site.app, "--yes"]);
    expect(first.code).toBe(3);
    expect(first.err).toContain(".holdfast-tx-000002-");
    persist(site.app);
    expectReachable(site.app);
    const lost = lostSince(before[0], site.root).filter((path) => !/history|SUMMARY/.test(path));
    expect(lost).toEqual([]);
    expect(manifest(away.folder)).toEqual(before[1]);
  });

  it.each(SOME)("a %s at a transaction's folder of retired things: passed over, never entered", async (kind) => {
    const site = siteOf("flat");
    const away = outside();
    writeTree(site.shared, { "public/uploads/only.txt": "only in shared", ".holdfast/journal": null });
    const planted = join(site.shared, ".holdfast/retired/tx-000001");
    await plant(kind, planted, away);
    const before = [manifest(site.root), manifest(away.folder)] as const;
    const first = bounded(["persist", site.app, "--yes"]);
    expect(manifest(away.folder)).toEqual(before[1]);
    expect(lostSince(before[0], site.root)).toEqual([]);
    // A transaction's number is used once, so what bears the next one's is passed over.
    expect(first.code, first.err).toBe(0);
    expect(lstatSync(planted).isDirectory()).toBe(kind === "folder");
    expectReachable(site.app);
  });
});

describe("shared or our folder in it belongs to others", () => {
  it("shared is open to all: warned about, with the chmod; the work is done", () => {
    const site = siteOf("flat");
    mkdirSync(site.shared);
    chmodSync(site.shared, 0o777);
    const { out } = persist(site.app);
    expect(out).toContain(`Every user of this server can write into "${site.shared}"`);
    expect(out).toContain(`chmod o-w "${site.shared}"`);
    expectReachable(site.app);
  });

  it("our own folder was opened to all by a chmod -R 777: the next run that works closes it", () => {
    const site = persistedSite("flat");
    must(start(["chmod", "-R", "777", site.shared]));
    renameSync(join(site.app, ".env"), join(site.root, "env.link"));
    persist(site.app);
    expect(statSync(join(site.shared, ".holdfast")).mode & 0o022).toBe(0);
  });

  it("our own folder was made by somebody else: refused, and nothing in it is believed", () => {
    const site = siteOf("flat");
    writeTree(site.shared, { ".holdfast/journal/tx-000001.json": "planted" });
    lchownSync(join(site.shared, ".holdfast"), NOBODY, NOBODY);
    const before = manifest(site.root);
    const ended = bounded(["persist", site.app, "--yes"]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(`"${site.shared}/.holdfast" belongs to another user (uid ${NOBODY})`);
    expect(ended.err).toContain("chown -R 0");
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("current", () => {
  function leadingTo(text: string): Site {
    const site = siteOf("releases");
    renameSync(join(site.root, "current"), join(site.root, ".current"));
    symlinkSync(text, join(site.root, "current"));
    return site;
  }

  it.each(["/tmp", "..", "shared", "releases/../.."])("leads outside releases (%s): refused, naming where", (text) => {
    const site = leadingTo(text);
    mkdirSync(site.shared);
    const before = manifest(site.root);
    for (const args of [
      ["persist", site.root, "--yes"],
      ["persist", site.app, "--yes"],
      ["recover", site.root],
    ]) {
      const ended = bounded(args);
      expect(ended.code, ended.err).toBe(2);
      expect(ended.err).toContain("👉");
    }
    expect(bounded(["persist", site.app, "--yes"]).err).toContain(`outside "${site.root}/releases"`);
    expect(manifest(site.root)).toEqual(before);
  });

  it.each(["FIFO", "socket", "device"] as const)("is a %s: refused for the site, without waiting", async (kind) => {
    const site = siteOf("releases");
    renameSync(join(site.root, "current"), join(site.root, ".current"));
    await plant(kind, join(site.root, "current"), outside());
    const ended = bounded(["persist", site.root, "--yes"]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('"current" does not lead to a release');
    expect(readFileSync(join(site.app, ".env"), "utf8")).toContain("APP_KEY=live");
  });
});
