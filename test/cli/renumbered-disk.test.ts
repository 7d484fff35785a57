/** A disk may have another number after a restart: what was noted before it is the same folder still. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const UPLOAD = "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'uploads/' . $n);";

it.each([
  ["linked", []],
  ["in place", ["--in-place"]],
])("a release that waits goes live after it, %s", (_, how) => {
  const root = freshFolder();
  const app = join(root, "app");
  for (const version of ["app", "v1", "v2"]) {
    mkdirSync(join(root, version));
    writeTree(join(root, version), { "index.php": `${UPLOAD} // ${version === "v2" ? 2 : 1}`, "css/a.css": "body {}" });
  }
  writeTree(app, { "uploads/a.jpg": "mine" });
  const release = ["release", join(root, "v2"), "--site", app, "--shipped", join(root, "v1"), "--yes", ...how];
  must(holdfast([...release, "--no-activate"]));
  const register = join(root, "shared/.holdfast/releases.json");
  const noted = readFileSync(register, "utf8");
  const renumbered = noted.replaceAll(/"tree": ?"\d+:/gu, '"tree":"4711:');
  expect(renumbered).not.toBe(noted);
  writeFileSync(register, renumbered);
  must(holdfast(release));
  expect(readFileSync(join(app, "index.php"), "utf8")).toContain("// 2");
  expect(readFileSync(join(app, "uploads/a.jpg"), "utf8")).toBe("mine");
  must(holdfast(["rollback", "--site", app]));
  expect(readFileSync(join(app, "index.php"), "utf8")).toContain("// 1");
  must(holdfast(["check", app]));
});
