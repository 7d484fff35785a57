import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** The scenarios of the page: number to the test that it names. */
function onThePage(): Map<string, { readonly file: string; readonly name: string }> {
  const page = readFileSync(join(ROOT, "docs/scenarios.md"), "utf8");
  const sections = page.split(/^## (?=\d+\. )/m).slice(1);
  return new Map(
    sections.map((section) => {
      const number = /^\d+/.exec(section)?.[0].padStart(2, "0") ?? "";
      const test = /^Test: `([^`]+)`, "([^"]+)"$/m.exec(section);
      return [number, { file: test?.[1] ?? "", name: test?.[2] ?? "" }];
    }),
  );
}

/** The scenarios that are run: number to the test. */
function inTheTests(): Map<string, { readonly file: string; readonly name: string }> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
  return new Map(
    files.flatMap((name) => {
      const file = `test/scenarios/${name}`;
      const source = readFileSync(join(ROOT, file), "utf8");
      return [...source.matchAll(/^ {2}it\("((\d\d): [^"]+)"/gm)].map(
        (match) => [match[2] ?? "", { file, name: match[1] ?? "" }] as const,
      );
    }),
  );
}

it("each of the 25 scenarios of the page has the test that the page names, and no test is missing there", () => {
  const page = onThePage();
  expect([...page.keys()]).toEqual(Array.from({ length: 25 }, (_, index) => String(index + 1).padStart(2, "0")));
  expect(Object.fromEntries(inTheTests())).toEqual(Object.fromEntries(page));
});
