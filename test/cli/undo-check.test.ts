/** What an undo leaves is looked at, and what is wrong with it is said by its name. */
import { renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
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
