/** Archives as the programs of this system make them are accepted, whatever their format, and become what was packed. */
import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { removeTrialFolder, trialFolder } from "../../faults/lab/trial.ts";
import { openBay } from "../../support/arrival-bay.ts";
import { writeTree } from "../../support/tree.ts";

const folder = trialFolder();
const bay = openBay(folder);
const app = join(folder, "app");
writeTree(app, {
  "index.php": "<?php",
  "public/é.txt": "x",
  "public/empty": "",
  "storage/app": null,
  "public/link": { link: "../index.php" },
  [`deep/${"folder/".repeat(30)}file`]: "deep",
});
chmodSync(join(app, "index.php"), 0o755);
linkSync(join(app, "index.php"), join(app, "public/hard"));
afterAll(() => {
  bay.close();
  removeTrialFolder(folder);
});

const MADE: readonly (readonly [string, string])[] = [
  ["zip", 'zip -qry "$1" .'],
  ["zip, stored", 'zip -qry0 "$1" .'],
  ["zip, to a pipe: sizes follow the data", 'zip -qry - . > "$1"'],
  ["zip, without additional fields", 'zip -qryX "$1" .'],
  ["zip, with a comment", 'zip -qry "$1" . && echo "Thank you" | zip -qz "$1"'],
  ["zip, with an entry dropped again", 'echo x > dropped && zip -qry "$1" . && rm dropped && zip -qd "$1" dropped'],
  ["tar", 'tar -cf "$1" .'],
  ["tar, GNU", 'tar --format=gnu -cf "$1" .'],
  ["tar, POSIX 1988", 'tar --format=ustar --exclude=deep -cf "$1" . --transform=s,^./,,'],
  ["tar, POSIX 2001", 'tar --format=posix -cf "$1" .'],
  ["tar, gzip", 'tar -czf "$1" .'],
  ["tar, a folder around it", 'cd .. && tar -czf "$1" app'],
];

it.each(MADE)("%s", (_, command) => {
  const path = join(folder, "made.zip");
  execFileSync("sh", ["-c", command, "sh", path], { cwd: app, env: { ...process.env, LC_ALL: "C.UTF-8" } });
  const bytes = readFileSync(path);
  execFileSync("rm", [path]);
  const { refused, wrongs, tree, modes } = bay.deliver(bytes);
  expect(refused).toBeNull();
  expect(wrongs).toEqual([]);
  expect(tree).toMatchObject({
    "index.php": "<?php",
    "public/é.txt": "x",
    "public/empty": "",
    "public/hard": "<?php",
    "public/link": { link: "../index.php" },
    "storage/app": null,
  });
  if (!command.includes("exclude=deep")) expect(tree[`deep/${"folder/".repeat(30)}file`]).toBe("deep");
  expect(modes["index.php"]).toBe(0o755);
});
