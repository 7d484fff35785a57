/** A shared folder that is a mounted disk of its own: releases bring their files into it by copying, and are linked before they are live. */
import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

function delivery(root: string, version: number): string {
  const folder = join(root, `v${version}`);
  mkdirSync(folder);
  writeTree(folder, {
    "index.php": `<?php // ${version}`,
    "uploads/demo.jpg": "demo",
    [`uploads/new-${version}.jpg`]: `came with ${version}`,
  });
  return folder;
}

it("a site whose shared folder is on another file system gets two releases and goes back; uploads and what the code ships are there", () => {
  const root = freshFolder();
  const [site, shared] = [join(root, "site"), join(root, "site/shared")];
  mkdirSync(shared, { recursive: true });
  mountAt(shared);
  onTestFinished(() => unmountBelow(root));
  must(holdfast(["release", delivery(root, 1), "--site", site, "--yes"]));
  const uploads = join(site, "current/uploads");
  expect(readlinkSync(uploads)).toContain("shared/uploads");
  writeFileSync(join(uploads, "mine.jpg"), "uploaded");
  writeFileSync(join(uploads, "demo.jpg"), "edited");
  must(holdfast(["release", delivery(root, 2), "--site", site, "--yes"]));
  must(holdfast(["rollback", "--site", site, "--yes"]));
  const texts = ["mine.jpg", "demo.jpg", "new-1.jpg", "new-2.jpg"].map((name) =>
    readFileSync(join(uploads, name), "utf8"),
  );
  expect(texts).toEqual(["uploaded", "edited", "came with 1", "came with 2"]);
  expect(must(holdfast(["check", join(site, "current")])).out).toContain("❌ 0 failed");
});
