import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { applyWith, persistWith, planWith } from "../support/engine.ts";
import { siteAcross } from "../support/second-disk.ts";
import { sitterIn } from "../support/sitter.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };
const across = {};
const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");

function codes(result: ApplyResult): string[] {
  return result.kind === "applied" ? result.outcome.diagnostics.map(({ code }) => code) : [];
}

function rescuedOf(result: ApplyResult): string[][] {
  return result.kind === "applied" ? result.outcome.rescued.map(({ path, kept }) => [path, text(kept)]) : [];
}

/** Names of ours beside and in the application. */
function debris(site: string): string[] {
  return [site, join(site, "app"), join(site, "app/public")].flatMap((folder) =>
    readdirSync(folder).filter((name) => name.startsWith(".holdfast")),
  );
}

describe("an entry on another file system than shared", () => {
  it("is copied with all that belongs to it, linked, and the old tree is gone when nobody has it open", () => {
    const site = siteAcross();
    writeTree(site, { "app/.env": "A=1", "app/public/uploads/a.jpg": "a", "app/public/uploads/deep/b.jpg": "b" });
    const before = manifest(join(site, "app/public/uploads"));
    const result = persistWith(join(site, "app"), [UPLOADS, ENV], { across });
    expect(codes(result)).toEqual([]);
    expect(readlinkSync(join(site, "app/public/uploads"))).toBe("../../shared/public/uploads");
    expect(manifest(join(site, "shared/public/uploads"))).toEqual(before);
    expect(text(site, "shared/.env")).toBe("A=1");
    expect(debris(site)).toEqual([]);
    expect(readdirSync(join(site, "shared/.holdfast/stage"))).toEqual([]);
    expect(planWith(join(site, "app"), [UPLOADS, ENV], { across }).operations).toEqual([]);
    expect(planWith(join(site, "app"), [UPLOADS, ENV]).operations).toEqual([]);
  });

  it("is refused without the flag, which the message names", () => {
    const site = siteAcross();
    writeTree(site, { "app/public/uploads/a.jpg": "a" });
    const [problem] = planWith(join(site, "app"), [UPLOADS]).diagnostics;
    expect(problem?.code).toBe("across-file-systems");
    expect(problem?.hint).toContain("--across-filesystems");
  });

  it("is refused where the calls for a faithful copy are missing", () => {
    const site = siteAcross();
    writeTree(site, { "app/public/uploads/a.jpg": "a" });
    const plan = planWith(join(site, "app"), [UPLOADS], { across, files: () => null });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(["across-needs-koffi"]);
  });

  it("is refused with the numbers where shared has no room for it and a tenth more", () => {
    const site = siteAcross({ size: "2m" });
    writeTree(site, { "app/public/uploads/a.bin": "x".repeat(2_000_000) });
    const { diagnostics } = planWith(join(site, "app"), [UPLOADS], { across });
    const problem = diagnostics.find(({ severity }) => severity === "problem");
    expect(problem?.code).toBe("no-room-across");
    expect(problem?.message).toMatch(/\d{7} bytes/);
  });
});

it("keeps modes, owners, times, attributes, hard links, holes, links, empty folders and special files", () => {
  const site = siteAcross();
  const uploads = join(site, "app/public/uploads");
  writeTree(site, { "app/public/uploads/plain.txt": { text: "p", mode: 0o640 } });
  mkdirSync(join(uploads, "empty"), { mode: 0o2750 });
  linkSync(join(uploads, "plain.txt"), join(uploads, "empty/second-name.txt"));
  symlinkSync("/nowhere/at/all", join(uploads, "link"));
  writeFileSync(join(uploads, "holes.bin"), "head");
  truncateSync(join(uploads, "holes.bin"), 8 << 20);
  writeFileSync(join(uploads, "odd\xff\nname"), "odd");
  execFileSync("mkfifo", [join(uploads, "fifo")]);
  execFileSync("setfacl", ["-m", "u:nobody:r", join(uploads, "plain.txt")]);
  execFileSync("setfacl", ["-d", "-m", "u:nobody:rwx", join(uploads, "empty")]);
  execFileSync("chown", ["-h", "65534:65534", join(uploads, "holes.bin"), join(uploads, "link")]);
  execFileSync("touch", [
    "-h",
    "-d",
    "1969-07-20 20:17:40.123456789",
    join(uploads, "link"),
    join(uploads, "plain.txt"),
  ]);
  const facl = (root: string): string[] =>
    ["plain.txt", "empty"].map((name) => execFileSync("getfacl", ["-cp", name], { cwd: root, encoding: "utf8" }));
  const before = [manifest(uploads), facl(uploads), lstatSync(join(uploads, "link"), { bigint: true }).mtimeNs];
  const result = persistWith(join(site, "app"), [UPLOADS], { across });
  expect(codes(result)).toEqual([]);
  const now = join(site, "shared/public/uploads");
  expect([manifest(now), facl(now), lstatSync(join(now, "link"), { bigint: true }).mtimeNs]).toEqual(before);
  expect(lstatSync(join(now, "plain.txt")).ino).toBe(lstatSync(join(now, "empty/second-name.txt")).ino);
  expect(lstatSync(join(now, "holes.bin")).blocks * 512).toBeLessThan(1 << 20);
  expect(lstatSync(join(now, "fifo")).isFIFO()).toBe(true);
});

