import { expect, test } from "vitest";
import { detect } from "../../src/detect/detect.ts";
import { findWebRoot } from "../../src/detect/web-root.ts";
import { profiles } from "../../src/profiles/index.ts";
import { inventoryOf, LARAVEL, NEXT } from "../classify/judging.ts";
import type { TreeShape } from "../support/tree.ts";

const { "public/index.php": _door, ...withoutDoor } = LARAVEL;

test.each<[string, TreeShape, string]>([
  ["Laravel", LARAVEL, "public"],
  ["Laravel that was moved to public_html", { ...withoutDoor, "public_html/index.php": "" }, "public_html"],
  ["Laravel that is served from its own folder", { ...withoutDoor, "index.php": "", "public/css/a.css": "" }, ""],
  ["Laravel whose public is a link", { ...withoutDoor, public: { link: "../public_html" } }, "public"],
  ["Next.js without any public file", { "package.json": '{"dependencies":{"next":"1"}}' }, "public"],
  ["Next.js", NEXT, "public"],
  ["plain PHP", { "index.php": "" }, ""],
  ["plain PHP without an index", { "login.php": "" }, ""],
  ["plain PHP with a web folder", { "web/index.php": "", "src/a.php": "" }, "web"],
  ["CakePHP", { "composer.json": '{"require":{"cakephp/cakephp":"^5"}}', "webroot/index.php": "" }, "webroot"],
  ["nothing known, with a public folder", { "public/a.txt": "" }, "public"],
  ["nothing known", { "a.txt": "" }, ""],
])("findWebRoot() of %s", (_what, shape, expected) => {
  const inventory = inventoryOf(shape);
  expect(findWebRoot(inventory, detect(inventory, profiles), profiles)).toBe(expected);
});
