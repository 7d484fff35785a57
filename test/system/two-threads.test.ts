import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { abs, type RelPath } from "../../src/core/path.ts";
import { closeDir, type Dir, openDir, withDir } from "../../src/system/dir.ts";
import { type SharedWork, TOLD } from "../../src/system/shared-work.ts";
import { lookAtMany } from "../../src/system/two-threads.ts";
import { threadProgram } from "../support/thread-programs.ts";
import { freshFolder } from "../support/tree.ts";

/** As it is built into the program. */
const PROGRAM = threadProgram("__HOLDFAST_SECOND_THREAD__");

const FILES = 300;
const BLOCK = 7;

/** Files of which every tenth is not as it was written down. */
function tree(): {
  readonly root: string;
  readonly paths: RelPath[];
  readonly digests: string[];
  readonly told: number[];
} {
  const root = freshFolder();
  const numbers = Array.from({ length: FILES }, (_, number) => number);
  const paths = numbers.map((number) => `f${number % 10}/${number}` as RelPath);
  for (const number of numbers) {
    mkdirSync(join(root, `f${number % 10}`), { recursive: true });
    writeFileSync(join(root, paths[number] ?? ""), `${number}${number % 10 === 3 ? " changed" : ""}`);
  }
  const digests = numbers.map((number) => createHash("sha256").update(String(number)).digest("hex"));
  return { root, paths, digests, told: numbers.map((number) => (number % 10 === 3 ? TOLD.open : TOLD.asKnown)) };
}

function looked(root: Dir, files: ReturnType<typeof tree>, program: string | null): number[] {
  const told = new Uint8Array(files.paths.length);
  const question = { task: "contents", data: { ...files, root } } as const;
  return [...lookAtMany({ question, told, block: BLOCK, isLarge: true }, program)];
}

describe("looking at many items", () => {
  it.each([
    ["with two threads", PROGRAM],
    ["with one", null],
    ["with a second one that cannot do its work", "throw new Error('no')"],
    ["with a second one that is no program", "this is none"],
  ])("%s tells the same", (_how, program) => {
    const files = tree();
    expect(withDir(abs(files.root), (dir) => looked(dir, files, program))).toEqual(files.told);
  });

  it("waits for the second one as long as that is at work", () => {
    const files = tree();
    const gate = new Int32Array(new SharedArrayBuffer(4));
    let reads = 0;
    Object.defineProperty(files.digests, 0, {
      enumerable: true,
      get: () => {
        // The first reading sends it to the other thread; at the next one this thread stands still until that has come to its block.
        if (reads++ > 0) Atomics.wait(gate, 0, 0);
        return "";
      },
    });
    const slow = `
      const { counts, told, question } = require("node:worker_threads").workerData;
      const block = Atomics.add(counts, 0, 1);
      Atomics.store(question.data.gate, 0, 1);
      Atomics.notify(question.data.gate, 0);
      while (Atomics.load(counts, 1) < ${Math.ceil(FILES / BLOCK) - 1}) Atomics.wait(counts, 1, Atomics.load(counts, 1), 20);
      Atomics.wait(question.data.gate, 0, 1, 300);
      told.fill(${TOLD.leftOut}, block * ${BLOCK}, (block + 1) * ${BLOCK});
      Atomics.add(counts, 1, 1);
      Atomics.notify(counts, 1);`;
    const gated = { ...files, gate };
    const found = withDir(abs(files.root), (dir) => looked(dir, gated, slow));
    expect(found.filter((what) => what === TOLD.leftOut)).toHaveLength(BLOCK);
  });

  it("leaves out what is said to be left out", () => {
    const files = tree();
    const told = new Uint8Array(FILES).fill(TOLD.leftOut, 0, 20);
    const found = withDir(abs(files.root), (root) => {
      const question = { task: "contents", data: { ...files, root } } as const;
      return lookAtMany({ question, told, block: BLOCK, isLarge: false }, PROGRAM);
    });
    expect(Array.from(found.subarray(0, 21))).toEqual([...told.slice(0, 20), TOLD.asKnown]);
  });

  it("goes through no link, and opens no FIFO", () => {
    const files = tree();
    rmSync(join(files.root, "f1"), { recursive: true });
    symlinkSync("f2", join(files.root, "f1"));
    rmSync(join(files.root, "f2/2"));
    symlinkSync("12", join(files.root, "f2/2"));
    rmSync(join(files.root, "f4/4"));
    execFileSync("mkfifo", [join(files.root, "f4/4")]);
    const { told } = files;
    for (const [number, path] of files.paths.entries())
      if (path.startsWith("f1/") || [2, 4].includes(number)) told[number] = TOLD.open;
    expect(withDir(abs(files.root), (dir) => looked(dir, files, PROGRAM))).toEqual(told);
  });

  it("is done by the second thread's program alone where it comes to everything first", async () => {
    const files = tree();
    const { paths, digests, told } = files;
    const root = openDir(abs(files.root));
    try {
      const work: SharedWork = {
        question: { task: "contents", data: { root, paths, digests } },
        told: new Uint8Array(new SharedArrayBuffer(FILES)),
        counts: new Int32Array(new SharedArrayBuffer(8)),
        block: BLOCK,
      };
      const worker = new Worker(PROGRAM, { eval: true, workerData: work, execArgv: [] });
      await new Promise((resolve, reject) => worker.on("exit", resolve).on("error", reject));
      expect([...work.counts]).toEqual([Math.ceil(FILES / BLOCK) + 1, Math.ceil(FILES / BLOCK)]);
      expect([...work.told]).toEqual(told);
    } finally {
      closeDir(root);
    }
  });
});
