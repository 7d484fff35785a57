import { expect, test } from "vitest";
import { rel } from "../../src/core/path.ts";
import { readsOf, wantsText } from "../../src/detect/wants.ts";
import { profiles } from "../../src/profiles/index.ts";

test.each([
  ["app/Http/Controllers/A.php", 1],
  ["upload.php", 1],
  ["public/.gitignore", 1],
  ["packages/x/A.php", 2],
  ["resources/views/a.blade.php", 3],
  ["src/App.vue", 3],
  ["lang/en/app.php", 3],
  ["public/uploads/shell.php", 0],
  ["tests/Feature/A.php", 0],
  ["database/migrations/a.php", 0],
  ["public/js/jquery.min.js", 0],
  ["photo.jpg", 0],
  [".env", 0],
])("wantsText() ranks %s as %i", (path, rank) => {
  expect(wantsText(rel(path), 100)).toBe(rank);
});

test("wantsText() leaves out generated giants", () => {
  expect(wantsText(rel("app/Data.php"), 600 * 1024)).toBe(0);
});

test("readsOf() names the decisions, the manifests, and every file that a profile asks for, but no secret", () => {
  const reads = readsOf(profiles);
  expect(reads).toEqual(
    expect.arrayContaining([
      "holdfast.json",
      "composer.lock",
      "config/filesystems.php",
      "node_modules/next/package.json",
      "wp-includes/version.php",
    ]),
  );
  expect(new Set(reads).size).toBe(reads.length);
  expect(reads.filter((path) => /(^|\/)\.env|\.key$/.test(path))).toEqual([]);
});
