/** What is shipped inside the folders that people and the running site fill. */
import { expect, test } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { rel } from "../../src/core/path.ts";
import { type Given, judged, LARAVEL, PHP, recordOf } from "./judging.ts";

const GUARD = "<?php\n// Nobody looks in here\n$url = '../';\nheader('Location: ' . $url);\nexit();\n?>\n";

test.each<[string, string, TreeShape]>([
  ["a picture that is shown where there is none", "uploads/no-image.png", {}],
  ["a template", "uploads/users.csv.dist", {}],
  ["a page that sends visitors away", "odd/index.php", { "odd/index.php": GUARD }],
  ["rules of the web server", "uploads/.htaccess", {}],
  ["what the repository keeps by name", "uploads/logo.png", { "uploads/.gitignore": "*\n!.gitignore\n!logo.png\n" }],
])("%s comes with each release", (_what, path, shape) => {
  const { explain } = judged({ ...PHP, "a.php": "<?php mkdir('odd');", "uploads/a.jpg": "", [path]: "", ...shape });
  expect(explain(path)).toMatchObject({ class: "asset", handling: "release" });
  expect(explain("uploads").handling).toBe("link");
});

test.each(["uploads/logo.png", "uploads/default/a.png", "uploads/index.php"])(
  "%s is people's like the rest",
  (path) => {
    const page = "<?php move_uploaded_file($_FILES['f']['tmp_name'], $n);";
    expect(judged({ ...PHP, "uploads/a.jpg": "", [path]: page }).explain(path)).toMatchObject({
      class: "user",
      handling: "link",
    });
  },
);

test("a folder with nothing but such a page ships empty", () => {
  expect(judged({ ...PHP, "odd/index.php": GUARD }).says("odd")).toBe("user link");
  expect(judged({ ...PHP, "odd/index.php": "<?php echo $_GET['a'];" }).says("odd")).toBe("asset release");
  const page = '<meta http-equiv="refresh" content="0; url=../index.php">';
  expect(judged({ ...PHP, "odd/index.php": page }).says("odd")).toBe("user link");
});

test("where all folders of code have such a page, it says nothing", () => {
  const code = { "app/index.html": "", "app/a.php": "<?php", "app/b.php": "<?php", "app/odd/index.html": "" };
  expect(judged({ ...PHP, ...code }).explain("app/odd").class).toBe("asset");
});

test("what a framework ships among people's files is told apart", () => {
  const shape: TreeShape = {
    "libraries/src/Version.php": "<?php // Joomla",
    "images/banners/a.jpg": "",
    "images/mine/a.jpg": "",
  };
  const { explain } = judged(shape);
  expect(explain("images/banners")).toMatchObject({ class: "asset", handling: "release" });
  expect(explain("images/mine")).toMatchObject({ class: "user", handling: "link" });
});

test("a data name among code, among demos, or of a package is none of data", () => {
  const shape = {
    ...LARAVEL,
    "src/uploads/a.ts": "",
    "api/controllers/attachments/a.js": "",
    "public/demo/avatars/a.jpg": "",
    "odd/uploads/__init__.py": "",
  };
  const { explain } = judged(shape);
  for (const path of ["src/uploads", "api/controllers/attachments", "public/demo/avatars", "odd/uploads"])
    expect(explain(path).class).not.toBe("user");
  expect(judged({ ...LARAVEL, "public/odd/avatars/a.jpg": "" }).explain("public/odd/avatars").class).toBe("user");
});

test.each<[string, TreeShape, Given]>([
  ["its record", {}, { record: recordOf({ path: rel("boxes") }) }],
  ["what it was delivered as", {}, { baseline: new Set([rel("index.php")]) }],
  ["its settings", { ".env": "A=1" }, {}],
  ["a log", { "var/shop.log": "" }, {}],
  ["a database", { "state/shop.sqlite": "" }, {}],
])("a site that has run, as %s shows, may have made what stands among add-ons", (_sign, shape, given) => {
  const app = { ...PHP, "plugins/mine/a.php": "<?php" };
  expect(judged(app).explain("plugins/mine").handling).toBe("release");
  expect(judged({ ...app, ...shape }, given).explain("plugins/mine").handling).toBe("carry");
});
