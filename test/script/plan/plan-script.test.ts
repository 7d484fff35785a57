import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SHELLS } from "../portable-tree.ts";
import {
  BOUGHT_SCRIPT,
  FIRST_RELEASE,
  LAYOUTS,
  must,
  NEXT_RELEASE,
  nextVersion,
  NOBODY,
  siteOf,
  start,
} from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { manifest, writeTree } from "../../support/tree.ts";
import { linesOf, runs, scripted, scriptFor } from "./scripted.ts";

const HEALTHY = "🎉 System is perfectly healthy!";
const NOTHING = "✅ Nothing to do: everything is already where it belongs";
const isRoot = process.getuid?.() === 0;

/** Content digests of what is below a folder. */
const contents = (root: string): string[] =>
  [...manifest(root)].filter(([, what]) => what.startsWith("file ")).map(([, what]) => what.split(" ").at(-1) ?? "");

/** What the program would still do, but for the pages that people read. */
async function leftToDo(app: string): Promise<string[]> {
  const steps = (await typedIn(app, "plan")).text.split("\n").filter((line) => /^ +\d+\. /.test(line));
  return steps.filter((line) => !/Write shared\/[A-Z-]+\.md$/.test(line));
}

/** True where that shell's `stat`, which may be built into it, tells when a folder was made. */
function tellsBirth([program = "", ...args]: readonly string[]): boolean {
  return /^[1-9]\d*$/m.test(spawnSync(program, [...args, "-c", "stat -c %W ."], { encoding: "utf8" }).stdout);
}

/** What the program adds to the records where a script could not know that. */
const RECORDS = ["✎ Write shared/.persistence-config", "✎ Write shared/.deployment-history"];

/** The steps are the same in both layouts: every shell reads them once, the three that servers have read them twice. */
const shellsFor = (layout: string): string[] =>
  layout === "flat" ? Object.keys(SHELLS) : ["dash", "bash", "busybox sh"];

describe.each(LAYOUTS)("a live site (%s)", (layout) => {
  it.each(shellsFor(layout))(
    "is taken over under %s, loses nothing, and the program finds nothing left to do",
    async (shell) => {
      const { site, script } = await scripted(layout);
      const before = contents(site.root);
      const inode = statSync(join(site.app, "public/uploads")).ino;
      const ran = runs({ script }, { shell: SHELLS[shell] ?? [] });
      expect(ran.code, ran.said).toBe(0);
      expect(ran.out).toContain(HEALTHY);
      for (const digest of before) expect(contents(site.root)).toContain(digest);
      expect(readlinkSync(join(site.app, "public/uploads"))).toBe(`../${site.up}/shared/public/uploads`);
      expect(statSync(join(site.shared, "public/uploads")).ino).toBe(inode);
      expect(statSync(join(site.shared, ".env")).mode & 0o777).toBe(0o600);

      const after = manifest(site.root);
      const further = runs({ script }, { shell: SHELLS[shell] ?? [] });
      expect([further.code, further.out.includes(NOTHING)], further.said).toEqual([0, true]);
      const left = (await leftToDo(site.app)).map((line) => line.slice(line.indexOf("✎")));
      expect(left).toEqual(tellsBirth(SHELLS[shell] ?? []) ? [] : RECORDS);
      expect(manifest(site.root)).toEqual(after);
    },
  );

  it("is journaled as the program does it, with what undo --last needs", async () => {
    const { site, script } = await scripted(layout);
    must(runs({ script }));
    expect(readdirSync(join(site.shared, ".holdfast/journal")).sort()).toEqual([
      "tx-000001.done",
      "tx-000001.json",
      "tx-000001.sh",
    ]);
    const text = readFileSync(join(site.shared, ".holdfast/journal/tx-000001.json"), "utf8");
    const head = text.slice(0, text.indexOf("\n"));
    const body = text.slice(head.length + 1, -1);
    const sum = spawnSync("sha256sum", { input: body, encoding: "utf8" }).stdout.slice(0, 64);
    expect(head).toBe(`holdfast-journal 1 ${Buffer.byteLength(body)} ${sum}`);
    expect(readFileSync(join(site.shared, ".deployment-history"), "utf8")).toMatch(
      / first "[^"]+" command=persist result=done entries=\d+ frameworks=laravel holdfast=\S+ run=tx-000001\n$/,
    );
  });

  it("with --dry-run changes nothing", async () => {
    const { site, script } = await scripted(layout);
    const before = manifest(site.root);
    const ran = runs({ script }, { args: ["--dry-run"] });
    expect(ran.out).toContain("Would do: take over public/uploads");
    expect([ran.code, manifest(site.root)]).toEqual([0, before]);
  });

  it("passes shellcheck, and survives a paste: no line that a terminal cuts, nothing that it acts on", async () => {
    const { script, site } = await scripted(layout, { ...BOUGHT_SCRIPT, "public/user-uploads/tab\there": "x" });
    const lines = linesOf({ script, site });
    expect(lines.filter((line) => Buffer.byteLength(line) > 4000)).toEqual([]);
    expect(lines.filter((line) => Array.from(line).some((character) => character < " "))).toEqual([]);
    expect(spawnSync("shellcheck", ["-s", "sh", script], { encoding: "utf8" }).stdout).toBe("");
  });
});

