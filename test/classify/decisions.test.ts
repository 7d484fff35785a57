import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import { parseDecisions } from "../../src/classify/decisions.ts";
import { decisionLine, decisionsTemplate } from "../../src/classify/decisions-text.ts";
import { HoldfastError } from "../../src/core/error.ts";
import { rel } from "../../src/core/path.ts";

function refusal(text: string): HoldfastError {
  try {
    parseDecisions(text);
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

describe("parseDecisions()", () => {
  test("reads both forms, with comments and trailing commas, in their order", () => {
    const text = `\uFEFF{ // the owner's word
      "paths": { "public/catalog/": "user", "./public/themes/*/custom": { "class": "user", "handling": "merge" }, "a.db": { "handling": "link", "kind": "file" }, },
    }`;
    expect(parseDecisions(text)).toEqual([
      { pattern: "public/catalog", class: "user", where: "holdfast.json" },
      { pattern: "public/themes/*/custom", class: "user", handling: "merge", where: "holdfast.json" },
      { pattern: "a.db", handling: "link", kind: "file", where: "holdfast.json" },
    ]);
  });

  test.each(["{}", '{ "paths": {} }', decisionsTemplate(null), decisionsTemplate("scripts/holdfast.schema.json")])(
    "finds no decision in %s",
    (text) => {
      expect(parseDecisions(text)).toEqual([]);
    },
  );

  test.each([
    ["", "line 1, column 1"],
    ["[]", "line 1, column 1"],
    ['{ "paths": ', "line 1, column 12"],
    ['{\n  "pathes": {}\n}', "line 2, column 3"],
    ['{ "paths": {\n  "a": "users"\n} }', "line 2, column 3"],
    ['{ "paths": {\n  "a": { "clas": "user" }\n} }', "line 2"],
    ['{ "paths": { "a": {} } }', "line 1, column 14"],
    ['{ "paths": { "a": 1 } }', "line 1, column 14"],
    ['{ "paths": {\n\n    "../other": "user" } }', "line 3, column 5"],
    ['{ "paths": { "a/../../b": "user" } }', "leaves the app"],
    ['{ "paths": { "/etc": "user" } }', "leaves the app"],
    ['{ "paths": { "~/x": "user" } }', "leaves the app"],
    ['{ "paths": { "C:/x": "user" } }', "leaves the app"],
    ['{ "paths": { "": "user" } }', "not a path inside the app"],
    ['{ "paths": { ".": "user" } }', "not a path inside the app"],
    ['{ "paths": { "a/./b": "user" } }', "not a path inside the app"],
    ['{ "paths": { "a\\u0000b": "user" } }', "not a path inside the app"],
    ['{ "paths": { "!a": "user" } }', 'starts with "!"'],
    ['{ "paths": { "a": "user", "a": "asset" } }', "twice"],
    ['{ "paths": { "__proto__": "users" } }', "__proto__"],
  ])("refuses %j with where and what", (text, expected) => {
    const error = refusal(text);
    expect(error.message).toContain(expected);
    expect(error.message).toMatch(/^Cannot use "holdfast\.json", line \d+, column \d+: /);
    expect(error).toMatchObject({ code: "decisions-not-understood", exit: "refused" });
    expect(error.hint).toBeTruthy();
  });

  test("never shows a control character of the file on the terminal", () => {
    expect(refusal('{ "paths": { "/\\u001b[2J": "user" } }').message).not.toContain("\u001b");
  });
});

describe("schema/holdfast.schema.json", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../schema/holdfast.schema.json", import.meta.url), "utf8"),
  ) as object;
  const accepts = new Ajv({ strict: false }).compile(schema);

  test("accepts what the program accepts and refuses what it refuses", () => {
    for (const text of [
      "{}",
      '{ "paths": { "a": "user", "b": { "handling": "carry" } } }',
      decisionsTemplate(null),
      decisionsTemplate("x.json"),
    ])
      expect(accepts(parse(text)), text).toBe(true);
    for (const text of [
      '{ "pathes": {} }',
      '{ "paths": { "a": "users" } }',
      '{ "paths": { "a": { "clas": "user" } } }',
    ])
      expect(accepts(parse(text)), text).toBe(false);
  });
});

test("decisionLine() is a line that parseDecisions() understands, whatever the name", () => {
  const path = rel('public/a "b"\\c');
  expect(parseDecisions(`{ "paths": { ${decisionLine(path, "user")} } }`)).toMatchObject([
    { pattern: path, class: "user" },
  ]);
});
