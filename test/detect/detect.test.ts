import { describe, expect, test } from "vitest";
import type { Detection } from "../../src/core/entry.ts";
import { detect } from "../../src/detect/detect.ts";
import { profiles } from "../../src/profiles/index.ts";
import { inventoryOf, LARAVEL, NEXT, PHP } from "../classify/judging.ts";
import type { TreeShape } from "../support/tree.ts";

function found(shape: TreeShape): Detection[] {
  return detect(inventoryOf(shape), profiles);
}

function ids(shape: TreeShape): string[] {
  return found(shape).map(({ id }) => id);
}

function npm(...names: string[]): string {
  return JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "^1.2.3"])) });
}

describe("detect()", () => {
  test.each<[string, TreeShape, string[]]>([
    ["Laravel, and not plain PHP beside it", LARAVEL, ["laravel"]],
    [
      "Laravel without its manifest",
      { artisan: "<?php", "bootstrap/app.php": "<?php", "public/index.php": "<?php" },
      ["laravel"],
    ],
    ["Laravel with a Vue front end", { ...LARAVEL, "package.json": npm("vue") }, ["laravel", "vue"]],
    ["Laravel with a React front end", { ...LARAVEL, "package.json": npm("react", "react-dom") }, ["laravel", "react"]],
    ["Next.js, and not React beside it", NEXT, ["next"]],
    ["Next.js as built, without its manifest", { "next.config.js": "", ".next/BUILD_ID": "x" }, ["next"]],
    ["Vue", { "package.json": npm("vue") }, ["vue"]],
    ["Nuxt, and not Vue beside it", { "package.json": npm("nuxt", "vue") }, ["nuxt"]],
    ["React", { "package.json": npm("react", "react-dom") }, ["react"]],
    ["plain PHP", PHP, ["php"]],
    ["plain PHP in a web folder", { "public_html/index.php": "<?php" }, ["php"]],
    ["a PHP API beside a React front end", { ...PHP, "package.json": npm("react") }, ["react", "php"]],
    [
      "WordPress",
      { "wp-load.php": "", "wp-includes/version.php": "<?php $wp_version = '6.8.1';", "index.php": "" },
      ["wordpress"],
    ],
    [
      "Symfony",
      { "composer.json": '{"require":{"symfony/framework-bundle":"^7.2"}}', "public/index.php": "" },
      ["symfony"],
    ],
    ["nothing that we know", { "main.go": "package main" }, []],
    ["one hint alone", { "composer.json": "{}" }, []],
    ["an empty folder", {}, []],
  ])("finds %s", (_what, shape, expected) => {
    expect(ids(shape)).toEqual(expected);
  });

  test.each<[string, TreeShape, string | null, string]>([
    [
      "the lock file",
      { ...LARAVEL, "composer.lock": '{"packages":[{"name":"laravel/framework","version":"v12.3.4"}]}' },
      "12.3.4",
      "composer.lock",
    ],
    [
      "Composer's own record",
      {
        ...LARAVEL,
        "vendor/composer/installed.json": '{"packages":[{"name":"laravel/framework","version":"v11.0.1"}]}',
      },
      "11.0.1",
      "vendor/composer/installed.json",
    ],
    [
      "the installed code",
      {
        ...LARAVEL,
        "vendor/laravel/framework/src/Illuminate/Foundation/Application.php":
          "<?php class A { const VERSION = '12.9.0'; }",
        "composer.lock": '{"packages":[{"name":"laravel/framework","version":"v1"}]}',
      },
      "12.9.0",
      "vendor/laravel/framework/src/Illuminate/Foundation/Application.php",
    ],
    ["what the manifest asks for", LARAVEL, "12.0", "composer.json"],
    [
      "npm's own record",
      { ...NEXT, "node_modules/next/package.json": '{"version":"16.2.1"}' },
      "16.2.1",
      "node_modules/next/package.json",
    ],
    ["a range", { "package.json": '{"dependencies":{"vue":">=3.4 <4"}}' }, "3.4", "package.json"],
    [
      "a version file",
      { "wp-load.php": "", "wp-includes/version.php": "<?php $wp_version = '6.8.1';" },
      "6.8.1",
      "wp-includes/version.php",
    ],
  ])("reads the version from %s", (...[, shape, version, where]) => {
    const [first] = found(shape);
    expect(first?.version).toBe(version);
    expect(first?.evidence.at(-1)?.where).toBe(where);
  });

  test.each(["*", "latest", "workspace:*", "file:../x", ""])("claims no version from %j", (range) => {
    expect(found({ "package.json": JSON.stringify({ dependencies: { vue: range } }) })[0]?.version).toBeNull();
  });

  test.each([
    ["broken JSON", '{ "dependencies": { "vue": '],
    ["an array", "[1, 2]"],
    ["null", "null"],
    ["a prototype's name", '{ "dependencies": { "constructor": "1" } }'],
    ["packages that are no objects", '{ "dependencies": ["vue"] }'],
  ])("survives a manifest that is %s", (_what, text) => {
    expect(ids({ "package.json": text, "composer.json": text, "composer.lock": text })).toEqual([]);
  });

  test("reads a manifest with a byte order mark", () => {
    expect(ids({ "package.json": `\uFEFF${npm("vue")}` })).toEqual(["vue"]);
  });

  test("gives each framework its evidence with the place where it was seen", () => {
    const [laravel] = found(LARAVEL);
    expect(laravel?.evidence).toContainEqual({
      fact: "The app asks for the package laravel/framework",
      where: "composer.json",
      strength: "profile",
    });
    expect(laravel?.evidence).toContainEqual({
      fact: "artisan starts bootstrap/app.php",
      where: "artisan",
      strength: "profile",
    });
  });
});
