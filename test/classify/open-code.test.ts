import { expect, test } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged, PHP } from "./judging.ts";

const OWN: TreeShape = { "odd/own/a.php": "<?php", "odd/own/b.php": "<?php", "odd/c.php": "<?php" };

test.each<[string, TreeShape]>([
  ["by rules at the top", { ".gitignore": "/odd/*\n!/odd/own/\n!/odd/c.php\n" }],
  ["by rules of its own", { "odd/.gitignore": "*\n!own/\n!own/**\n!c.php\n!.gitignore\n" }],
  ["by the names of three that others added", { ".gitignore": "odd/one\n/odd/two/\nodd/three\n" }],
])("code of which the repository keeps its own parts, %s, is carried", (_how, shape) => {
  const { says, explain } = judged({ ...PHP, ...OWN, ...shape });
  expect(says("odd")).toBe("asset carry");
  expect(explain("odd").evidence[0]?.strength).toBe("placeholder");
});

test("its own parts, kept by name, come with each release, and what was added goes along", () => {
  const rules = { ".gitignore": "/odd/*\n!/odd/own/\n", ".env": "A=1" };
  const { says, explain } = judged({ ...PHP, ...OWN, ...rules, "odd/added/a.php": "<?php" });
  expect(says("odd")).toBe("asset carry");
  expect(explain("odd/own").handling).toBe("release");
  expect(explain("odd/added").handling).toBe("carry");
});

test.each<[string, TreeShape]>([
  ["two names", { ".gitignore": "odd/one\nodd/two\n" }],
  ["what a build tool fills", { ".gitignore": "odd/*\n!odd/c.php\n", "gulpfile.js": "dest('odd/')" }],
])("%s are no add-ons", (_what, shape) => {
  expect(judged({ ...PHP, ...OWN, ...shape }).explain("odd").handling).toBe("release");
});

test("a word in the settings of a build tool is not the folder of that name", () => {
  const shape = { ...PHP, "data/.gitignore": "*\n!.gitignore\n", "gulpfile.js": "const data = read('input');" };
  expect(judged(shape).says("data")).toBe("user link");
});
