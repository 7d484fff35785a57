import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { profileFaults } from "../../scripts/profile-data.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const DATA = `import { defineProfile } from "./profile.ts";
import type { RelPath } from "../core/path.ts";
import * as shape from "./shapes.ts";
const DOCS = "https://example.com/docs";
const shared = ["a", 'b', \`c\`] as const;
/** A framework. */
export const sample = defineProfile({
  id: "sample",
  depth: -1,
  on: true,
  none: null,
  entries: [...shared, { ...shape.FOLDER, path: "x" as RelPath, shared, source: \`\${DOCS}/x\` }],
} satisfies object);
`;

test("profileFaults() accepts literals, shared constants and defineProfile", () => {
  expect(profileFaults("sample.ts", DATA)).toEqual([]);
});

test.each([
  ["an arrow function", "export const x = { f: () => 1 };"],
  ["a method", "export const x = { f() { return 1; } };"],
  ["a getter", "export const x = { get f() { return 1; } };"],
  ["a function", "export function f() {}"],
  ["a call", "export const x = [1].map(String);"],
  ["defineProfile inside an expression", "export const x = [defineProfile({})];"],
  ["a function given to defineProfile", "export const x = defineProfile({ f: function () {} });"],
  ["a computed template", "export const x = `${f()}`;"],
  ["a property of a value", "export const x = 'a'.length;"],
  ["a regular expression", "export const x = /a/;"],
  ["a sum", "export const x = 'a' + 'b';"],
  ["a choice", "export const x = true ? 1 : 2;"],
  ["a class", "export class X {}"],
  ["an instance", "export const x = new Set();"],
  ["a variable", "export let x = 1;"],
  ["a loop", "for (;;) {}"],
  ["a statement", "x.y = 1;"],
  ["a computed key", "export const x = { [f()]: 1 };"],
  ["an import from a package", 'import z from "zod";'],
  ["an import from another floor", 'import { a } from "../detect/a.ts";'],
  ["a re-export", 'export { a } from "../detect/a.ts";'],
  ["a dynamic import", 'export const x = import("./y.ts");'],
])("profileFaults() refuses %s", (_, text) => {
  expect(profileFaults("x.ts", text)[0]).toMatch(/^x\.ts:1 \w+ is not data$/);
});

let copy = "";

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "holdfast-profiles-"));
  mkdirSync(join(copy, "scripts"));
  mkdirSync(join(copy, "src/profiles"), { recursive: true });
  copyFileSync(join(ROOT, "scripts/profile-data.ts"), join(copy, "scripts/profile-data.ts"));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});

afterEach(() => rmSync(copy, { recursive: true }));

test("the check step fails and names the line when a profile computes", () => {
  writeFileSync(join(copy, "src/profiles/plain.ts"), 'export const plain = { id: "plain" };\n');
  expect(runCheck().status).toBe(0);
  writeFileSync(join(copy, "src/profiles/computed.ts"), "\nexport const computed = [1].map(String);\n");
  const run = runCheck();
  expect(run.status).toBe(1);
  expect(run.stderr).toBe("src/profiles/computed.ts:2 CallExpression is not data\n");
});

function runCheck(): { readonly status: number | null; readonly stderr: string } {
  const tsx = join(ROOT, "node_modules/tsx/dist/cli.mjs");
  return spawnSync(process.execPath, [tsx, "scripts/profile-data.ts"], { cwd: copy, encoding: "utf8" });
}
