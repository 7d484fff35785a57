import { expect, test } from "vitest";
import { inventoryOf } from "../classify/judging.ts";
import { detectAll } from "../../src/detect/nested.ts";
import { profiles } from "../../src/profiles/index.ts";
import type { TreeShape } from "../support/tree.ts";

const EXPRESS = '{ "dependencies": { "express": "^5.0.0" } }';

function found(shape: TreeShape): string[] {
  return detectAll(inventoryOf(shape), profiles).map(({ id, base }) => `${id} in ${base ?? "its root"}`);
}

test("a server in a folder is found where nothing else is known", () => {
  expect(found({ "package.json": "{}", "server/package.json": EXPRESS })).toEqual(["node in server"]);
});

test("a server among the packages of one repository is found, and a library is none", () => {
  const shape = {
    "package.json": "{}",
    "packages/backend/package.json": EXPRESS,
    "packages/kit/package.json": EXPRESS,
  };
  expect(found(shape)).toEqual(["node in packages/backend"]);
});

test.each<[string, TreeShape, string[]]>([
  ["a tool's folder", { "package.json": "{}", "helper/package.json": EXPRESS }, []],
  ["an application around it", { "package.json": EXPRESS, "server/package.json": EXPRESS }, ["node in its root"]],
])("not in %s", (_what, shape, expected) => {
  expect(found(shape)).toEqual(expected);
});

const NEXT = '{ "dependencies": { "next": "^15.0.0" } }';

test.each<[string, TreeShape, string[]]>([
  ["JavaScript", { "backend/package.json": EXPRESS }, ["next in frontend", "node in backend"]],
  [
    "Python",
    { "backend/pyproject.toml": '[project]\ndependencies = [\n  "uvicorn==0.35",\n]\n' },
    ["next in frontend", "python in backend"],
  ],
  [
    "a framework of Python's",
    { "backend/requirements.txt": "fastapi\nuvicorn\n" },
    ["fastapi in backend", "next in frontend"],
  ],
])("a server in %s is found beside its front end", (_language, shape, expected) => {
  expect(found({ "frontend/package.json": NEXT, ...shape }).sort()).toEqual([...expected].sort());
});