it("a copy never gains privilege: the set-uid bit of a file of root's does not come along, and that is said", () => {
  const site = siteAcross();
  writeTree(site, { "app/public/uploads/tool": "x" });
  chmodSync(join(site, "app/public/uploads/tool"), 0o4755);
  const result = persistWith(join(site, "app"), [UPLOADS], { across });
  expect(codes(result)).toContain("copy-without-set-uid");
  expect(lstatSync(join(site, "shared/public/uploads/tool")).mode & 0o7777).toBe(0o755);
});

it("shared has the entry too: what it lacks is added, what differs is settled as in a merge, the loser is rescued", () => {
  const site = siteAcross();
  writeTree(site, {
    "app/public/uploads/logo.png": "live",
    "app/public/uploads/deep/new.txt": "new",
    "shared/public/uploads/logo.png": "half copy",
    "shared/public/uploads/only-shared.txt": "kept",
  });
  const result = persistWith(join(site, "app"), [UPLOADS], { across });
  const shared = join(site, "shared/public/uploads");
  expect([text(shared, "logo.png"), text(shared, "deep/new.txt"), text(shared, "only-shared.txt")]).toEqual([
    "live",
    "new",
    "kept",
  ]);
  expect(rescuedOf(result)).toEqual([["public/uploads/logo.png", "half copy"]]);
  expect(debris(site)).toEqual([]);
});

describe("while a process is in the old tree", () => {
  it("it stays, hidden from others, exit says so, and later runs bring along what is written there", async () => {
    const site = siteAcross();
    writeTree(site, { "app/public/uploads/a.jpg": "a", "app/public/uploads/log": "one\n" });
    const sitter = await sitterIn(join(site, "app/public/uploads"));
    await sitter.does("exec 3>>log");
    const result = persistWith(join(site, "app"), [UPLOADS], { across });
    expect(codes(result)).toEqual(["old-tree-in-use"]);
    expect(result.kind === "applied" && result.outcome.unsettled).toEqual(["public/uploads"]);
    const [place = ""] = debris(site);
    expect(lstatSync(join(site, place)).mode & 0o777).toBe(0o700);
    await sitter.does("echo two >&3; echo new > new.txt; rm a.jpg");
    expect(codes(persistWith(join(site, "app"), [UPLOADS]))).toEqual(["old-tree-in-use"]);
    const shared = join(site, "shared/public/uploads");
    expect([text(shared, "log"), text(shared, "new.txt"), text(shared, "a.jpg")]).toEqual(["one\ntwo\n", "new\n", "a"]);
    await sitter.leaves();
    expect(codes(persistWith(join(site, "app"), [UPLOADS]))).toEqual([]);
    expect(debris(site)).toEqual([]);
    expect(planWith(join(site, "app"), [UPLOADS]).operations).toEqual([]);
  });

  it("what is written on both sides is kept twice and named, never replaced", async () => {
    const site = siteAcross();
    writeTree(site, { "app/public/uploads/log": "one\n" });
    const sitter = await sitterIn(join(site, "app/public/uploads"));
    await sitter.does("exec 3>>log");
    persistWith(join(site, "app"), [UPLOADS], { across });
    await sitter.does("echo old >&3");
    writeFileSync(join(site, "app/public/uploads/log"), "one\nnew\n");
    const again = persistWith(join(site, "app"), [UPLOADS]);
    expect(text(site, "shared/public/uploads/log")).toBe("one\nnew\n");
    expect(rescuedOf(again)).toEqual([["public/uploads/log", "one\nold\n"]]);
  });
});

