import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Handling } from "../../src/core/entry.ts";
import { decideName } from "../../src/core/three-way.ts";
import type { Standing } from "../../src/core/versions.ts";

const PAGE = join(import.meta.dirname, "../../docs/three-versions.md");

/** The rows of the page's table in letters: shipped, here, coming. */
const ROWS = ["--A", "AAB", "ABA", "ABC", "ABB", "A-A", "A-B", "-A-", "-AB", "AA-", "AB-"];
const COLUMNS: readonly (readonly [Handling, inert: boolean])[] = [
  ["link", true],
  ["merge", true],
  ["carry", false],
  ["release", true],
  ["release", false],
];
/** What the page's phrases mean: what stands, what is rescued. */
const PHRASES: Readonly<Record<string, string>> = {
  added: "next",
  theirs: "next",
  "theirs; yours is rescued": "next live",
  "updated; yours is rescued": "next live",
  kept: "live",
  "goes along": "live",
  "kept; theirs is rescued": "live next",
  "stays deleted": "nothing",
  gone: "nothing",
  rescued: "nothing live",
};

function standing(letter = "-"): Standing {
  return letter === "-" ? { kind: "absent" } : { kind: "file", digest: letter, rights: null };
}

it("the table of docs/three-versions.md says what the function does", () => {
  const lines = readFileSync(PAGE, "utf8").split("\n");
  const first = lines.findIndex((line) => line.startsWith("| shipped |")) + 2;
  const table = lines.slice(first, lines.indexOf("", first)).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((text) => text.trim()),
  );
  const said = table.map((cells) => cells.slice(3).map((phrase) => PHRASES[phrase] ?? `no such phrase: ${phrase}`));
  const done = ROWS.map((letters) =>
    COLUMNS.map(([handling, inert]) => {
      const [base, live, next] = letters.split("").map(standing);
      if (base === undefined || live === undefined || next === undefined)
        throw new Error(`Not three letters: ${letters}`);
      const { stands, rescue } = decideName({ handling, inert, base, live, next });
      return [stands, ...rescue].join(" ");
    }),
  );
  expect(said).toEqual(done);
});
