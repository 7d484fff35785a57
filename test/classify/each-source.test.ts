/** Each source of evidence alone: a small application in which nothing but that source knows better. */
import { expect, it } from "vitest";
import { rel } from "../../src/core/path.ts";
import type { TreeShape } from "../support/tree.ts";
import { type Given, judged, LARAVEL, PHP, recordOf } from "./judging.ts";

function decided(shape: TreeShape, path: string, given: Given = {}): string {
  const { class: found, handling, evidence } = judged(shape, given).explain(path);
  return `${String(found)} ${handling}, by ${evidence[0]?.strength ?? "nothing"}`;
}

it("the owner's decision alone keeps a folder", () => {
  const shape = { ...LARAVEL, "public/css/a.css": "" };
  expect(decided(shape, "public/css", { decisions: [{ pattern: "public/css", class: "user" }] })).toBe(
    "user link, by decision",
  );
});

it("the record alone keeps an entry that a new release knows nothing of", () => {
  expect(
    decided({ ...LARAVEL, "public/css/a.css": "" }, "public/css", { record: recordOf({ path: rel("public/css") }) }),
  ).toBe("user link, by record");
});

it("the profile alone keeps a folder that stands nowhere", () => {
  expect(decided(LARAVEL, "storage")).toBe("user link, by profile");
});

it("the code alone keeps a folder of any name", () => {
  const shape = { ...LARAVEL, "app/A.php": "<?php move_uploaded_file($f, public_path('odd/' . $n));" };
  expect(decided(shape, "public/odd")).toBe("user link, by code");
});

it("the baseline alone tells what the running site made", () => {
  const code = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`app/C${index}.php`, "<?php"]));
  const delivered: TreeShape = { ...LARAVEL, ...code };
  const shape: TreeShape = { ...delivered, "public/odd/1.dat": "a", "public/odd/2.dat": "b", "public/odd/3.dat": "c" };
  const baseline = new Set(Object.keys(delivered).map(rel));
  expect(decided(shape, "public/odd")).not.toMatch(/^user/);
  expect(decided(shape, "public/odd", { baseline })).toMatch(/^user \w+, by observed/);
});

it("a placeholder alone keeps a folder", () => {
  expect(decided({ ...LARAVEL, "public/odd/.gitignore": "*\n!.gitignore\n" }, "public/odd")).toBe(
    "user link, by placeholder",
  );
});

it("a name alone keeps a folder", () => {
  expect(decided({ ...PHP, "uploads/a.jpg": "" }, "uploads")).toBe("user link, by name");
});

it("the name of a file alone keeps it", () => {
  expect(decided({ ...PHP, "shop.sqlite": "" }, "shop.sqlite")).toBe("user link, by name");
});

it("the contents alone tell code from a question", () => {
  expect(decided({ ...PHP, "odd/a.php": "<?php", "odd/b.php": "<?php" }, "odd")).toBe("asset release, by content");
});

it("a link into a shared folder alone tells what another tool keeps", () => {
  expect(decided({ ...LARAVEL, "public/odd": { link: "../../shared/public/odd" } }, "public/odd")).toBe(
    "user link, by observed",
  );
});

it("SQLite's log beside a database is no entry of its own, though a link of ours stands there too", () => {
  const link = (name: string): { readonly link: string } => ({ link: `../../shared/odd/${name}` });
  const shape = { ...LARAVEL, "odd/x": link("x"), "odd/x-wal": link("x-wal") };
  expect(decided(shape, "odd/x")).toBe("user link, by observed");
  expect(decided(shape, "odd/x-wal")).not.toContain("link");
});
