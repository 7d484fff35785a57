/** After a failed fsync the kernel may count the pages as clean: trying again would report as durable what is not (Rebello et al., ATC'20). */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { syncDir, withDir } from "../../src/system/dir.ts";
import { replaceFile } from "../../src/system/durable-file.ts";
import { intercepted } from "../faults/lab/intercept.ts";
import { freshFolder } from "../support/tree.ts";

/** Runs work with the first fsync failing; hands back the error and how many times fsync was called. */
async function failingOnce(work: () => void): Promise<{ readonly error: unknown; readonly calls: number }> {
  let calls = 0;
  const error = await intercepted(
    ({ name }, proceed) => {
      if (name !== "fsyncSync" || ++calls > 1) return proceed();
      throw Object.assign(new Error("EIO: i/o error, fsync"), { code: "EIO", syscall: "fsync" });
    },
    () => {
      try {
        work();
        return null;
      } catch (failure) {
        return failure;
      }
    },
  );
  return { error, calls };
}

it("a failed fsync of a folder is passed on, naming the folder, and not tried again", async () => {
  const root = freshFolder();
  const { error, calls } = await failingOnce(() => {
    withDir(abs(root), syncDir);
  });
  expect(String(error)).toContain(`EIO: i/o error, fsync "${root}"`);
  expect(calls).toBe(1);
});

it("a failed fsync of a file is passed on and not tried again, and the file in place stays the old one", async () => {
  const root = freshFolder();
  writeFileSync(join(root, "config"), "old");
  const { error, calls } = await failingOnce(() => {
    withDir(abs(root), (dir) => {
      replaceFile({ dir, name: "config" }, dir, { bytes: Buffer.from("new"), mode: 0o644 });
    });
  });
  expect(error).toMatchObject({ code: "EIO" });
  expect(calls).toBe(1);
  expect(readFileSync(join(root, "config"), "utf8")).toBe("old");
});
