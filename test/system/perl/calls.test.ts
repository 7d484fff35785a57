import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeName } from "../../../src/core/bytes.ts";
import { abs } from "../../../src/core/path.ts";
import { type Dir, withDir } from "../../../src/system/dir.ts";
import { callsByPerl } from "../../../src/system/perl/calls.ts";
import { startStanding } from "../../../src/system/perl/standing.ts";
import { threadProgram } from "../../support/thread-programs.ts";
import { freshFolder, writeTree } from "../../support/tree.ts";

const PROGRAM = threadProgram("__HOLDFAST_PERL_THREAD__");
const EXCHANGE = 2;
const NO_REPLACE = 1;
/** Calls that have a process each, before one process stays. */
const FIRST = 3;

const path = process.env["PATH"] ?? "";
let root = "";

beforeEach(() => {
  root = freshFolder();
  writeTree(root, { "site/a": "one", "site/b": "two", "bin/.keep": "" });
});

afterEach(() => {
  process.env["PATH"] = path;
});

/** From here on `perl` is this script; `$REAL` in it is the machine's own. */
function standsForPerl(script: string): void {
  const real = path.split(delimiter).find((folder) => existsSync(join(folder, "perl")));
  const file = join(root, "bin/perl");
  writeFileSync(file, `#!/bin/sh\necho start >> '${root}/starts'\nREAL='${real}/perl'\n${script}\n`);
  chmodSync(file, 0o755);
  process.env["PATH"] = `${join(root, "bin")}${delimiter}${path}`;
}

function starts(): number {
  return readFileSync(join(root, "starts"), "utf8").trim().split("\n").length;
}

const byPerl = () => callsByPerl(() => startStanding(PROGRAM));

function inSite<T>(work: (dir: Dir) => T): T {
  return withDir(abs(join(root, "site")), work);
}

/** What "a" holds after so many exchanges of the two. */
function swapped(times: number): string {
  return times % 2 === 0 ? "one" : "two";
}

describe("many calls", () => {
  it("are made by one process, each of them", () => {
    standsForPerl('exec "$REAL" "$@"');
    const { rename } = byPerl();
    inSite((dir) => {
      for (let made = 1; made <= 20; made++) {
        expect(rename({ dir, name: "a" }, { dir, name: "b" }, EXCHANGE)).toBe(null);
        expect(readFileSync(join(root, "site/a"), "utf8")).toBe(swapped(made));
      }
    });
    expect(starts()).toBe(FIRST + 1);
  });

  it("go by the open folder, whatever has become of its path, and take every name", () => {
    const odd = decodeName(Buffer.from([0xff, 0x0a, 0x20, 0x27]));
    const { rename } = byPerl();
    inSite((dir) => {
      renameSync(join(root, "site"), join(root, "moved"));
      for (let made = 0; made < FIRST; made++) rename({ dir, name: "a" }, { dir, name: "b" }, EXCHANGE);
      expect(rename({ dir, name: "a" }, { dir, name: odd }, NO_REPLACE)).toBe(null);
      expect(rename({ dir, name: "b" }, { dir, name: "ü €" }, NO_REPLACE)).toBe(null);
    });
    expect(readdirSync(join(root, "moved"), "latin1").sort()).toEqual(
      ["ü €", "\xff\n '"].map((name) => (name === "ü €" ? Buffer.from(name).toString("latin1") : name)).sort(),
    );
  });

  it("tell what the system refused", () => {
    const { rename } = byPerl();
    inSite((dir) => {
      for (let made = 0; made <= FIRST; made++)
        expect(rename({ dir, name: "a" }, { dir, name: "b" }, NO_REPLACE)).toBe("EEXIST");
      expect(rename({ dir, name: "a" }, { dir, name: "missing" }, EXCHANGE)).toBe("ENOENT");
    });
  });
});

describe("a process that stays", () => {
  it("is done without where it ends at once", () => {
    standsForPerl('test $# -eq 3 && exit 0; exec "$REAL" "$@"');
    const { rename } = byPerl();
    inSite((dir) => {
      for (let made = 1; made <= 6; made++) {
        expect(rename({ dir, name: "a" }, { dir, name: "b" }, EXCHANGE)).toBe(null);
        expect(readFileSync(join(root, "site/a"), "utf8")).toBe(swapped(made));
      }
    });
    expect(starts()).toBe(6 + 1);
  });

  it("that goes away with a call in hand is an error: whether the call was made, the disk says; the next call has its own process", () => {
    standsForPerl('test $# -eq 3 && { echo 0; read line; exit 1; }; exec "$REAL" "$@"');
    const { rename } = byPerl();
    inSite((dir) => {
      const swap = () => rename({ dir, name: "a" }, { dir, name: "b" }, EXCHANGE);
      for (let made = 0; made < FIRST; made++) expect(swap()).toBe(null);
      expect(swap).toThrowError(expect.objectContaining({ code: "EIO" }));
      expect(readFileSync(join(root, "site/a"), "utf8")).toBe(swapped(FIRST));
      expect(swap()).toBe(null);
      expect(readFileSync(join(root, "site/a"), "utf8")).toBe(swapped(FIRST + 1));
    });
  });
});
