import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { baselinePath, readBaseline } from "../../src/apply/read-baseline.ts";
import type { Baseline } from "../../src/core/baseline.ts";
import { abs } from "../../src/core/path.ts";
import { baselineStep } from "../../src/plan/release/baseline-step.ts";
import type { ReleaseSite } from "../../src/plan/release/places.ts";
import { differencesFrom, type Differences } from "../../src/system/differing.ts";
import { withDir } from "../../src/system/dir.ts";
import { applied, siteAt, treeOf } from "../support/releases.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const NAME = "2026-11-23_14-30-00";
const OLD = new Date("2026-01-01T00:00:00Z");
let site: ReleaseSite;
let app: string;

/** Longer than the tick within which a change time proves nothing. */
function waitForClock(): void {
  execFileSync("sleep", ["0.15"]);
}

beforeEach(() => {
  site = siteAt(freshFolder());
  app = join(site.site, "releases", NAME);
  writeTree(app, {
    "index.php": "<?php echo 1;",
    "config/app.php": { text: "<?php return [];", mode: 0o640 },
    "public/logo.png": "logo",
    storage: { link: "../../shared/storage" },
    "lang/de/texts.php": "<?php return ['a' => 'b'];",
  });
  for (const file of ["index.php", "config/app.php", "public/logo.png"]) utimesSync(join(app, file), OLD, OLD);
});

function write(): void {
  waitForClock();
  applied({ site, release: NAME }, [baselineStep(site, treeOf(site, NAME))]);
}

function written(): Baseline {
  const { baseline } = readBaseline(site.shared, { ...treeOf(site, NAME), tree: treeOf(site, NAME).id });
  if (baseline === null) throw new Error("There is no baseline");
  return baseline;
}

function differences(skips: (path: string) => boolean = () => false): Differences {
  return withDir(abs(app), (dir) => differencesFrom(written(), dir, skips));
}

const told = (found: Differences): string[] => found.found.map(({ path, how }) => `${how} ${path}`);

