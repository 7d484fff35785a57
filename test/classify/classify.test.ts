import { describe, expect, test } from "vitest";
import { parseDecisions } from "../../src/classify/decisions.ts";
import type { TreeShape } from "../support/tree.ts";
import { judged, LARAVEL, NEXT, PHP } from "./judging.ts";

function pictures(folder: string, count = 12): TreeShape {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${folder}/${index}a9f3c2e1b7d4f60.jpg`, "picture"]),
  );
}

function named(folder: string): TreeShape {
  return { [`${folder}/team.jpg`]: "", [`${folder}/office.png`]: "", [`${folder}/price-list.pdf`]: "" };
}

describe("classify() of Laravel", () => {
  test("knows what every Laravel app keeps, whether or not it exists yet", () => {
    const { says, verdict } = judged(LARAVEL);
    expect(says("storage")).toBe("user link");
    expect(verdict("storage").needs).toContain("framework/views");
    expect(verdict(".env")).toMatchObject({
      kind: "file",
      class: "user",
      handling: "link",
      secret: true,
      present: false,
    });
    expect(verdict("bootstrap/cache")).toMatchObject({ class: "runtime", handling: "per-release", pooled: true });
    expect(verdict("public/storage")).toMatchObject({
      class: "user",
      handling: "link",
      chain: "storage/app/public",
      present: false,
    });
  });

  test("lists nothing below a linked entry", () => {
    const { classification } = judged({
      ...LARAVEL,
      "storage/app/public/uploads/a.jpg": "",
      "storage/oauth-private.key": "",
      "storage/installed": "",
      ...pictures("public/uploads/avatars"),
    });
    const paths = classification.verdicts.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("storage/") || path.startsWith("public/uploads/"))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(["storage", "public/uploads"]));
  });

  test("takes public/storage for an entry of its own where a disk has its root there", () => {
    const disk = "<?php return ['disks' => ['public' => ['root' => public_path('storage')]]];";
    const verdict = judged({ ...LARAVEL, "config/filesystems.php": disk }).verdict("public/storage");
    expect(verdict).toMatchObject({ class: "user", handling: "link" });
    expect(verdict.chain).toBeUndefined();
  });

  test("keeps databases, and not the migrations beside them", () => {
    const { says, verdict } = judged({
      ...LARAVEL,
      "database/database.sqlite": "",
      "database/migrations/a.php": "<?php",
    });
    expect(verdict("database/database.sqlite")).toMatchObject({
      kind: "file",
      class: "user",
      handling: "link",
      database: true,
    });
    expect(says("database")).toBe("unlisted");
  });

  test("carries add-ons, and says so on any Laravel app", () => {
    const shape = { ...LARAVEL, "Modules/Shop/a.php": "<?php" };
    const { says, explain } = judged({ ...shape, "storage/logs/laravel.log": "" });
    expect(says("Modules")).toBe("user carry");
    expect(explain("Modules/Shop").handling).toBe("carry");
    // Where nothing has run yet, what stands there came with the code.
    expect(judged(shape).says("Modules")).toBe("user carry");
    expect(judged(shape).explain("Modules/Shop")).toMatchObject({ class: "asset", handling: "release" });
    expect(judged(LARAVEL).explain("Modules")).toMatchObject({ class: "user", handling: "carry", present: false });
  });

  test("sees data in what an earlier tool has linked already", () => {
    const shape: TreeShape = {
      ...LARAVEL,
      "public/portfolio": { link: "../../shared/public/portfolio" },
      "public/elsewhere": { link: "/mnt/x" },
      "public/storage": { link: "../storage/app/public" },
    };
    const { says, verdict } = judged(shape);
    expect(says("public/portfolio")).toBe("user link");
    expect(says("public/elsewhere")).toBe("undecided");
    expect(verdict("public/storage")).toMatchObject({ handling: "link", chain: "storage/app/public", present: true });
  });
});

describe("classify() of folders below the web root", () => {
  test.each<[string, TreeShape, string, string]>([
    ["flags", { "public/flags/at.svg": "<svg/>" }, "public/flags", "asset release"],
    ["build output", { "public/build/manifest.json": "{}" }, "public/build", "asset release"],
    ["uploads", pictures("public/uploads"), "public/uploads", "user link"],
    [
      "uploads that hold a web shell and scripts of users",
      { "public/uploads/shell.php": "<?php", "public/uploads/a.html": "", "public/uploads/b.js": "" },
      "public/uploads",
      "user link",
    ],
    [
      "user uploads by their other names",
      { "public/user_uploads/a.jpg": "", "public/profile-photos/a.jpg": "" },
      "public/profile-photos",
      "user link",
    ],
    [
      "QR codes",
      { "public/qrcodes/a.svg": "<svg/>", "public/qrcodes/b.svg": "<svg/>" },
      "public/qrcodes",
      "runtime link",
    ],
    ["invoices", { "public/invoices/a.pdf": "" }, "public/invoices", "runtime link"],
    ["exports", { "public/exports/a.csv": "" }, "public/exports", "runtime link"],
    [
      "a namespace called Exports",
      { "public/exports/A.php": "<?php", "public/exports/B.php": "<?php" },
      "public/exports",
      "asset release",
    ],
    ["templates, which only sound like temp", { "public/templates/a.png": "" }, "public/templates", "asset release"],
    ["a name inside a longer name", { "public/plupload/a.js": "" }, "public/plupload", "asset release"],
    [
      "a folder of code without a known name",
      { "public/tinymce5/tiny.php": "", "public/tinymce5/skin.css": "" },
      "public/tinymce5",
      "asset release",
    ],
    ["pictures without a known name", named("public/company"), "public/company", "undecided"],
    [
      "pictures that the views name one by one",
      {
        ...named("public/company"),
        "resources/views/a.blade.php": "asset('company/team.jpg') asset('company/office.png')",
      },
      "public/company",
      "asset release",
    ],
    ["pictures with generated names", pictures("public/company"), "public/company", "user link"],
    ["images with generated names", pictures("public/images"), "public/images", "user merge"],
    ["a theme's files with generated names", pictures("public/theme"), "public/theme", "undecided"],
    ["images", named("public/images"), "public/images", "asset release"],
    [
      "images that the code adds to",
      { ...named("public/images"), "app/A.php": "<?php $f->move(public_path('images'), $n);" },
      "public/images",
      "user merge",
    ],
    ["an empty folder with a placeholder", { "public/portfolio/.gitkeep": "" }, "public/portfolio", "user link"],
    ["an empty folder for scripts with a placeholder", { "public/js/.gitkeep": "" }, "public/js", "asset release"],
    [
      "a folder whose contents stay out of the repository",
      { "public/portfolio/.gitignore": "*\n!.gitignore\n", ...named("public/portfolio") },
      "public/portfolio",
      "user link",
    ],
    [
      "a folder that a build fills",
      { "public/images/.gitignore": "*\n!vendor/\n!.gitignore\n" },
      "public/images",
      "asset release",
    ],
    [
      "a folder for certificates' challenges, and for what proves whose a domain is",
      { "public/.well-known/acme-challenge/x": "" },
      "public/.well-known",
      "runtime carry",
    ],
    ["an empty folder without a name", { "public/something": null }, "public/something", "unlisted"],
  ])("%s", (...[, shape, path, expected]) => {
    expect(judged({ ...LARAVEL, ...shape }).says(path)).toBe(expected);
  });

  test("finds data below an asset folder", () => {
    const { says } = judged({ ...LARAVEL, "public/assets/app.css": "", ...pictures("public/assets/uploads") });
    expect(says("public/assets")).toBe("asset release");
    expect(says("public/assets/uploads")).toBe("user link");
  });

  test("does not look for data in libraries", () => {
    const { says } = judged({
      ...LARAVEL,
      "public/plugins/editor/uploads/icon.png": "",
      "public/vendor/uploads/a.png": "",
    });
    expect(says("public/plugins/editor/uploads")).toBe("unlisted");
    expect(says("public/vendor/uploads")).toBe("unlisted");
  });

  test("asks about a folder that .gitignore names and that is not there", () => {
    const { says, classification } = judged({
      ...LARAVEL,
      ".gitignore": "/public/attic\n/public/uploads\n/public/build\n/public/hot\n",
    });
    expect(says("public/attic")).toBe("undecided");
    expect(says("public/uploads")).toBe("user link");
    expect(says("public/build")).toBe("unlisted");
    expect(classification.undecided.map(({ path }) => path)).toEqual(["public/attic"]);
  });

  test("a rule for the contents of a folder means that the folder has to be there, so that something fills it", () => {
    const { says } = judged({
      ...LARAVEL,
      ".gitignore": "/public/perm_store/*\n/public/bundles/*\n/public/cache/*\n/public/view/data/*\n",
    });
    expect(says("public/perm_store")).toBe("user link");
    expect(says("public/cache")).not.toBe("user link");
    expect(says("public/view/data")).not.toBe("user link");
    expect(says("public/bundles")).not.toBe("user link");
  });

  test("files that are kept out of what is ignored are what the rest is built from", () => {
    const { says } = judged({
      ...LARAVEL,
      "public/drawings/logo.png": "",
      "public/drawings/.gitkeep": "",
      "public/sketches/.gitkeep": "",
      ".gitignore":
        "public/drawings/*\n!public/drawings/logo.png\n!public/drawings/.gitkeep\npublic/sketches/*\n!public/sketches/.gitkeep\n",
    });
    expect(says("public/drawings")).not.toBe("user link");
    expect(says("public/sketches")).toBe("user link");
  });

  test("a folder for add-ons that ships empty is its owner's, and one that ships code stays with it", () => {
    const empty = judged({ ...LARAVEL, "themes/.gitignore": "*\n!.gitignore\n" });
    expect(empty.says("themes")).toBe("user link");
    const full = judged({ ...LARAVEL, "themes/summer/theme.php": "<?php" });
    expect(full.says("themes")).toBe("asset carry");
  });

  test("a placeholder in what is made anew for each release keeps nothing", () => {
    const { says } = judged({
      "composer.json": '{ "require": { "roots/bedrock-autoloader": "^1", "roots/wordpress": "^6" } }',
      "web/index.php": "<?php",
      "web/wp-config.php": "<?php",
      "config/application.php": "<?php",
      "web/app/cache/pages/index.html": "",
    });
    expect(says("web/app/cache")).toMatch(/per-release/);
    expect(says("web/app/cache/pages")).toBe("unlisted");
  });

  test("a folder that holds databases and nothing else is data, one with their migrations is not", () => {
    const { says } = judged({
      ...LARAVEL,
      "data/live.sqlite": "",
      "data/live.sqlite-wal": "",
      "db/template.sqlite": "",
      "db/migrations/1.js": "",
      "db/migrations/2.js": "",
    });
    expect(says("data")).toBe("user link");
    expect(says("db")).not.toBe("user link");
  });

  test("gives every folder below the web root a verdict or a question, links and dangling links too", () => {
    const shape: TreeShape = {
      ...LARAVEL,
      "public/a/x.jpg": "",
      "public/b/x.js": "",
      "public/uploads/x": "",
      "public/c": { link: "/nowhere" },
      "public/css/x.css": "",
    };
    const { classification } = judged(shape);
    const all = [...classification.verdicts, ...classification.undecided].map(({ path }) => path);
    for (const path of ["public/a", "public/b", "public/uploads", "public/c", "public/css"])
      expect(all).toContain(path);
  });
});

describe("classify() of front ends", () => {
  test("keeps nothing by itself", () => {
    const shape: TreeShape = {
      ...NEXT,
      ...named("public/team"),
      "public/images/a.png": "",
      "src/uploads/page.tsx": "",
      ".next/BUILD_ID": "x",
      "dist/a.js": "",
    };
    const kept = judged(shape).classification.verdicts.filter((verdict) => verdict.class !== "asset");
    expect(kept).toEqual([]);
  });

  test("keeps settings that are not part of the repository", () => {
    const shape: TreeShape = {
      ...NEXT,
      ".env": "",
      ".env.local": "",
      ".env.production": "",
      ".env.example": "",
      ".env.development": "",
    };
    const { says } = judged({ ...shape, ".gitignore": ".env*.local\n" });
    expect([says(".env"), says(".env.local"), says(".env.production"), says(".env.example")]).toEqual([
      "user link",
      "user link",
      "unlisted",
      "unlisted",
    ]);
    expect(judged(shape).says(".env.production")).toBe("user link");
    expect(judged({ ...shape, ".gitignore": ".env*\n" }).verdict(".env.production")).toMatchObject({
      class: "user",
      secret: true,
    });
  });

  test("keeps uploads by their name, and where the code puts them", () => {
    expect(judged({ ...NEXT, ...named("public/uploads") }).says("public/uploads")).toBe("user link");
    const route = 'await writeFile(path.join(process.cwd(), "public", "catalog", name), data);';
    expect(judged({ ...NEXT, "app/api/route.ts": route }).verdict("public/catalog")).toMatchObject({
      class: "user",
      handling: "link",
      present: false,
    });
  });
});

describe("classify() of plain PHP served from its own folder", () => {
  test("judges every folder of the app", () => {
    const shape: TreeShape = {
      ...PHP,
      "includes/a.php": "<?php",
      "uploads/a.jpg": "",
      "logs/a.log": "",
      "cache/x": "",
      "shop/a.php": "<?php",
      "lang/en.php": "<?php",
      "plugins/a.php": "<?php",
      "vendor/autoload.php": "<?php",
    };
    const { says, classification } = judged(shape);
    expect(classification.webRoot).toBe("");
    expect(["includes", "uploads", "logs", "cache", "shop", "lang", "plugins", "vendor"].map(says)).toEqual([
      "asset release",
      "user link",
      "runtime link",
      "runtime per-release",
      "asset release",
      "asset release",
      "asset carry",
      "asset release",
    ]);
  });

  test("keeps settings that the installer writes", () => {
    const { verdict } = judged({ ...PHP, "install/index.php": "<?php file_put_contents('../config.php', $x);" });
    expect(verdict("config.php")).toMatchObject({
      kind: "file",
      class: "user",
      handling: "link",
      secret: true,
      present: false,
    });
  });
});

test("Symfony's .env is code, but where the repository keeps it out", () => {
  const symfony = { "composer.json": '{ "require": { "symfony/framework-bundle": "^4.0" } }', ".env": "A=1" };
  expect(judged({ ...symfony, ".gitignore": "/var/\n" }).explain(".env").handling).toBe("release");
  expect(judged({ ...symfony, ".gitignore": "/.env\n" }).explain(".env")).toMatchObject({
    class: "user",
    handling: "link",
  });
});

test("what stands where a framework's makers ship too came with the code, until something has run", () => {
  const kirby: TreeShape = {
    "composer.json": '{ "require": { "getkirby/cms": "^4.0" } }',
    "content/home/home.txt": "",
    "site/accounts/index.html": "",
  };
  expect(judged(kirby).says("content")).toBe("user merge");
  expect(judged(kirby).explain("content/home")).toMatchObject({ class: "asset", handling: "release" });
  const used = judged({ ...kirby, "site/accounts/x/index.php": "<?php return ['email' => 'a@example.org'];" });
  expect(used.explain("content/home")).toMatchObject({ class: "user", handling: "merge" });
});

describe("questions", () => {
  test("come with the line that answers them", () => {
    const [open] = judged({ ...LARAVEL, ...named('public/our "team"') }).classification.undecided;
    expect(open?.question).toContain('public/our "team"');
    expect(parseDecisions(`{ "paths": { ${open?.line ?? ""} } }`)).toMatchObject([
      { pattern: 'public/our "team"', class: "user" },
    ]);
  });

  test("are about paths that stay with the code", () => {
    const { explain } = judged({ ...LARAVEL, ...named("public/company") });
    expect(explain("public/company")).toMatchObject({ class: null, handling: "release" });
  });
});

test("no entry ever holds the web root or the app's own code", () => {
  const code =
    "<?php mkdir(base_path('public')); mkdir(base_path('app')); mkdir(base_path()); $f->move(base_path('vendor/x'), $n);";
  const { classification } = judged({ ...LARAVEL, "app/A.php": code, ".gitignore": "/public/*\n" });
  expect(
    classification.verdicts.map(({ path }) => path).filter((path) => /^(public|app|vendor)$|^vendor\//.test(path)),
  ).toEqual([]);
});

test("a folder of records is not called an asset because the code names its file: whoever writes it names it too", () => {
  const code = '<?php $store->keep(ROOT . "/data/orders.json", $orders);';
  const { classification } = judged({ ...PHP, "inc/save.php": code, "data/orders.json": "[]" });
  expect(classification.verdicts.find(({ path }) => path === "data")?.class).not.toBe("asset");
  expect(classification.undecided.map(({ path }) => path)).toContain("data");
});
