/** Texts in several languages come with the code, and owners edit them in place: what they did there comes along to the next release. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = {
  artisan: "<?php",
  "bootstrap/app.php": "<?php",
  "composer.json": '{ "require": { "laravel/framework": "^11.0" } }',
  "public/index.php": "<?php",
  "lang/en/a.php": "<?php return ['hello' => 'Hello'];",
  "lang/en/b.php": "<?php return ['bye' => 'Bye'];",
};

function edited(more: TreeShape = {}): { readonly next: string; readonly site: string } {
  const root = freshFolder();
  const site = join(root, "site");
  mkdirSync(site);
  writeTree(join(root, "v1"), { ...CODE, ...more });
  must(holdfast(["release", join(root, "v1"), "--site", site, "--yes"]));
  writeTree(site, {
    "current/lang/en/a.php": "<?php return ['hello' => 'Good day'];",
    "current/lang/nl/a.php": "<?php return ['hello' => 'Dag'];",
  });
  const next = join(root, "v2");
  writeTree(next, { ...CODE, ...more, "lang/en/b.php": "<?php return ['bye' => 'Good bye'];" });
  return { next, site };
}

it("an edit by hand and a language of the owner's own come along, the vendor's new texts are there", () => {
  const { next, site } = edited();
  const { out } = must(holdfast(["release", next, "--site", site, "--yes"]));
  expect(out).toContain("lang/en/a.php: taken along");
  const text = (path: string): string => readFileSync(join(site, "current/lang", path), "utf8");
  expect([text("en/a.php"), text("nl/a.php")]).toEqual([
    "<?php return ['hello' => 'Good day'];",
    "<?php return ['hello' => 'Dag'];",
  ]);
  expect(text("en/b.php")).toContain("Good bye");
});

it("where their owner has decided that they come with the code, they are rescued instead", () => {
  const { next, site } = edited({ "holdfast.json": '{ "paths": { "lang": "asset" } }' });
  const { out } = must(holdfast(["release", next, "--site", site, "--yes"]));
  expect(out).toContain("lang/nl/a.php: changed or made here, and could run (PHP): not taken along");
  expect(existsSync(join(site, "current/lang/nl/a.php"))).toBe(false);
});
