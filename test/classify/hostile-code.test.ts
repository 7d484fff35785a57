import { describe, expect, test, vi } from "vitest";
import { claimsByCode } from "../../src/classify/code.ts";
import { namedInCode } from "../../src/classify/contents.ts";
import { pythonWrites } from "../../src/classify/python-writes.ts";
import type { PythonToken } from "../../src/classify/python-tokens.ts";
import { type Token, tokenize } from "../../src/classify/tokens.ts";
import type { Inventory } from "../../src/core/inventory.ts";
import { abs, rel } from "../../src/core/path.ts";

function inventoryWith(path: string, text: string): Inventory {
  return { root: abs("/app"), nodes: new Map(), texts: new Map([[rel(path), text]]), limits: [] };
}

function pythonWith(text: string): Inventory {
  const manifest = { path: rel("requirements.txt"), kind: "file" as const };
  return { ...inventoryWith("app.py", text), nodes: new Map([[manifest.path, manifest]]) };
}

/** How often any part of the program looked at a token. */
let looks = 0;

vi.mock(import("../../src/classify/tokens.ts"), async (original) => {
  const real = await original();
  const get = (tokens: Token[], key: string | symbol): unknown => {
    looks++;
    return Reflect.get(tokens, key);
  };
  return { ...real, tokenize: (...args) => new Proxy(real.tokenize(...args), { get }) };
});

vi.mock(import("../../src/classify/python-tokens.ts"), async (original) => {
  const real = await original();
  const watched = (tokens: readonly PythonToken[]): readonly PythonToken[] =>
    new Proxy(tokens, {
      get: (target, key) => {
        looks++;
        return key === "slice"
          ? (from: number, to: number) => watched(target.slice(from, to))
          : Reflect.get(target, key);
      },
    });
  return { ...real, pythonTokens: (text) => watched(real.pythonTokens(text)) as PythonToken[] };
});

function workOn(path: string, text: string): number {
  looks = 0;
  claimsByCode(inventoryWith(path, text), rel("public"));
  return looks;
}

/** Code that makes a careless reader look at the rest of the file again and again, by its length. */
const HOSTILE: readonly (readonly [string, string, (length: number) => string])[] = [
  ["assignments without an end", "a.php", (length) => `<?php upload ${"$a=".repeat(length)}`],
  ["the same without semicolons", "a.js", (length) => `upload ${"a=".repeat(length)}`],
  ["calls in calls, never closed", "a.php", (length) => `<?php ${"mkdir(".repeat(length)}`],
  ["calls in calls, closed", "a.php", (length) => `<?php ${"mkdir(".repeat(length)}${")".repeat(length)}`],
  ["helpers in helpers", "a.php", (length) => `<?php ${"upload(".repeat(length)}`],
  ["dirname of dirname", "a.php", (length) => `<?php mkdir(${"dirname(".repeat(length)}__DIR__${")".repeat(length)})`],
  ["keys that are each other's values", "a.php", (length) => `<?php ${"'upload_path' => ".repeat(length)}`],
  ["arrays in arrays", "a.php", (length) => `<?php ${"'upload_path' => [".repeat(length)}`],
  ["disks in disks", "config/filesystems.php", (length) => `<?php return [ ${"'root' => [".repeat(length)}`],
  ["constants in constants", "a.php", (length) => `<?php upload ${"define('A', ".repeat(length)}`],
  ["choices without an end", "a.php", (length) => `<?php mkdir(${"$a ?: ".repeat(length)}'x')`],
  ["a path of very many pieces", "a.php", (length) => `<?php mkdir(${"'a'.".repeat(length)}'b')`],
  ["marks without a meaning", "a.php", (length) => `<?php upload ${"}])>".repeat(length)}`],
];

