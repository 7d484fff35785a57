import { closeSync, openSync, writeFileSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { abs } from "../../src/core/path.ts";
import { withDir } from "../../src/system/dir.ts";
import { findNativeFiles } from "../../src/system/native-files.ts";
import { usersOf } from "../../src/system/open-processes.ts";
import { lookAt } from "../../src/system/facts.ts";
import { freshFolder } from "../support/tree.ts";
import { sitterIn } from "../support/sitter.ts";

it("a lease tells whether somebody has a file open for writing, and who reads does not count", () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "f"), "x");
  const native = findNativeFiles();
  const writers = (): string | undefined => withDir(abs(folder), (dir) => native?.writersOf({ dir, name: "f" }));
  expect(writers()).toBe("none");
  const reading = openSync(join(folder, "f"), "r");
  expect(writers()).toBe("none");
  const writing = openSync(join(folder, "f"), "a");
  expect(writers()).toBe("some");
  closeSync(writing);
  closeSync(reading);
  expect(writers()).toBe("none");
});

it("while one is held, whoever opens the file for writing waits, we are told, and the signal does not end us", async () => {
  const folder = freshFolder();
  const file = join(folder, "f");
  writeFileSync(file, "x");
  const gate = join(folder, "gate");
  execFileSync("mkfifo", [gate]);
  const writer = spawn("sh", ["-c", `read go < ${gate}; echo late >> ${file}`], { stdio: "ignore" });
  const gone = once(writer, "exit");
  onTestFinished(async () => {
    writer.kill("SIGKILL");
    await gone;
  });
  const seen = withDir(abs(folder), (dir) =>
    findNativeFiles()?.whileNobodyWrites({ dir, name: "f" }, (isAwaited) => {
      const before = isAwaited();
      writeFileSync(gate, "go\n");
      for (let look = 0; look < 100_000 && !isAwaited(); look++);
      return [before, isAwaited()];
    }),
  );
  expect(seen).toEqual([false, true]);
  await gone;
});

it("the processes that stand in a folder are found by its inode", async () => {
  const folder = freshFolder();
  const id = lookAt(folder)?.id ?? "";
  expect(usersOf(new Set([id]))).toEqual([]);
  const sitter = await sitterIn(folder);
  expect(usersOf(new Set([id]))).toEqual([{ pid: sitter.pid, name: "sh" }]);
});
