/** An application whose code stands in a folder beside what it serves (`core/` beside `assets/`), as many bought scripts are delivered. */
import { expect, test } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged } from "./judging.ts";

const APP: TreeShape = {
  ".htaccess": "RewriteEngine On\n",
  "index.php": "<?php require __DIR__ . '/core/vendor/autoload.php';",
  "assets/css/a.css": "",
  "core/artisan": "<?php require __DIR__ . '/bootstrap/app.php';",
  "core/bootstrap/app.php": "<?php",
  "core/composer.json": '{ "require": { "laravel/framework": "^11.0" } }',
};

test("what its code writes without a root lies in the folder around it", () => {
  const { says, classification } = judged({
    ...APP,
    "core/app/A.php": "<?php file_put_contents('assets/odd/' . $n, $x); $f->move('assets/more', $n);",
  });
  expect(classification.webRoot).toBe("");
  expect(says("assets/odd")).toBe("runtime link");
  expect(says("assets/more")).toBe("user link");
  expect(classification.verdicts.filter(({ path }) => path.startsWith("core/public"))).toEqual([]);
});

test("what it writes below its own root stays there", () => {
  const { says } = judged({
    ...APP,
    "core/app/A.php": "<?php move_uploaded_file($f, base_path('odd/' . $n)); mkdir(storage_path('app/more'));",
  });
  expect(says("core/odd")).toBe("user link");
  expect(says("core/storage")).toBe("user link");
});

test("a list of the places of uploads is read", () => {
  const places =
    "<?php class FileInfo { function all() { $d['seal'] = ['path' => 'assets/seals', 'size' => '9x9']; } }";
  expect(judged({ ...APP, "core/app/Constants/FileInfo.php": places }).says("assets/seals")).toBe("user link");
  expect(judged({ ...APP, "core/app/Constants/Menu.php": places }).says("assets/seals")).toBe("unlisted");
});

test("with a web root of its own it is served from there", () => {
  const { classification } = judged({ ...APP, "core/public/index.php": "<?php" });
  expect(classification.webRoot).toBe("core/public");
});