describe("a later release", () => {
  it("is made ready, and live at the end; what people changed stays, what they deleted does not come back", async () => {
    const site = siteOf("releases", { ...BOUGHT_SCRIPT, "public/uploads/demo.jpg": "demo" });
    must(runs(await scriptFor(site)));
    unlinkSync(join(site.shared, "public/uploads/demo.jpg"));
    writeFileSync(join(site.shared, "public/uploads/photo.jpg"), "edited");
    const next = nextVersion(site, {
      ...BOUGHT_SCRIPT,
      "public/uploads/demo.jpg": "demo",
      "public/uploads/new.jpg": "new",
    });
    const made = await scriptFor(next);
    const ran = runs(made);
    expect(ran.code, ran.said).toBe(0);
    expect(readlinkSync(join(site.root, "current"))).toBe(`releases/${NEXT_RELEASE}`);
    expect(ran.out).toContain(`👉 to go back: cd ${site.root} && ln -s releases/${FIRST_RELEASE} current.new`);
    expect(readdirSync(join(site.shared, "public/uploads")).sort()).toEqual(["new.jpg", "photo.jpg"]);
    expect(readFileSync(join(site.shared, "public/uploads/photo.jpg"), "utf8")).toBe("edited");
    expect(ran.out).toContain("⚠️ Rescued: public/uploads/photo.jpg");

    // Somebody has gone back since: an old script does not go forward again.
    unlinkSync(join(site.root, "current"));
    symlinkSync("releases/other", join(site.root, "current"));
    const late = runs(made);
    expect([late.code, late.err.includes("current: the plan was made for link to")]).toEqual([2, true]);
  });
});

