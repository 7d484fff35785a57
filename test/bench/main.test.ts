import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readMeasured } from "../../bench/report/measured.ts";
import { type Ended, must, start } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { freshFolder } from "../support/tree.ts";

const ROOT = join(import.meta.dirname, "../..");

function bench(...args: readonly string[]): Ended {
  program();
  return start([process.execPath, join(ROOT, "node_modules/tsx/dist/cli.mjs"), join(ROOT, "bench/main.ts"), ...args]);
}

describe("the bench", () => {
  test("measures rows on small trees, says that they are small, and leaves nothing but the trees", () => {
    const [work, kept] = [freshFolder("holdfast-bench-"), join(freshFolder(), "kept")];
    const { code, out, err } = bench("--quick", "--rounds", "1", "--rows", "1,2", "--work", work, "--keep", kept);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain("QUICK");
    expect(out.match(/(PASS|SHORT) start: --version \| node -e 0/g)).toHaveLength(1);
    expect(out.match(/(PASS|SHORT) first persist of S/g)).toHaveLength(1);
    expect(out).toMatch(/\d+ PASS, \d+ SHORT, 0 told, 0 not measured/);
    expect(readdirSync(join(work, "scratch"))).toEqual([]);
    const rows = readMeasured(kept);
    expect(rows.map(({ ids, lines }) => [ids, lines.length])).toEqual([
      [["1"], 2],
      [["2"], 2],
    ]);
    const page = readFileSync(join(kept, "bench.md"), "utf8");
    expect(page.match(/^\| [12] \| /gm)).toHaveLength(4);
    expect(readdirSync(work).sort()).toEqual(["scratch", "sets"]);
    expect(readdirSync(join(work, "sets")).sort()).toEqual(["L-3000", "L-3000.json", "S-200", "S-200.json"]);
  });

  test("refuses a row that there is none of, and names those there are", () => {
    const work = join(freshFolder(), "work");
    const { code, err } = bench("--rows", "99", "--work", work);
    expect(code).toBe(1);
    expect(err).toContain(
      "There is no row 99; there are 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, scale, budgets, serving",
    );
    expect(existsSync(work)).toBe(false);
  });

  test("tells a row whose programs are missing as not measured, and goes on with the others", () => {
    const work = freshFolder("holdfast-bench-");
    const path = freshFolder();
    symlinkSync(must(start(["which", "git"])).out.trim(), join(path, "git"));
    const { code, out } = start(
      [
        process.execPath,
        join(ROOT, "node_modules/tsx/dist/cli.mjs"),
        join(ROOT, "bench/main.ts"),
        "--quick",
        "--rounds",
        "1",
        "--rows",
        "1,13",
        "--work",
        work,
      ],
      { env: { PATH: path } },
    );
    expect(code).toBe(0);
    expect(out).toContain("not measured here: cap, bash is not installed");
    expect(out).toMatch(/(PASS|SHORT) start: --help/);
  });

  test("keeps nothing of a row whose command fails, and ends with 1", () => {
    const [work, path, kept] = [freshFolder("holdfast-bench-"), freshFolder(), join(freshFolder(), "kept")];
    for (const name of ["sh", "grep"]) symlinkSync(must(start(["which", name])).out.trim(), join(path, name));
    const git = must(start(["which", "git"])).out.trim();
    const failing = `#!/bin/sh\ncase "$*" in *init*) exit 3 ;; esac\nexec ${git} "$@"\n`;
    writeFileSync(join(path, "git"), failing, { mode: 0o755 });
    const cli = [process.execPath, join(ROOT, "node_modules/tsx/dist/cli.mjs"), join(ROOT, "bench/main.ts")];
    const asked = ["--quick", "--rounds", "1", "--rows", "1,12", "--work", work, "--keep", kept];
    const { code, out } = start([...cli, ...asked], { env: { PATH: path } });
    expect(code).toBe(1);
    expect(out).toContain("it failed: ");
    expect(readMeasured(kept).map(({ ids }) => ids)).toEqual([["1"]]);
    expect(readFileSync(join(kept, "bench.md"), "utf8")).not.toContain(work);
  });
});
