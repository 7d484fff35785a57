import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Language, tokenize } from "../../src/classify/tokens.ts";

function shown(source: string, language: Language): string[] {
  return tokenize(source, language).map(({ kind, value }) => (kind === "text" ? `'${value}'` : value));
}

describe("tokenize()", () => {
  test.each<[string, Language, string, string[]]>([
    [
      "what stands outside PHP is left out",
      "php",
      "<b>'x'</b><?php a(); ?> 'y' <?= $z ?>",
      ["a", "(", ")", ";", ";", "$z", ";"],
    ],
    [
      "comments are left out, attributes are not",
      "php",
      "<?php // 'a'\n# 'b'\n/* 'c' */ #[D]\nx",
      ["#", "[", "D", "]", "x"],
    ],
    ["a comment ends where PHP ends", "php", "<?php // a ?><?php b", ["b"]],
    ["namespaces say nothing", "php", "<?php \\Illuminate\\Support\\File::put", ["File", "::", "put"]],
    [
      "values inside a string become parts of it",
      "php",
      '<?php "a/$x/{$y->z}b"',
      ["'a/'", ".", "(", "$x", ")", ".", "'/'", ".", "(", "$y", "->", "z", ")", ".", "'b'"],
    ],
    ["single quotes hold no values", "php", "<?php 'a/$x'", ["'a/$x'"]],
    [
      "a heredoc is skipped whole",
      "php",
      "<?php $a = <<<SQL\n it's \"odd\n SQL;\n b",
      ["$a", "=", "heredoc", ";", "b"],
    ],
    [
      "templates hold values",
      "js",
      "`${process.cwd()}/up`",
      ["''", "+", "(", "process", ".", "cwd", "(", ")", ")", "+", "'/up'"],
    ],
    [
      "a quote inside a regular expression opens no string",
      "js",
      "x = /['\"]/g; y",
      ["x", "=", "regex", "g", ";", "y"],
    ],
    ["a division is no regular expression", "js", "a / b / 'c'", ["a", "/", "b", "/", "'c'"]],
  ])("%s", (...[, language, source, expected]) => {
    expect(shown(source, language)).toEqual(expected);
  });

  test("counts lines through strings and comments", () => {
    const tokens = tokenize("<?php\n/*\n*/ 'a\nb';\nlast", "php");
    expect(tokens.at(-1)).toEqual({ kind: "word", value: "last", line: 5 });
  });

  test("ends on any text, and never makes more text than it was given", () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      "`",
      "${",
      "{$",
      "/*",
      "*/",
      "//",
      "<?php ",
      "?>",
      "<<<A\n",
      "\\",
      "$x",
      "(",
      ")",
      "\n",
      "é",
      "a",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }),
        fc.constantFrom<Language>("php", "js"),
        (pieces, language) => {
          const source = pieces.join("");
          const tokens = tokenize(`<?php ${source}`, language);
          expect(
            tokens.filter(({ kind }) => kind === "text").reduce((sum, { value }) => sum + value.length, 0),
          ).toBeLessThanOrEqual(source.length + 8);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is quick on a large file of one unclosed string", () => {
    const started = performance.now();
    tokenize(`<?php "${"{$".repeat(200_000)}`, "php");
    tokenize(`\`${"${".repeat(200_000)}`, "js");
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