describe("after the exchange, while the old tree is still written to", () => {
  async function inUse(): Promise<{ site: string; does: (line: string) => Promise<void> }> {
    const site = siteAcross();
    writeTree(site, { "app/public/uploads/log": "one\n", "app/public/uploads/x.tmp": "half" });
    const { does } = await sitterIn(join(site, "app/public/uploads"));
    persistWith(join(site, "app"), [UPLOADS], { across });
    return { site, does };
  }

  it("a renaming that the application makes through the link gets what was written before it", async () => {
    const { site, does } = await inUse();
    await does("echo whole > x.tmp");
    renameSync(join(site, "app/public/uploads/x.tmp"), join(site, "app/public/uploads/x"));
    const again = persistWith(join(site, "app"), [UPLOADS]);
    expect(text(site, "shared/public/uploads/x")).toBe("whole\n");
    expect(existsSync(join(site, "shared/public/uploads/x.tmp"))).toBe(false);
    expect(rescuedOf(again)).toEqual([]);
  });

  it("a copy that somebody has open for writing is not taken from under their hands", async () => {
    const { site, does } = await inUse();
    const handle = openSync(join(site, "app/public/uploads/log"), "a");
    await does("echo old >> log");
    const again = persistWith(join(site, "app"), [UPLOADS]);
    writeSync(handle, "new\n");
    closeSync(handle);
    expect(text(site, "shared/public/uploads/log")).toBe("one\nnew\n");
    expect(rescuedOf(again)).toEqual([["public/uploads/log", "one\nold\n"]]);
  });

  it("a newer copy takes the place of ours, which leaves nothing behind", async () => {
    const { site, does } = await inUse();
    await does("echo two >> log");
    persistWith(join(site, "app"), [UPLOADS]);
    expect(text(site, "shared/public/uploads/log")).toBe("one\ntwo\n");
    const replaced = join(site, "shared/.holdfast/retired/tx-000002/replaced/public/uploads");
    expect(readdirSync(replaced)).toEqual([]);
  });
});

it("an old tree of which something stays is named", () => {
  const site = siteAcross();
  writeTree(site, { "app/public/uploads/tool": "x" });
  chmodSync(join(site, "app/public/uploads/tool"), 0o4755);
  const result = persistWith(join(site, "app"), [UPLOADS], { across });
  expect(codes(result)).toEqual(["copy-without-set-uid", "retired-kept"]);
  expect(JSON.stringify(result)).toContain(debris(site)[0]);
  expect(planWith(join(site, "app"), [UPLOADS]).operations).toEqual([]);
});

describe("the commands around the exchange", () => {
  function siteWithLog(): { site: string; log: string } {
    const site = siteAcross();
    writeTree(site, { "app/public/uploads/a.jpg": "a" });
    return { site, log: join(freshFolder(), "log") };
  }

  it("run before the last pass and after the exchange; what came before the one is there for the other", () => {
    const { site, log } = siteWithLog();
    const uploads = join(site, "app/public/uploads");
    const quiesce = `test -L ${uploads} || echo real >> ${log}; echo last > ${uploads}/last; echo changed > ${uploads}/a.jpg`;
    const resume = `test -L ${uploads} && cat ${uploads}/last ${uploads}/a.jpg >> ${log}`;
    persistWith(join(site, "app"), [UPLOADS], {
      across: { quiesce: ["sh", "-c", quiesce], resume: ["sh", "-c", resume] },
    });
    expect(text(log)).toBe("real\nlast\nchanged\n");
  });

  it("that fail to stop the application leave everything as it is; what they printed is shown; it goes on", () => {
    const { site, log } = siteWithLog();
    const before = manifest(join(site, "app"));
    const result = persistWith(join(site, "app"), [UPLOADS], {
      across: { quiesce: ["sh", "-c", "echo no such queue; exit 4"], resume: ["sh", "-c", `echo resumed >> ${log}`] },
    });
    expect(codes(result)).toEqual(["quiesce-failed"]);
    expect(JSON.stringify(result)).toContain("no such queue");
    expect(manifest(join(site, "app"))).toEqual(before);
    expect(existsSync(join(site, "shared/public/uploads"))).toBe(false);
    expect(text(log)).toBe("resumed\n");
    expect(debris(site)).toEqual([]);
  });
});

