/** What stands on the server and was not there to be judged when the script was made: said each time, never touched. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { LAYOUTS, must, siteOf, start } from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { freshFolder, manifest, writeTree } from "../../support/tree.ts";
import { SHELLS } from "../portable-tree.ts";
import { runs, scripted, scriptFor } from "./scripted.ts";

const said = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("⚠️ Not in the plan"));
const line = (path: string): string =>
  `⚠️ Not in the plan, stays where it is: ${path} (nobody looked at it, and new code would come without it)`;

it.each(LAYOUTS)("a folder that came since is named, by every run, and stays as it is (%s)", async (layout) => {
  const made = await scripted(layout);
  const { app } = made.site;
  writeTree(app, { "public/newer/1.jpg": "picture", "my data/a": "1", "public/node_modules/x/y.js": "code" });
  const before = manifest(join(app, "public/newer"));
  const ran = runs(made);
  expect(ran.code, ran.said).toBe(0);
  expect(said(ran.said)).toEqual([line("my data"), line("public/newer")]);
  expect(ran.said).toContain("holdfast plan APP --inventory inventory.sh");
  expect(manifest(join(app, "public/newer"))).toEqual(before);
  const again = runs(made);
  expect(again.said).toContain("✅ Nothing to do");
  expect(said(again.said)).toHaveLength(2);
});

it("what was there, and what the script makes, is not", async () => {
  const made = await scripted("flat", {
    "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
    artisan: "<?php",
    "public/index.php": "<?php",
    "storage/logs/laravel.log": "log",
  });
  expect(said(runs(made, { args: ["--dry-run"] }).said)).toEqual([]);
  expect(said(runs(made).said)).toEqual([]);
  expect(existsSync(join(made.site.app, "bootstrap"))).toBe(true);
  expect(said(runs(made).said)).toEqual([]);
});

it.each(Object.entries(SHELLS))("beside data too, whatever it is called (%s)", async (_name, shell) => {
  const made = await scripted("flat", {
    "composer.json": "{}",
    "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__ . '/assets/uploads/' . $n);",
    "assets/css/app.css": "body{}",
    "assets/uploads/1.jpg": "picture",
  });
  writeTree(made.site.app, { "assets/$(date) *\n/a": "1", "assets/.hidden/b": "2", "assets/css/new/c.css": "c" });
  const ran = runs(made, { shell });
  expect(ran.code, ran.said).toBe(0);
  expect(said(ran.said)).toEqual([line("assets/$(date) *?"), line("assets/.hidden")]);
});

it("many are counted", async () => {
  const made = await scripted("flat");
  for (let n = 10; n < 25; n++) writeTree(made.site.app, { [`new-${n}/a`]: "1" });
  const lines = said(runs(made).said);
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe("⚠️ Not in the plan either: 5 more folders");
});

it("a plan from the server's own list knows them", async () => {
  const copy = siteOf("flat");
  const home = freshFolder();
  must(start(["cp", "-a", copy.app, home]));
  const there = join(home, "app");
  writeTree(there, { "public/newer/1.jpg": "picture" });
  await typedIn("/", "plan", copy.app, "--inventory", join(home, "inventory.sh"));
  const listed = must(start(["sh", join(home, "inventory.sh"), there], {}));
  writeFileSync(join(home, "listing.txt"), listed.out);
  const made = await scriptFor(copy, "--listing", join(home, "listing.txt"));
  const ran = runs(made, { args: [there] });
  expect(ran.code, ran.said).toBe(0);
  expect(said(ran.said)).toEqual([]);
});

it("nor is what stands in a folder of which only the name was looked at", async () => {
  const site = siteOf("flat", {
    "composer.json": "{}",
    "index.php": "<?php",
    "vendor/acme/uploads/1.jpg": "picture",
    "vendor/acme/src/a.php": "<?php",
  });
  await typedIn("/", "decide", site.app, "--set", "vendor/acme/uploads=user:link");
  const ran = runs(await scriptFor(site));
  expect(ran.code, ran.said).toBe(0);
  expect(ran.said).toContain("vendor/acme/uploads");
  expect(said(ran.said)).toEqual([]);
});