describe("what is not as planned", () => {
  const CASES: Readonly<Record<string, [(app: string) => void, string]>> = {
    "a folder that is a file": [
      (app) => {
        rmSync(join(app, "public/uploads"), { recursive: true });
        writeFileSync(join(app, "public/uploads"), "x");
      },
      "❌ public/uploads: the plan was made for a directory, and a file stands at",
    ],
    "a folder that is not there": [
      (app) => {
        renameSync(join(app, "public/uploads"), join(app, "public/uploads-old"));
      },
      "❌ public/uploads: the plan was made for a directory, and there is nothing at",
    ],
    "a file that is a folder": [
      (app) => {
        unlinkSync(join(app, ".env"));
        mkdirSync(join(app, ".env"));
      },
      "❌ .env: the plan was made for a file, and a folder stands at",
    ],
    "a link that leads elsewhere": [
      (app) => {
        renameSync(join(app, "public/uploads"), join(app, "public/uploads-old"));
        symlinkSync("/etc", join(app, "public/uploads"));
      },
      "and a link to /etc stands at",
    ],
    "data in shared that was not known": [
      (app) => {
        writeTree(join(app, "../shared"), { "public/uploads/other.jpg": "other" });
      },
      "❌ public/uploads: the plan was made for nothing, and a folder stands at",
    ],
    "data in the app that was not known": [
      (app) => {
        writeTree(app, { "public/storage/a.jpg": "x" });
      },
      "❌ public/storage: the plan was made for nothing, and a folder stands at",
    ],
  };

  it.each(Object.entries(CASES))("%s is refused, and nothing is changed", async (_what, [change, said]) => {
    const { site, script } = await scripted("flat");
    change(site.app);
    const before = manifest(site.root);
    const ran = runs({ script });
    expect(ran.code, ran.said).toBe(2);
    expect(ran.err).toContain(said);
    expect(ran.err).toContain("❌ The site is not as the plan says; nothing was changed");
    expect(manifest(site.root)).toEqual(before);
  });

  it("another place: another name of the application, another shared, no folder, too many words", async () => {
    const { site, script } = await scripted("flat");
    renameSync(site.app, join(site.root, "other"));
    const before = manifest(site.root);
    expect(runs({ script }).err).toContain("There is no folder");
    for (const [args, code] of [
      [[join(site.root, "other")], 2],
      [[site.app], 2],
      [["--nope"], 64],
      [["a", "b", "c"], 64],
    ] as const)
      expect(runs({ script }, { args }).code, String(args)).toBe(code);
    renameSync(join(site.root, "other"), site.app);
    expect(runs({ script }, { args: [site.app, join(site.root, "data")] }).err).toContain(
      "The links of the plan lead to",
    );
    expect(existsSync(site.shared)).toBe(false);
    expect(before.size).toBeGreaterThan(10);
  });

  it("a site that was moved as a whole is named on the command line, also from within", async () => {
    const { site, script } = await scripted("flat");
    const moved = `${site.root} it's "moved"`;
    renameSync(site.root, moved);
    const ran = runs({ script }, { args: ["app", "shared"], cwd: moved });
    expect(ran.code, ran.said).toBe(0);
    expect(await leftToDo(join(moved, "app"))).toEqual([]);
    expect(readFileSync(join(moved, "shared/DEPLOYMENT-SUMMARY.md"), "utf8")).toContain(join(moved, "shared"));
  });

  it("half a script, or one that was edited on the way", async () => {
    const { site, script } = await scripted("flat");
    const text = readFileSync(script, "utf8");
    writeFileSync(script, text.replace("set -u", "set -u "));
    const before = manifest(site.root);
    const ran = runs({ script });
    expect([ran.code, ran.err.includes("not complete or was changed on the way")]).toEqual([2, true]);
    for (const part of [0.2, 0.5, 0.999]) {
      writeFileSync(script, text.slice(0, Math.floor(text.length * part)));
      runs({ script });
    }
    expect(manifest(site.root)).toEqual(before);
  });

  it("a shared folder in use", async () => {
    const { site, script } = await scripted("flat");
    writeTree(site.shared, {
      ".holdfast/lock/lock.1":
        "holdfast-lock 1\nhost=elsewhere\nmachine=m\nboot=b\npidns=p\npid=1\nstart=1\nsince=then\ncommand=persist\n",
    });
    const before = manifest(site.root);
    const ran = runs({ script });
    expect([ran.code, ran.err.includes('in use by "persist" (process 1 on elsewhere')]).toEqual([75, true]);
    expect(manifest(site.root)).toEqual(before);
  });

  it("a run of something else that is unfinished", async () => {
    const { site, script } = await scripted("flat");
    writeTree(site.shared, { ".holdfast/journal/tx-000003.json": "holdfast-journal 1\n{}" });
    const before = manifest(site.root);
    const ran = runs({ script });
    expect([ran.code, ran.err.includes(`holdfast recover ${site.app}`)]).toEqual([3, true]);
    expect(manifest(site.root)).toEqual(before);
    writeTree(site.shared, { ".holdfast/journal/tx-000003.sh": "" });
    expect(runs({ script }).err).toContain(`sh ${site.shared}/.holdfast/journal/tx-000003.sh`);
  });
});