describe("code that is made to take for ever costs looks that grow with its length", () => {
  test.each(HOSTILE)("%s", (_, path, make) => {
    workOn(path, make(50));
    const [small, large] = [workOn(path, make(2000)), workOn(path, make(8000))];
    expect(small).toBeGreaterThan(50);
    expect(large / small).toBeLessThan(5);
  });

  test.each<readonly [string, (length: number) => string]>([
    ["calls in calls, never closed", (length) => "os.makedirs(".repeat(length)],
    ["calls in calls, closed", (length) => `${"open(".repeat(length)}${")".repeat(length)}`],
    ["settings of settings", (length) => "UPLOAD_DIR = ".repeat(length)],
    ["brackets in brackets", (length) => `UPLOAD_DIR = ${"(".repeat(length)}`],
    ["a path of very many pieces", (length) => `UPLOAD_DIR = ${"'a' / ".repeat(length)}'b'`],
    ["types without an end", (length) => "a: ".repeat(length)],
    ["indexes in indexes", (length) => "a['b'].c[".repeat(length)],
  ])("in Python: %s", (_, make) => {
    const work = (length: number): number => {
      looks = 0;
      pythonWrites(pythonWith(make(length)));
      return looks;
    };
    const [small, large] = [work(2000), work(8000)];
    expect(small).toBeGreaterThan(2000);
    expect(large / small).toBeLessThan(5);
  });

  test("in Python: a text that is longer than any path is none", () => {
    const text = `UPLOAD_FOLDER = "a${"/".repeat(200_000)}x"\nDATA_DIR = f"{'{'.repeat(100_000)}"\nFILES_DIR = "kept"\n`;
    expect(pythonWrites(pythonWith(text)).map(({ value }) => value.text)).toEqual(["kept"]);
  });

  test("in Python: a name that doubles at each line stays short", () => {
    const text = `a = 'x'\n${"a = a + a\n".repeat(200)}${"b = f'{a}{a}'\na = b\n".repeat(200)}UPLOAD_DIR = 'kept'\n`;
    expect(pythonWrites(pythonWith(text)).map(({ value }) => value.text)).toEqual(["kept"]);
  });

  test("variables that are made of each other, a hundred times each", () => {
    const row = (index: number): string =>
      `$v${index + 1} = ${Array.from({ length: 100 }, () => `$v${index}`).join(".")};`;
    const text = `<?php $v0='';\n${Array.from({ length: 5 }, (_, index) => row(index)).join("\n")}\nmkdir($v3);`;
    expect(workOn("a.php", text)).toBeLessThan(200_000);
  });

  test("a file of remarks is searched once, not once for each", () => {
    const scanned = (length: number): number => {
      let characters = 0;
      const spy = vi.spyOn(String.prototype, "indexOf").mockImplementation(function (this: string, text, from = 0) {
        // Splitting finds the same and is not watched.
        const rest = this.slice(from).split(text, 1)[0] ?? "";
        characters += rest.length;
        return from + rest.length < this.length ? from + rest.length : -1;
      });
      tokenize(`<?php\n${"// so it goes\n".repeat(length)}`, "php");
      spy.mockRestore();
      return characters;
    };
    expect(scanned(4000) / scanned(1000)).toBeLessThan(5);
  });

  test("what a pattern looks ahead is bounded: an index in a string, a name in a mention", () => {
    const texts = (length: number): string[] =>
      tokenize(`<?php "$a[${"k".repeat(length)}]x";`, "php").flatMap(({ kind, value }) =>
        kind === "text" ? [value] : [],
      );
    expect(texts(150)).toEqual(["", "x"]);
    expect(texts(250)[1]).toMatch(/^\[k+\]x$/);
    const mentioned = (length: number): number => {
      const name = `${"n".repeat(length)}.png`;
      const inventory = inventoryWith("a.html", `<img src="pictures/${name}">`);
      const path = rel(`pictures/${name}`);
      const nodes = new Map([[path, { path, kind: "file" as const }]]);
      return namedInCode({ ...inventory, nodes }, rel("pictures")).found;
    };
    expect(mentioned(150)).toBe(1);
    expect(mentioned(250)).toBe(0);
  });
});

describe("code that does not parse", () => {
  test.each([
    ["a.php", "<?php move_uploaded_file($a, public_path('photos/') . $n); function ( { $x = 'never closed; class"],
    ["a.php", "<?php if (] move_uploaded_file($a, public_path('photos/') . $n); }}}} ?> <? 'x"],
    ["a.js", "fs.writeFile('public/photos/' + n, d, cb); const = ; `${ {{{ /[ "],
    ["a.ts", "))) }; fs.writeFileSync(`public/photos/${n}`, d); <<<<<<< HEAD\n=======\n>>>>>>> theirs"],
  ])("%s: what is understood counts, and nothing stops: %s", (path, text) => {
    const claims = claimsByCode(inventoryWith(path, text), rel("public"));
    expect(claims.map((claim) => claim.path)).toContain("public/photos");
  });

  test("whatever its bytes, at every length", () => {
    const text = `<?php $p = "a/{$b['c']}/\${d}"; move_uploaded_file($f, public_path('x/'.$n)); <<<"E"\n t\n E; /* r */ # x\n`;
    for (let length = 0; length <= text.length; length++) {
      expect(() => claimsByCode(inventoryWith("a.php", text.slice(0, length)), "")).not.toThrow();
      expect(() => claimsByCode(inventoryWith("a.js", text.slice(length)), "")).not.toThrow();
    }
  });
});
