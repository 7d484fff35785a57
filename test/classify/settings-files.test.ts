import { expect, test } from "vitest";
import { rel } from "../../src/core/path.ts";
import { inventoryOf, judged, judgedInventory, LARAVEL, PHP } from "./judging.ts";

const IGNORED = {
  ...PHP,
  ".gitignore": "/conf/live.ini\nconfig.php\napi.key\n/web/custom.css\n/composer.lock\nmail.json\n.shop_secret_key\n",
};

test.each([
  ["conf/live.ini", "conf/live.ini.sample"],
  ["conf/live.ini", "conf/live.example.ini"],
  ["conf/live.yml", "conf/live-dist.yml"],
  ["conf/live.yml", "conf/live.yml.dist"],
  ["config.php", "config.default.php"],
  ["config.php", "config_example.php"],
  ["user/config.php", "user/config-sample.php"],
  ["conf/configuration.py", "conf/configuration_example.py"],
  ["settings.json", "settings.json.template"],
  ["includes/configure.php", "includes/dist-configure.php"],
  ["inc/preload.php", "inc/preload.php.dist"],
  ["shop/settings/live.py", "shop/settings/live.example.py"],
  ["public/manifest.json", "public/manifest.json.example"],
  ["robots.txt", "robots.txt.dist"],
  ["assets/custom.css", "assets/custom.css.sample"],
  ["settings.cfg", "settings.cfg.skeleton"],
  ["mainfile.php", "mainfile.dist.php"],
])("%s is this installation's where %s ships", (path, sample) => {
  const { says, verdict } = judged({ ...PHP, [sample]: "" });
  expect(says(path)).toBe("user link");
  expect(verdict(path)).toMatchObject({ present: false, kind: "file", evidence: [{ where: sample }] });
  expect(judged({ ...PHP, [sample]: "", [path]: "" }).says(path)).toBe("user link");
});

test("what .gitignore names and a sample ships of is this installation's, also among code", () => {
  const shape = { ...PHP, "views/news.erb.template": "", "views/other.erb.template": "" };
  const { says, explain } = judged({ ...shape, ".gitignore": "/views/news.erb\n" });
  expect(says("views/news.erb")).toBe("user link");
  expect(explain("views/other.erb").class).not.toBe("user");
});

test.each([
  ["public/index.html", "public/index.template.html"],
  ["README.md", "README.template.md"],
  ["public/app.css", "public/app.default.css"],
  ["phpunit.xml", "phpunit.xml.dist"],
])("%s is made from %s, also where .gitignore names it", (path, template) => {
  const { explain } = judged({ ...PHP, [template]: "", ".gitignore": `/${path}\n` });
  expect(explain(path).class).not.toBe("user");
});

test.each(["prod.env", "backend/dev.env"])("%s holds settings of this installation, unless git has it", (path) => {
  expect(judged({ ...PHP, [path]: "KEY=1", ".gitignore": "*.env\n" }).explain(path)).toMatchObject({
    class: "user",
    secret: true,
  });
  expect(judged({ ...PHP, [path]: "KEY=1", ".gitignore": "/else\n" }).explain(path).class).not.toBe("user");
});

test("settings that a rule names by their whole path are this installation's among code too, and what Compose is told here", () => {
  const rules = "/src/config/live.config.json\ndocker-compose.override.yml\n/src/build/report.json\nsettings.json\n";
  const { explain } = judged({ ...PHP, ".gitignore": rules, "src/config/a.php": "<?php" });
  for (const path of ["src/config/live.config.json", "docker-compose.override.yml"])
    expect(explain(path)).toMatchObject({ class: "user", handling: "link" });
  for (const path of ["src/build/report.json", "src/lib/settings.json"]) expect(explain(path).class).not.toBe("user");
});

test("PHP that needs the files beside it stays with the code, and goes along", () => {
  const shape = { ...PHP, "config.php": "<?php require __DIR__ . '/lib.php';", "config.sample.php": "" };
  expect(judged(shape).says("config.php")).toBe("user carry");
});

