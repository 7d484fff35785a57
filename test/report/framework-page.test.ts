import { expect, test } from "vitest";
import type { Profile } from "../../src/profiles/profile.ts";
import { profiles } from "../../src/profiles/index.ts";
import * as shape from "../../src/profiles/shapes.ts";
import { renderFrameworkIndex, renderFrameworkPage } from "../../src/report/framework-page.ts";

const SOURCE = "https://example.org/docs";
const ACME: Profile = {
  id: "acme",
  title: "Acme [Shop]",
  docs: "https://example.org/acme",
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "acme/shop", weight: "proof" },
    { kind: "path", path: "bin/acme", holds: "Acme", weight: "hint", fact: "bin/acme speaks of Acme" },
    { kind: "suffix", directory: "", suffix: ".acme", weight: "hint", fact: "Acme files are there" },
  ],
  version: [{ kind: "constant", path: "acme.php", name: "ACME_VERSION" }],
  webRoots: ["public", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "uncommitted",
      fact: "Settings",
      source: "https://github.com/acme/shop/blob/HEAD/.gitignore",
    },
    { ...shape.USER_DIRECTORY, path: "@/files", when: "always", fact: "Files of a | b", source: SOURCE },
    { ...shape.SCRATCH, path: "@/files/thumbs", fact: "Scaled pictures", source: SOURCE },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins", source: SOURCE },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: SOURCE },
    { ...shape.DATABASE_FILE, path: "storage/data.db", fact: "The database", source: SOURCE },
  ],
  code: ["src"],
  builds: ["@/dist"],
  advice: ["Empty public/files/thumbs when space is short"],
};
const BASE: Profile = {
  ...ACME,
  id: "base",
  title: "Base",
  tier: "framework",
  entries: [{ ...shape.EDITED_FILE, kind: "directory", path: "storage", fact: "Data", source: SOURCE }],
};
const php = profiles.filter(({ id }) => id === "php");
const page = renderFrameworkPage(ACME, {
  profiles: [ACME, BASE, ...php],
  examples: ["acme", "acme-old"],
  beside: ["base"],
});

test.each([
  ["title and origin", "# Acme \\[Shop\\]\n\n<!-- Generated from src/profiles/acme.ts"],
  ["other profiles that match", "also recognised as [Base](base.md)"],
  ["examples", "[acme](../../examples/acme/classification.json) and [acme-old]("],
  ["proofs", "enough:\n\n- the package `acme/shop` in composer.json"],
  ["hints", "together:\n\n- `bin/acme` with `Acme` in its text\n- files ending in `.acme` in the app's folder"],
  ["version", "read from `ACME_VERSION` in `acme.php`"],
  ["what it supersedes", "PHP is not reported beside it"],
  ["web root", "`public` or the app's own folder. Below, `public` is meant."],
  ["a file's handling and conditions", "kept; never made more readable than it was; only where the repository"],
  ["a source by its file", "[acme/shop: .gitignore](https://github.com/acme/shop/blob/HEAD/.gitignore)"],
  ["a source by its host", "[example.org](https://example.org/docs)"],
  ["the web root put in", "| 🟢 `public/files/` | Files of a \\| b | kept |"],
  ["a cache in a kept folder", "| Scaled pictures | kept with `public/files/` around it; may be emptied at any time |"],
  [
    "what lies in a folder that another profile keeps",
    "| kept with `storage/` around it; with its `-wal` and `-shm` |",
  ],
  ["add-ons", "## What is added to the code on the server\n\n| path"],
  ["caches", "| 🟣 `cache/` | Caches | made anew |"],
  ["builds", "never kept: `public/dist`."],
  ["code", "`src`. What is kept of their parts"],
  ["advice", "- Empty public/files/thumbs when space is short."],
  ["the meaning of its words", "*kept*: it lives in shared;"],
])("renderFrameworkPage() gives %s", (_what, text) => {
  expect(page).toContain(text);
});

test("renderFrameworkPage() explains no word that its tables do not use", () => {
  expect(page).not.toContain("*kept, updated*");
});

test("renderFrameworkPage() of a profile without entries says that nothing is kept by itself, and shows no empty table", () => {
  const bare: Profile = { ...ACME, entries: [], code: [], builds: [], advice: [], version: [], supersedes: [] };
  const text = renderFrameworkPage(bare, { profiles: [bare], examples: [], beside: [] });
  expect(text).toContain("Nothing by itself");
  expect(text).not.toMatch(/\| path|## (What is made|What comes|Advice)|An example|Its version/);
});

test("renderFrameworkIndex() links every profile once, below its tier", () => {
  const index = renderFrameworkIndex(profiles);
  for (const { id } of profiles) expect(index.split(`](${id}.md)`).length - 1, id).toBe(1);
  const products = index.slice(index.indexOf("## Products"), index.indexOf("## Frameworks"));
  expect(products).toContain("[WordPress](wordpress.md)");
  expect(products).not.toContain("[Laravel]");
});
