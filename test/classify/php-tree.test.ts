/** PHP by the parser: what it reads that a scanner does not, and what becomes of a file that it refuses. */
import { describe, expect, it } from "vitest";
import { phpTokens } from "../../src/classify/php-tree.ts";
import { tokenize } from "../../src/classify/tokens.ts";
import { judged, LARAVEL } from "./judging.ts";

const said = (code: string): string => (phpTokens(`<?php ${code}`, "a.php") ?? []).map(({ value }) => value).join(" ");

describe("phpTokens()", () => {
  it.each([
    ["strings with values inside", '$a = "x/$b/{$c->d}/e";', "$a = ( x/ . $b . / . $c -> d . /e ) ;"],
    ["a string that begins with a value", '$a = "$b/x";', "$a = (  . $b . /x ) ;"],
    ["a heredoc", "$a = <<<X\nkept/here\nX;", "$a = ( kept/here ) ;"],
    ["brackets around a choice", "$a = 'x/' . ($b ?: 'y');", "$a = x/ . ( $b ? : y ) ;"],
    ["an alias", "use App\\Files as F; $a = F::ROOT;", "; $a = Files :: ROOT ;"],
    ["named arguments", "f(to: 'x');", "f ( x ) ;"],
    ["comments and markup", "/* f('y') */ g('x'); ?> <b>'h'</b> <?php ", "g ( x ) ;"],
    ["constants of a class", "class C { const A = 'x'; public $b = 'y'; }", "class C { const A = x ; -> b = y ; } ;"],
    [
      "arrow functions, nullsafe calls and matches",
      "$a?->move(fn($x) => match($x) { 1 => 'k' });",
      "$a ?-> move ( function ( $x ) { $x ; 1 ; k ; } ) ;",
    ],
  ])("writes %s plainly", (_what, code, expected) => {
    expect(said(code)).toBe(expected);
  });

  it("keeps the line of every token", () => {
    expect(phpTokens("<?php\n\nf(\n 'x',\n g()\n);", "a.php")?.map(({ value, line }) => `${line}${value}`)).toEqual([
      "3f",
      "3(",
      "4x",
      "4,",
      "5g",
      "5(",
      "5)",
      "5)",
      "5;",
    ]);
  });

  it.each([
    ["is no PHP", "<?php move_uploaded_file($f, 'kept/' . $n; }}}"],
    ["is very large", `<?php ${"$a = 1;".repeat(40_000)}`],
    ["is nested deeper than people write", `<?php $a = ${"[".repeat(3000)}${"]".repeat(3000)};`],
  ])("says nothing of a text that %s, and the scanner reads it", (_what, text) => {
    expect(phpTokens(text, "a.php")).toBeUndefined();
    expect(tokenize(text, "php").length).toBeGreaterThan(5);
  });
});

describe("what the code says", () => {
  it("a file that does not parse still tells where it writes", () => {
    const { says } = judged({
      ...LARAVEL,
      "app/Old.php": "<?php function f( { move_uploaded_file($f, public_path('kept/') . $n); }}}",
    });
    expect(says("public/kept")).toBe("user link");
  });

  it("two classes may call two folders alike", () => {
    const { says } = judged({
      ...LARAVEL,
      "app/A.php": "<?php class A { const DIR = 'first'; }",
      "app/B.php": "<?php class B { const DIR = 'second'; }",
      "app/C.php": "<?php class C { function f($x) { $x->move(public_path(B::DIR)); } }",
    });
    expect(says("public/second")).toBe("user link");
    expect(says("public/first")).toBe("unlisted");
  });

  it("the root of a Flysystem adapter is where it stores", () => {
    const { says } = judged({
      ...LARAVEL,
      "app/Files.php":
        "<?php use League\\Flysystem\\Local\\LocalFilesystemAdapter as Disk;\n$fs = new Filesystem(new Disk(__DIR__ . '/../public/vault'));",
    });
    expect(says("public/vault")).toBe("user link");
  });

  it("a path in a heredoc counts", () => {
    const { says } = judged({
      ...LARAVEL,
      "app/A.php": "<?php\n$to = <<<'X'\nkept\nX;\n$request->file('a')->move(public_path($to));\n",
    });
    expect(says("public/kept")).toBe("user link");
  });
});
