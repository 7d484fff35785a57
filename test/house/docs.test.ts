import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...pagesIn("docs")];

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  test("every relative link leads to a file", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
    const dead = links.filter((link) => !existsSync(join(ROOT, dirname(page), link)));
    expect(dead).toEqual([]);
  });

  test("every file of ours that it names exists", () => {
    const named = [...text.matchAll(/`((?:src|scripts|test|docs|schema|examples)\/[\w./-]*)`/g)].map(
      (match) => match[1] ?? "",
    );
    // The pages of the frameworks name paths of applications.
    const gone = (page.startsWith("docs/frameworks/") ? [] : named).filter(
      (path) => !OF_A_USER.includes(path) && !WALKED.test(path) && !existsSync(join(ROOT, path)),
    );
    expect(gone).toEqual([]);
  });
});

test("every page can be reached from the README", () => {
  const seen = new Set<string>();
  const visit = (page: string): void => {
    if (seen.has(page) || !existsSync(join(ROOT, page))) return;
    seen.add(page);
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const [, link] of text.matchAll(/\]\((?!https?:)([^)#\s]+\.md)(?:#[^)]*)?\)/g)) {
      visit(normalize(join(dirname(page), link ?? "")));
    }
  };
  visit("README.md");
  const unreachable = PAGES.filter((page) => !seen.has(page) && !page.startsWith("docs/decisions/"));
  expect(unreachable).toEqual([]);
});

/** What the walk-through makes for a framework that does not exist. */
const WALKED = /\/acme[./]/;
/** Files with such names that are made in a user's application. */
const OF_A_USER = ["scripts/ultimate-persistence.sh", "scripts/holdfast.mjs", "scripts/holdfast.schema.json"];

function pagesIn(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".md")).map((file) => `${folder}/${file}`);
}