describe("a host that cannot exchange two names", () => {
  const env = { HOLDFAST_RENAMEAT2: "none" };

  it("a live application is left as it is, and taken over with --maintenance or MAINTENANCE=1", async () => {
    const made = await scripted("flat");
    const { site } = made;
    const ran = runs(made, { env });
    expect(ran.code, ran.said).toBe(1);
    expect(ran.out).toContain(
      "❌ public/uploads: it stays as it is, because this host has no call that exchanges two names",
    );
    expect(ran.out).toContain("--maintenance (a gap of some milliseconds)");
    expect(lstatSync(join(site.app, "public/uploads")).isDirectory()).toBe(true);
    expect(existsSync(join(site.shared, "public/uploads"))).toBe(false);
    const quiet = runs(made, { env: { ...env, MAINTENANCE: "1" } });
    expect(quiet.code, quiet.said).toBe(0);
    expect(await leftToDo(site.app)).toEqual([]);
  });

  it("a release that is not live needs no quiet moment", async () => {
    const site = siteOf("releases");
    unlinkSync(join(site.root, "current"));
    const ran = runs(await scriptFor(site), { env });
    expect(ran.code, ran.said).toBe(0);
    expect(readlinkSync(join(site.root, "current"))).toBe(`releases/${FIRST_RELEASE}`);
  });
});

describe("whose it is", () => {
  it.runIf(isRoot)("what root makes belongs to the owner of the application, links included", async () => {
    const site = siteOf("flat");
    spawnSync("chown", ["-Rh", String(NOBODY), site.root]);
    must(runs(await scriptFor(site)));
    const foreign = ["-not", "-uid", String(NOBODY), "-not", "-name", "lock.*.rel"];
    expect(start(["find", site.root, ...foreign]).out).toBe("");
  });

  it("a shared folder with the longest name, of another user", async () => {
    const site = siteOf("flat");
    const shared = join(site.root, "s".repeat(255));
    start(["chown", "-R", "4711:4711", site.root]);
    const { script } = await scriptFor({ ...site, app: site.app }, shared);
    const ran = runs({ script });
    expect(ran.code, ran.said).toBe(0);
    expect(ran.said).toContain(HEALTHY);
    expect([statSync(shared).uid, lstatSync(join(site.app, ".env")).uid]).toEqual([4711, 4711]);
  });

  it("a file of somebody else under one of our names is kept", async () => {
    const made = await scripted("flat");
    writeTree(made.site.shared, { ".persistence-config": "PERSIST=1\n", ".deployment-history": "old\n" });
    const ran = runs(made);
    expect(ran.code, ran.said).toBe(0);
    const kept = join(made.site.shared, ".holdfast/rescued/tx-000001");
    expect(readFileSync(join(kept, ".persistence-config"), "utf8")).toBe("PERSIST=1\n");
    expect(readFileSync(join(kept, ".deployment-history"), "utf8")).toBe("old\n");
  });

  it("a database in use waits for a quiet moment, and then takes its log along", async () => {
    const shape = {
      ...BOUGHT_SCRIPT,
      "config/database.php":
        "<?php return ['connections' => ['sqlite' => ['database' => database_path('database.sqlite')]]];",
      "database/database.sqlite": "SQLite format 3\0rest",
      "database/database.sqlite-wal": "log",
    };
    const made = await scripted("flat", shape);
    const ran = runs(made);
    expect(
      [ran.code, ran.out.includes("❌ database/database.sqlite: it is a database in use; stop the site")],
      ran.said,
    ).toEqual([1, true]);
    expect(lstatSync(join(made.site.app, "database/database.sqlite")).isFile()).toBe(true);
    const quiet = runs(made, { args: ["--maintenance"] });
    expect(quiet.code, quiet.said).toBe(0);
    expect(readFileSync(join(made.site.shared, "database/database.sqlite-wal"), "utf8")).toBe("log");
    expect(existsSync(join(made.site.app, "database/database.sqlite-wal"))).toBe(false);
  });
});
