import * as fc from "fast-check";
import { expect, it } from "vitest";
import { abs, ancestorsOf, isInside, parseRel, rel, relativeText, resolveText } from "../../src/core/path.ts";

it.each([
  ["public/uploads/", "public/uploads"],
  ["./storage", "storage"],
  ["a//b", "a/b"],
])("parseRel(%j) is %j", (text, path) => {
  expect(parseRel(text)).toBe(path);
});

it.each(["", "/", "/etc", "..", "a/../b", "a/./b", "a\0b", "."])("parseRel(%j) refuses", (text) => {
  expect(parseRel(text)).toBeUndefined();
});

it("relativeText() is what resolveText() leads back from", () => {
  const name = fc.stringMatching(/^[a-z]{1,3}$/);
  const path = fc.array(name, { maxLength: 5 }).map((names) => abs(`/${names.join("/")}`));
  fc.assert(
    fc.property(path, path, (from, to) => {
      expect(resolveText(from, relativeText(from, to))).toBe(to);
    }),
  );
});

it("isInside() compares names, not letters", () => {
  expect(isInside("/site/shared2", "/site/shared")).toBe(false);
  expect(isInside("/site/shared/x", "/site/shared")).toBe(true);
});

it("ancestorsOf() lists the parents outermost first", () => {
  expect(ancestorsOf(rel("a/b/c"))).toEqual(["a", "a/b"]);
});
