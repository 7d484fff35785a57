import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildTree, contents, damageAll, dropTrees, realFolder, type Ran, run, type Tree } from "./portable-tree.ts";

afterAll(dropTrees);
const recover = (tree: Tree, ...args: string[]): Ran => run(tree, "emergency-recovery.sh", { args });
const healthy = (tree: Tree): void =>
  expect(run(tree, "health-check.sh").out).toContain("🎉 System is perfectly healthy!");

describe("other tools than GNU's", () => {
  const withTools = (tree: Tree, make: (bin: string) => void): Ran => {
    const bin = join(tree.root, "bin");
    mkdirSync(bin);
    make(bin);
    const result = spawnSync("sh", [join(tree.shared, "emergency-recovery.sh")], {
      encoding: "utf8",
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    });
    rmSync(bin, { recursive: true });
    return { code: result.status, out: `${result.stdout}${result.stderr}` };
  };

  it.each([
    ["busybox's", (bin: string) => void spawnSync("busybox", ["--install", "-s", bin])],
    [
      "an mv without -T",
      (bin: string) =>
        writeFileSync(
          join(bin, "mv"),
          `#!/bin/sh\nfor word do case $word in -T | --help) echo "mv: illegal option" >&2; exit 64 ;; esac; done\nexec /bin/mv "$@"\n`,
          { mode: 0o755 },
        ),
    ],
  ])("are enough: %s", (_, make) => {
    const tree = buildTree("releases");
    damageAll(tree);
    unlinkSync(join(tree.app, "public/qrcodes"));
    symlinkSync("../css", join(tree.app, "public/qrcodes"));
    const before = contents(tree);
    const { code, out } = withTools(tree, make);
    expect(code, out).toBe(0);
    healthy(tree);
    for (const digest of before) expect(contents(tree)).toContain(digest);
    expect(readdirSync(join(tree.app, "public/css"))).toEqual(["app.txt"]);
  });
});

describe("a recovery", () => {
  it("brings in what was written while it worked", () => {
    const tree = buildTree("flat");
    realFolder(tree, "public/uploads", { early: "early", "kept.txt": "another" });
    const bin = join(tree.root, "bin");
    mkdirSync(bin);
    // Somebody uploads in the moment in which the folder is moved aside.
    const slow = `#!/bin/sh\nfor word do case $word in */app/public/uploads) [ -L "$word" ] || echo late >"$word/late" ;; esac; done\nexec /bin/mv "$@"\n`;
    writeFileSync(join(bin, "mv"), slow, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    expect(spawnSync("sh", [join(tree.shared, "emergency-recovery.sh")], { stdio: "ignore", env }).status).toBe(0);
    const merged = ["early", "late", "kept.txt"].map((name) =>
      readFileSync(join(tree.shared, "public/uploads", name), "utf8"),
    );
    expect(merged).toEqual(["early", "late\n", "another"]);
  });

  it("killed before any of its changes is completed by the next recovery", () => {
    let wholeRuns = 0;
    // The layouts take turns; the loop ends when the run was over before the call at which it should have died, in both.
    for (let doomed = 1; wholeRuns < 2; doomed++) {
      const tree = buildTree(doomed % 2 === 0 ? "releases" : "flat");
      damageAll(tree);
      const before = contents(tree);
      wholeRuns += runAndKill(tree, doomed) < doomed ? 1 : 0;
      for (const digest of before)
        expect(contents(tree), `right after being killed at change ${doomed}`).toContain(digest);
      const { code, out } = recover(tree);
      expect(code, `killed at change ${doomed}: ${out}`).toBe(0);
      healthy(tree);
      for (const digest of before) expect(contents(tree), `recovered after change ${doomed}`).toContain(digest);
      if (wholeRuns === 2) expect(doomed).toBeGreaterThan(30);
    }
  }, 900_000);
});

/** Runs a recovery that is killed, with all its children, instead of its n-th call of a changing command; returns how many calls were made. */
function runAndKill(tree: Tree, doomed: number): number {
  const bin = join(tree.root, "bin");
  mkdirSync(bin);
  for (const command of ["mv", "ln", "mkdir", "rm", "chmod"]) {
    writeFileSync(
      join(bin, command),
      `#!/bin/sh
[ "$1" != --help ] || exec /bin/${command} "$@"
printf x >>'${bin.replaceAll("'", "'\\''")}/calls'
[ "$(wc -c <'${bin.replaceAll("'", "'\\''")}/calls')" -lt ${doomed} ] || kill -9 0
exec /bin/${command} "$@"
`,
      { mode: 0o755 },
    );
  }
  // In a process group of its own, because the whole group is killed.
  spawnSync("setsid", ["--wait", "dash", join(tree.shared, "emergency-recovery.sh")], {
    stdio: "ignore",
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` },
  });
  const calls = readFileSync(join(bin, "calls")).length;
  rmSync(bin, { recursive: true });
  return calls;
}
