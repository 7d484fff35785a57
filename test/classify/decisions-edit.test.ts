import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Choice, withChoices } from "../../src/classify/decisions-edit.ts";
import { parseDecisions } from "../../src/classify/decisions.ts";
import { decisionsTemplate } from "../../src/classify/decisions-text.ts";
import { matcherOf } from "../../src/classify/pattern.ts";
import { CLASSES, type EntryClass, HANDLINGS } from "../../src/core/entry.ts";
import { rel } from "../../src/core/path.ts";

const USER: readonly Choice[] = [{ pattern: "public/new", class: "user" }];

/** What the text decides about a path, the last line that means it. */
function inForce(text: string, path: string): EntryClass | undefined {
  return parseDecisions(text).findLast(({ pattern }) => matcherOf(pattern)(rel(path)))?.class;
}

describe("withChoices() leaves the owner's text as it is", () => {
  test.each<readonly [string, string, string]>([
    ["an empty object", "{}\n", '{\n  "paths": {\n    "public/new": "user"\n  }\n}\n'],
    ["one line", '{ "paths": { "a": "asset" } }', '{ "paths": { "a": "asset", "public/new": "user" } }'],
    ["a trailing comma", '{ "paths": { "a": "asset", } }', '{ "paths": { "a": "asset", "public/new": "user" } }'],
    [
      "remarks, which stay with the line that they are about, and tabs",
      '{\n\t// ours\n\t"paths": {\n\t\t"a": "user", // first\n\t\t/* second */ "b": "asset" // last, no comma\n\t}\n}\n',
      '{\n\t// ours\n\t"paths": {\n\t\t"a": "user", // first\n\t\t/* second */ "b": "asset", // last, no comma\n\t\t"public/new": "user"\n\t}\n}\n',
    ],
    [
      "Windows' line ends and a mark of the encoding",
      '\uFEFF{\r\n    "paths": {\r\n        "a": "user",\r\n    }\r\n}\r\n',
      '\uFEFF{\r\n    "paths": {\r\n        "a": "user",\r\n        "public/new": "user"\r\n    }\r\n}\r\n',
    ],
    [
      "a remark that looks like a line, and a comma in a remark",
      '{\n  "paths": {\n    "a": "user" // , "x": "asset"\n    // "y": "asset",\n  }\n}',
      '{\n  "paths": {\n    "a": "user", // , "x": "asset"\n    // "y": "asset",\n    "public/new": "user"\n  }\n}',
    ],
  ])("%s", (_, before, after) => {
    expect(withChoices(before, USER)).toBe(after);
  });

  test("whatever stands in it: every line and every remark that was there is there, in its order", () => {
    const remark = fc.constantFrom("", ' // it\'s {ours}, "really"', " /* , */");
    const line = fc.record({
      name: fc.constantFrom("a", "b/c", "d e", "x,y", "public/*", 'q\\"r'),
      class: fc.constantFrom(...CLASSES),
      remark,
    });
    const file = fc.record({
      lines: fc.uniqueArray(line, { selector: ({ name }) => name, maxLength: 5 }),
      eol: fc.constantFrom("\n", "\r\n"),
      indent: fc.constantFrom("  ", "\t", "    "),
      comma: fc.boolean(),
      end: remark,
    });
    fc.assert(
      fc.property(file, fc.constantFrom(...CLASSES), ({ lines, eol, indent, comma, end }, found) => {
        const rows = lines.map(
          (one, index) =>
            `${indent}${indent}"${one.name}": "${one.class}"${index < lines.length - 1 || comma ? "," : ""}${one.remark}`,
        );
        const text = ["{", `${indent}"paths": {`, ...rows, `${indent}}${end}`, "}"].join(eol);
        const next = withChoices(text, [{ pattern: "public/new", class: found }]);
        expect(
          next
            .split(eol)
            .filter((row) => !row.includes("public/new"))
            .map((row) => row.replaceAll(",", "")),
        ).toEqual(text.split(eol).map((row) => row.replaceAll(",", "")));
        expect(inForce(next, "public/new")).toBe(found);
        expect(parseDecisions(next)).toHaveLength(lines.length + 1);
      }),
    );
  });
});

describe("withChoices() puts a choice into force", () => {
  test("by giving the line that is there another value, however its path is spelled", () => {
    expect(withChoices('{ "paths": { "./public/new/": "asset", "b": "user" } }', USER)).toBe(
      '{ "paths": { "./public/new/": "user", "b": "user" } }',
    );
  });

  test("behind a later pattern that would decide otherwise", () => {
    const text =
      '{\n  "paths": {\n    "public/new": "asset", // once\n    "z": "user",\n    "public/*": "asset"\n  }\n}\n';
    const next = withChoices(text, USER);
    expect(inForce(next, "public/new")).toBe("user");
    expect(inForce(next, "public/other")).toBe("asset");
    expect(next).toContain('"z": "user",\n    "public/*": "asset",\n    "public/new": "user"\n');
    const alone = withChoices(text.replace(" // once", ""), USER);
    expect(alone).toBe(
      '{\n  "paths": {\n    "z": "user",\n    "public/*": "asset",\n    "public/new": "user"\n  }\n}\n',
    );
  });

  test("in the file that init makes, and twice without a change", () => {
    for (const template of [decisionsTemplate(null), decisionsTemplate("scripts/holdfast.schema.json")]) {
      const next = withChoices(template, USER);
      expect(parseDecisions(next)).toEqual([{ pattern: "public/new", class: "user", where: "holdfast.json" }]);
      expect(next.replace('    "public/new": "user"\n', "")).toBe(template);
      expect(withChoices(next, USER)).toBe(next);
    }
  });

  test.each(CLASSES.flatMap((found) => HANDLINGS.map((handling) => ({ found, handling }))))(
    "of class $found and handling $handling, for a path and for a pattern",
    ({ found, handling }) => {
      const choices = ["public/a", "public/*/b"].map((pattern): Choice => ({ pattern, class: found, handling }));
      const usual = found === "asset" ? "release" : "link";
      expect(parseDecisions(withChoices("{}", choices))).toEqual(
        choices.map(({ pattern }) => ({
          pattern,
          class: found,
          ...(handling === usual ? {} : { handling }),
          where: "holdfast.json",
        })),
      );
    },
  );

  test("for a file that is not there yet, and for names that JSON has to escape", () => {
    const choices: readonly Choice[] = [
      { pattern: "data.bin", class: "user", kind: "file" },
      { pattern: 'a "b"\\c', class: "runtime" },
    ];
    expect(parseDecisions(withChoices("{}", choices))).toMatchObject(choices);
  });
});
