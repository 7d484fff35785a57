import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { abs } from "../../src/core/path.ts";
import { copyNode, type Copied } from "../../src/system/copy-file.ts";
import { withDir } from "../../src/system/dir.ts";
import { lookAt, signatureOf } from "../../src/system/facts.ts";
import { findNativeFiles, type NativeFiles } from "../../src/system/native-files.ts";
import { intercepted } from "../faults/lab/intercept.ts";
import { freshFolder } from "../support/tree.ts";

function native(): NativeFiles {
  const found = findNativeFiles();
  if (found === null) throw new Error("koffi is not installed");
  return found;
}

function copy(folder: string, from: string, to: string): Copied | null {
  return withDir(abs(folder), (dir) =>
    copyNode({ dir, name: from }, { dir, name: to }, { native: native(), durable: true }),
  );
}

it("ends, whatever the source does meanwhile, and its signature tells that the source has changed", async () => {
  const folder = freshFolder();
  const file = join(folder, "a");
  writeFileSync(file, Buffer.alloc(1 << 20, 1));
  const name = JSON.stringify(file);
  const script = `const fs=require('fs');console.log();for(;;){fs.truncateSync(${name},10);fs.appendFileSync(${name},Buffer.alloc(1<<20))}`;
  const writer = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  const gone = once(writer, "exit");
  onTestFinished(async () => {
    writer.kill("SIGKILL");
    await gone;
  });
  await once(writer.stdout, "data");
  const copies = Array.from({ length: 20 }, (_, n) => {
    const signature = copy(folder, "a", `b${n}`)?.signature;
    const now = lookAt(file);
    return { signature, now: now === null ? "" : signatureOf(now) };
  });
  expect(copies.every(({ signature }) => signature !== undefined)).toBe(true);
  expect(copies.some(({ signature, now }) => signature !== now)).toBe(true);
});

it("a FIFO, a link that leads nowhere and a missing name do not hold it up", () => {
  const folder = freshFolder();
  execFileSync("mkfifo", [join(folder, "fifo")]);
  symlinkSync("/nowhere", join(folder, "link"));
  expect(copy(folder, "fifo", "fifo2")?.lost).toEqual([]);
  expect(lstatSync(join(folder, "fifo2")).isFIFO()).toBe(true);
  expect(copy(folder, "link", "link2")?.lost).toEqual([]);
  expect(lstatSync(join(folder, "link2")).isSymbolicLink()).toBe(true);
  expect(copy(folder, "missing", "missing2")).toBeNull();
});

it("a link that took the place of a file is not read through: between the look and the opening, nothing is copied", async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "secret"), "somebody else's");
  writeFileSync(join(folder, "a"), "mine");
  const copied = await intercepted(
    (call, proceed) => {
      if (call.name === "openSync" && String(call.args[0]).endsWith("/a")) {
        renameSync(join(folder, "a"), join(folder, "gone"));
        symlinkSync("secret", join(folder, "a"));
      }
      return proceed();
    },
    () => copy(folder, "a", "b"),
  );
  expect(copied).toBeNull();
  expect(existsSync(join(folder, "b"))).toBe(false);
});

it("never writes over anything", () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "a"), "a");
  writeFileSync(join(folder, "b"), "b");
  expect(() => copy(folder, "a", "b")).toThrow(/EEXIST/);
  expect(readFileSync(join(folder, "b"), "utf8")).toBe("b");
});

it("keeps set-uid for the owner it keeps, and never for root", () => {
  const folder = freshFolder();
  for (const name of ["theirs", "roots"]) writeFileSync(join(folder, name), name);
  chownSync(join(folder, "theirs"), 65_534, 65_534);
  for (const name of ["theirs", "roots"]) chmodSync(join(folder, name), 0o4755);
  expect(copy(folder, "theirs", "theirs2")?.lost).toEqual([]);
  expect(copy(folder, "roots", "roots2")?.lost).toEqual(["set-uid"]);
  const [theirs, roots] = [statSync(join(folder, "theirs2")), statSync(join(folder, "roots2"))];
  expect([theirs.uid, theirs.mode & 0o7777, roots.uid, roots.mode & 0o7777]).toEqual([65_534, 0o4755, 0, 0o755]);
});

it("knows a SQLite database by its first bytes", () => {
  const folder = freshFolder();
  execFileSync("sqlite3", [join(folder, "d"), "create table t(x);"]);
  expect(copy(folder, "d", "d2")?.database).toBe(true);
  writeFileSync(join(folder, "e"), "no database");
  expect(copy(folder, "e", "e2")?.database).toBe(false);
});
