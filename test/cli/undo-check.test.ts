/** What an undo leaves is looked at, and what is wrong with it is said by its name. */
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must, NOBODY, start } from "../support/cli.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

it("what the health check finds after an undo is named, and not only counted", () => {
  const root = freshFolder();
  writeTree(join(root, "app"), {
    "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'uploads/'.$name);",
    "css/a.css": "body {}",
    "uploads/a.jpg": "mine",
  });
  must(holdfast(["persist", join(root, "app"), "--yes"]));
  renameSync(join(root, "app/css"), join(root, "elsewhere"));
  symlinkSync("../elsewhere", join(root, "app/css"));
  const { out } = holdfast(["undo", join(root, "app"), "--yes"]);
  expect(out).toMatch(/^(?:⚠️|❌) .*\bcss\b/mu);
  expect(out).not.toContain("⚠️ 0 warnings, ❌ 0 failed");
});

it("what a link of shared leads to may be closed to who looks: the system's answer is said, and not that a link is missing", () => {
  const root = freshFolder();
  writeTree(join(root, "app"), {
    "index.php": "<?php move_uploaded_file($f, 'uploads/'.$name);",
    "uploads/a.jpg": "mine",
  });
  must(holdfast(["persist", join(root, "app"), "--yes"]));
  must(holdfast(["undo", join(root, "app"), "--yes"]));
  // The same folder by a way on which not everybody may go.
  mkdirSync(join(root, "private"));
  symlinkSync("../app", join(root, "private/way"));
  rmSync(join(root, "shared/uploads"));
  symlinkSync("../private/way/uploads", join(root, "shared/uploads"));
  chmodSync(root, 0o755);
  expect(must(holdfast(["check", join(root, "app")])).out).toContain("In place, shared leads to it: uploads");
  chmodSync(join(root, "private"), 0o700);
  must(start(["chown", "-hR", `${NOBODY}:${NOBODY}`, join(root, "app"), join(root, "shared")]));
  const { code, out } = holdfast(["check", join(root, "app")], { as: NOBODY });
  expect([code, out]).toEqual([1, expect.stringContaining("What shared/uploads leads to may not be looked at")]);
  expect(out).toContain("(EACCES)");
  expect(out).not.toContain("where a link belongs");
});