test.each([
  ["phpunit.xml", "phpunit.xml.dist"],
  ["nginx.conf", "nginx.conf.example"],
  ["docker-compose.yml", "docker-compose.yml.example"],
  ["package.json", "package.json.sample"],
  ["tests/config.php", "tests/config.php.dist"],
  ["docker/app.ini", "docker/app.ini.example"],
  ["views/page.php", "views/page-template.php"],
  ["inc/class.php", "inc/default-class.php"],
  ["theme/logo.png", "theme/logo.sample.png"],
  ["src/config.d.ts", "src/config.d.ts.dist"],
])("%s is no settings of a site, though %s ships", (path, sample) => {
  const { says, explain } = judged({ ...PHP, [sample]: "", [path]: "" });
  expect(says(path)).toBe("unlisted");
  expect(explain(path).class).not.toBe("user");
});

test.each(["conf/live.ini", "config.php", "api.key", "web/custom.css", "mail.json", ".shop_secret_key"])(
  "%s, which .gitignore names, is this installation's",
  (path) => expect(judged(IGNORED).says(path)).toBe("user link"),
);

test.each([
  ["a tool's", "/composer.lock", "composer.lock"],
  ["a generated list", "/public/mix-manifest.json", "public/mix-manifest.json"],
  ["what a program tells of the code", "/coverage.json", "coverage.json"],
  ["what a desktop leaves", "Desktop.ini", "Desktop.ini"],
  ["types that a build makes", "/next-env.d.ts", "next-env.d.ts"],
  ["a pattern", "/conf/*.ini", "conf/live.ini"],
  ["a name that is taken back", "/conf/live.ini\n!/conf/live.ini", "conf/live.ini"],
])(".gitignore does not make settings of %s", (_what, rules, path) => {
  expect(judged({ ...PHP, ".gitignore": rules }).explain(path).class).not.toBe("user");
});

test.each(["robots.txt", "public/favicon.ico", "htdocs/ads.txt"])(
  "%s, which .gitignore names, is what the owner puts there",
  (path) => {
    const { says, explain } = judged({ ...PHP, ".gitignore": `/${path}\n` });
    expect(says(path)).toBe("user link");
    expect(explain(path).secret).toBeUndefined();
  },
);

test("a robots.txt that a build makes with the map of the site comes with the code", () => {
  const shape = { ".gitignore": "/public/robots.txt\n", "package.json": '{"devDependencies":{"next-sitemap":"4"}}' };
  expect(judged({ ...PHP, ...shape }).says("public/robots.txt")).toBe("unlisted");
});

test("what git tracks comes with the code, though a sample stands beside it", () => {
  const inventory = inventoryOf({ ...LARAVEL, "conf/live.ini": "", "conf/live.ini.sample": "" });
  const tracked = new Set(inventory.nodes.keys());
  const git = { tracked, elsewhere: new Set<never>(), exclude: "" };
  expect(judgedInventory({ ...inventory, git }).explain("conf/live.ini").class).not.toBe("user");
  tracked.delete(rel("conf/live.ini"));
  expect(judgedInventory({ ...inventory, git }).explain("conf/live.ini").class).toBe("user");
});

test("a doubt about a file changes nothing below a linked folder", () => {
  const { says, explain } = judged({ ...PHP, "part/a.php": "<?php", "part/odd/.gitignore": "*\n!.gitignore\n" });
  expect(says("part/odd")).toBe("unlisted");
  expect(explain("part/odd/list.txt")).toMatchObject({ class: "user", handling: "link" });
});

test("what a browser asks for is no secret, and what may hold a password is", () => {
  const shape = {
    ...PHP,
    ".gitignore": "/public/app.json\n/conf/app.json\n",
    "install.php": "<?php file_put_contents('js/configs.js', $x); file_put_contents('inc/config.php', $y);",
    "js/a.js": "",
    "inc/a.php": "<?php",
  };
  const { explain } = judged(shape);
  expect(explain("public/app.json")).toMatchObject({ class: "user" });
  expect(explain("public/app.json").secret).toBeUndefined();
  expect(explain("conf/app.json").secret).toBe(true);
  expect(explain("js/configs.js")).toMatchObject({ class: "user" });
  expect(explain("js/configs.js").secret).toBeUndefined();
  expect(explain("inc/config.php").secret).toBe(true);
});