describe("the baseline of a release", () => {
  it("holds every name with its facts; what is linked is a link, and is not entered", () => {
    mkdirSync(join(site.shared, "storage"));
    writeFileSync(join(site.shared, "storage/upload.jpg"), "a");
    write();
    const { nodes, ...head } = written();
    expect(head).toEqual({ release: NAME, tree: treeOf(site, NAME).id, born: treeOf(site, NAME).born, from: "tree" });
    expect([...nodes].map(([path, { kind }]) => `${kind} ${path}`)).toEqual([
      "directory config",
      "file index.php",
      "directory lang",
      "directory public",
      "link storage",
      "file config/app.php",
      "directory lang/de",
      "file lang/de/texts.php",
      "file public/logo.png",
    ]);
    expect(nodes.get("storage" as never)?.text).toBe("../../shared/storage");
    const { mtimeNs, ctimeNs } = lstatSync(join(app, "config/app.php"), { bigint: true });
    const sum = execFileSync("sha256sum", [join(app, "config/app.php")], { encoding: "utf8" }).slice(0, 64);
    expect(nodes.get("config/app.php" as never)).toEqual({
      kind: "file",
      mode: 0o640,
      size: 16,
      mtimeNs,
      ctimeNs,
      digest: sum,
    });
  });

  it("is only its owner's to read, and nothing is left beside it", () => {
    write();
    const folder = join(site.shared, ".holdfast/baselines");
    expect(readdirSync(folder)).toEqual([NAME]);
    expect([folder, join(folder, NAME)].map((path) => lstatSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
    expect(readdirSync(join(site.shared, ".holdfast/stage"))).toEqual([]);
  });

  it("leaves out git's own folder and what a run of ours has not finished", () => {
    writeTree(app, { ".git/HEAD": "ref", "sub/.git": "gitdir: x", ".holdfast-new-folder-1/a": "a" });
    write();
    expect([...written().nodes.keys()].filter((path) => /git|holdfast/.test(path))).toEqual([]);
    expect(told(differences())).toEqual([]);
  });

  it("of a file within the clock's tick says that its change time proves nothing", () => {
    writeFileSync(join(app, "index.php"), "<?php echo 1;");
    // A clock that stands since then: on a busy machine the tick would be over.
    vi.useFakeTimers({ toFake: ["Date"], now: lstatSync(join(app, "index.php")).ctimeMs });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    applied({ site, release: NAME }, [baselineStep(site, treeOf(site, NAME))]);
    expect(written().nodes.get("index.php" as never)?.ctimeNs).toBe(0n);
    expect(differences().read).toBeGreaterThan(0);
    expect(told(differences())).toEqual([]);
  });

  it("written again tells of the release as it is then", () => {
    write();
    writeFileSync(join(app, "build.js"), "built");
    write();
    expect(written().nodes.has("build.js" as never)).toBe(true);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ["cut off", (path) => writeFileSync(path, readFileSync(path).subarray(0, -1)), /cut off/],
    ["with a flipped bit", (path) => writeFileSync(path, flipped(readFileSync(path))), /checksum/],
  ])("that is %s is refused with the reason", (_what, damage, why) => {
    write();
    damage(baselinePath(site.shared, NAME));
    const known = readBaseline(site.shared, { ...treeOf(site, NAME), tree: treeOf(site, NAME).id });
    expect(known.baseline === null && known.why).toMatch(why);
  });

  it("of another folder that stands at the name now is not used", () => {
    write();
    renameSync(app, `${app}-old`);
    mkdirSync(app);
    const known = readBaseline(site.shared, { ...treeOf(site, NAME), tree: treeOf(site, NAME).id });
    expect(known.baseline === null && known.why).toMatch(/another folder/);
  });

  it("is not written where another folder stands by now", () => {
    const step = baselineStep(site, treeOf(site, NAME));
    renameSync(app, `${app}-old`);
    mkdirSync(app);
    expect(() => applied({ site, release: NAME }, [step])).toThrow(/another identity/);
    expect(() => written()).toThrow("There is no baseline");
  });
});

function flipped(bytes: Buffer): Buffer {
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  return bytes;
}

describe("what the site did since", () => {
  it("is nothing where nobody did anything, and nothing is read to know that", () => {
    write();
    expect(differences()).toEqual({ found: [], unread: [], read: 0 });
  });

  it.each<[string, () => void, string[]]>([
    ["an edit", () => appendFileSync(join(app, "index.php"), " "), ["changed index.php"]],
    [
      "an edit of the same length that restores the time with touch -r",
      () => {
        const file = join(app, "index.php");
        execFileSync("sh", [
          "-c",
          'touch -r "$1" "$1.t"; printf "<?php echo 2;" > "$1"; touch -r "$1.t" "$1"; rm "$1.t"',
          "sh",
          file,
        ]);
        expect(lstatSync(file).mtimeMs).toBe(OLD.getTime());
        expect(lstatSync(file).size).toBe(13);
      },
      ["changed index.php"],
    ],
    ["a touch alone", () => utimesSync(join(app, "index.php"), 5, 5), []],
    ["chmod alone", () => chmodSync(join(app, "index.php"), 0o600), ["mode index.php"]],
    [
      "chmod there and back",
      () => {
        chmodSync(join(app, "index.php"), 0o600);
        chmodSync(join(app, "index.php"), 0o644);
      },
      [],
    ],
    [
      "a rename there and back",
      () => {
        renameSync(join(app, "index.php"), join(app, "x"));
        renameSync(join(app, "x"), join(app, "index.php"));
      },
      [],
    ],
    ["a second name", () => linkSync(join(app, "index.php"), join(app, "copy.php")), ["made copy.php"]],
    [
      "an atomic save, as editors do it",
      () => {
        writeFileSync(join(app, "x"), "<?php echo 2;");
        renameSync(join(app, "x"), join(app, "index.php"));
      },
      ["changed index.php"],
    ],
    ["an upload among the code", () => writeTree(app, { "public/me.jpg": "me" }), ["made public/me.jpg"]],
    [
      "a folder with what is in it",
      () => writeTree(app, { "Modules/Shop/a.php": "a" }),
      ["made Modules", "made Modules/Shop", "made Modules/Shop/a.php"],
    ],
    ["a deleted file", () => rmSync(join(app, "public/logo.png")), ["deleted public/logo.png"]],
    ["a deleted folder, told once", () => rmSync(join(app, "lang"), { recursive: true }), ["deleted lang"]],
    [
      "a folder that became a file, told once",
      () => {
        rmSync(join(app, "lang"), { recursive: true });
        writeFileSync(join(app, "lang"), "");
      },
      ["changed lang"],
    ],
    [
      "a link that became a folder",
      () => {
        rmSync(join(app, "storage"));
        writeTree(app, { "storage/a": "a" });
      },
      ["changed storage", "made storage/a"],
    ],
    [
      "a link with another text",
      () => {
        rmSync(join(app, "storage"));
        symlinkSync("/mnt/big", join(app, "storage"));
      },
      ["changed storage"],
    ],
    ["a FIFO, which is not opened", () => execFileSync("mkfifo", [join(app, "pipe")]), ["made pipe"]],
    [
      "a FIFO in place of a file",
      () => {
        rmSync(join(app, "index.php"));
        execFileSync("mkfifo", [join(app, "index.php")]);
      },
      ["changed index.php"],
    ],
  ])("%s", (_what, act, expected) => {
    write();
    act();
    expect(told(differences())).toEqual(expected);
  });

  it("below an entry that lives in shared is not asked for, there or gone", () => {
    write();
    rmSync(join(app, "storage"));
    writeTree(app, { "public/uploads/a.jpg": "a" });
    const skips = (path: string): boolean => path === "storage" || path === "public/uploads";
    expect(told(differences(skips))).toEqual([]);
  });

  it("only what cannot be told otherwise is read", () => {
    write();
    utimesSync(join(app, "index.php"), 5, 5);
    appendFileSync(join(app, "public/logo.png"), "x");
    expect(differences()).toMatchObject({ read: 1 });
  });
});