it("killed between publishing and the exchange: the copy is taken back, and what the application wrote since is not taken for a conflict", () => {
  const site = siteAcross();
  writeTree(site, { "app/public/uploads/log": "one\n", "app/public/uploads/a": "a" });
  const killed = new Error("killed");
  const kill = (): void => {
    throw killed;
  };
  expect(() => persistWith(join(site, "app"), [UPLOADS], { across, beforeExchange: kill })).toThrow(killed);
  expect(text(site, "shared/public/uploads/log")).toBe("one\n");
  writeFileSync(join(site, "app/public/uploads/log"), "one\ntwo\n");
  unlinkSync(join(site, "app/public/uploads/a"));
  const resumed = persistWith(join(site, "app"), [UPLOADS], { across });
  expect(resumed).toMatchObject({ kind: "stale", completed: 1, resumed: { rescued: [], diagnostics: [] } });
  expect(text(site, "shared/public/uploads/log")).toBe("one\ntwo\n");
  expect(readdirSync(join(site, "shared/public/uploads"))).toEqual(["log"]);
  expect(debris(site)).toEqual([]);
  expect(planWith(join(site, "app"), [UPLOADS]).operations).toEqual([]);
});

it("what somebody put into the published copy before it is taken back is kept", () => {
  const site = siteAcross();
  writeTree(site, { "app/public/uploads/a": "a" });
  const killed = new Error("killed");
  const kill = (): void => {
    throw killed;
  };
  expect(() => persistWith(join(site, "app"), [UPLOADS], { across, beforeExchange: kill })).toThrow(killed);
  writeFileSync(join(site, "shared/public/uploads/late"), "put here by hand");
  persistWith(join(site, "app"), [UPLOADS], { across });
  const kept = readdirSync(join(site, "shared"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("/late"),
  );
  expect(kept.map((path) => text(site, "shared", path))).toEqual(["put here by hand"]);
  expect(text(site, "app/public/uploads/a")).toBe("a");
});

it("room that was there when it was planned and is gone by now: nothing is changed, and the numbers are said", () => {
  const site = siteAcross({ size: "8m" });
  writeTree(site, { "app/public/uploads/a.bin": "x".repeat(2_000_000) });
  const plan = planWith(join(site, "app"), [UPLOADS], { across });
  writeFileSync(join(site, "shared/somebody-elses"), Buffer.alloc(7 << 20, 1));
  const result = applyWith(plan, { across });
  expect(codes(result)).toContain("no-room-across");
  expect(lstatSync(join(site, "app/public/uploads")).isDirectory()).toBe(true);
  expect(existsSync(join(site, "shared/public/uploads/a.bin"))).toBe(false);
});

describe("a database", () => {
  const make = (site: string): void => {
    mkdirSync(join(site, "app/storage"), { recursive: true });
    execFileSync("sqlite3", [join(site, "app/storage/d.sqlite"), "create table t(x); insert into t values (1);"]);
  };

  it("of its own or inside a folder is left where it is unless the application is stopped for it", () => {
    const site = siteAcross();
    make(site);
    const file = { path: "storage/d.sqlite", kind: "file" as const, database: true };
    expect(planWith(join(site, "app"), [file], { across }).diagnostics.map(({ code }) => code)).toEqual([
      "database-across",
    ]);
    const result = persistWith(join(site, "app"), [{ path: "storage" }], { across });
    expect(codes(result)).toEqual(["database-across"]);
    expect(lstatSync(join(site, "app/storage")).isDirectory()).toBe(true);
    expect(existsSync(join(site, "shared/storage"))).toBe(false);
  });

  it("comes along while the application is stopped, and not while somebody still has it open", async () => {
    const site = siteAcross();
    make(site);
    const stopped = { across: { quiesce: ["true"], resume: ["true"] } };
    const sitter = await sitterIn(site);
    await sitter.does("exec 3<>app/storage/d.sqlite");
    expect(codes(persistWith(join(site, "app"), [{ path: "storage" }], stopped))).toEqual(["database-in-use"]);
    expect(lstatSync(join(site, "app/storage")).isDirectory()).toBe(true);
    await sitter.leaves();
    expect(codes(persistWith(join(site, "app"), [{ path: "storage" }], stopped))).toEqual([]);
    const rows = execFileSync("sqlite3", [join(site, "shared/storage/d.sqlite"), "select count(*) from t"], {
      encoding: "utf8",
    });
    expect(rows.trim()).toBe("1");
  });
});
