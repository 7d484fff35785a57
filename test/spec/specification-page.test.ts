import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const page = readFileSync(root("docs/specification.md"), "utf8");

/** Each test that the page names, by its file and title. */
const named = [...page.matchAll(/`(test\/[\w/.-]+)` › (.*?) \|$/gm)].map((match) => ({
  file: match[1] ?? "",
  title: match[2] ?? "",
}));

describe("docs/specification.md", () => {
  it("names a test in every row", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (---|line|situation)/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    expect(named.length).toBe(rows.length);
  });

  it("names only tests that exist", () => {
    const gone = named.filter(({ file, title }) => !existsSync(root(file)) || !hasTest(root(file), title));
    expect(gone).toEqual([]);
  });
});

function hasTest(file: string, title: string): boolean {
  const text = readFileSync(file, "utf8");
  return text.includes(`"${title}"`);
}
