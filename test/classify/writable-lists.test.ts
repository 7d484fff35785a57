import { expect, test } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged, LARAVEL, PHP } from "./judging.ts";

const ROOT = "<?php define('ROOT', __DIR__ . '/../');";

test.each<[string, TreeShape]>([
  ["a call", { "install/index.php": `${ROOT} if (!is_writable(ROOT . 'odd')) die();` }],
  ["a list", { "install.php": "<?php foreach (['odd', 'more'] as $d) { if (!is_writable($d)) die(); }" }],
  [
    "a variable",
    { "install.php": "<?php $dirs = ['a' => 'odd']; foreach ($dirs as $d) if (!is_writable('./' . $d)) die();" },
  ],
  [
    "keys",
    { "install.php": "<?php $d = array('./odd/' => true); foreach ($d as $dir => $must) { is_writeable($dir); }" },
  ],
  ["rights", { "install.php": "<?php $a = array('./odd' => array('777', '755'), './inc' => array('777'));" }],
  ["PHP that does not parse", { "install.php": "<?php ]] foreach (['odd'] as $k => $d) { is_writable($d); } {{" }],
])("a folder that an installer demands by %s is kept", (_how, shape) => {
  const { explain } = judged({ ...PHP, ...shape, "odd/one.dat": "" });
  expect(explain("odd")).toMatchObject({ class: "user", handling: "link" });
});

test("the permissions of a web installer are kept, the app, caches and builds not", () => {
  const list = ["./", "public/odd/", "bootstrap/cache/", "public/css/builds/", "public/js/", "storage/framework/"];
  const text = `<?php return ['permissions' => [${list.map((path) => `'${path}' => '775'`).join(", ")}]];`;
  const { says, explain } = judged({ ...LARAVEL, "config/installer.php": text, "public/odd/.gitkeep": "" });
  expect(says("public/odd")).toBe("user link");
  expect(explain("bootstrap/cache").class).not.toBe("user");
  expect(explain("public/css/builds").class).not.toBe("user");
  expect(explain("public/js").class).toBe("asset");
});

test("a list that gives other permissions says nothing", () => {
  const text = "<?php return ['permissions' => ['public/odd' => 'read', 'public/more' => 'write']];";
  expect(judged({ ...LARAVEL, "config/roles.php": text }).says("public/odd")).toBe("unlisted");
});

test.each<[string, TreeShape]>([
  ["of code", { "install.php": "<?php is_writable('odd');", "odd/a.php": "<?php", "odd/b.php": "<?php" }],
  ["that an updater looks at", { "update.php": "<?php is_writable('odd');", "odd/a.dat": "" }],
  ["that is unknown", { "install.php": "<?php foreach ($given as $d) is_writable($d);", "odd/a.dat": "" }],
])("a folder %s is no data", (_what, shape) => {
  expect(judged({ ...PHP, ...shape }).explain("odd").class).not.toBe("user");
});

test("a folder to which add-ons come is carried", () => {
  const shape = { ...PHP, "install.php": "<?php is_writable('addons');", "addons/a/a.php": "<?php" };
  expect(judged(shape).explain("addons").handling).toBe("carry");
});
