/** Where the name alone gives the wrong answer: each kind that was met in real applications, as a made-up one. */
import { describe, expect, it } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged, LARAVEL, NEXT, PHP } from "./judging.ts";

type Case = readonly [path: string, says: string | RegExp, why: string];

/** `class handling` of a path, whether or not it is listed. */
function answers(shape: TreeShape, cases: readonly Case[]): void {
  const { explain } = judged(shape);
  for (const [path, says, why] of cases) {
    const { class: found, handling } = explain(path);
    expect(`${String(found)} ${handling}`, `${path}: ${why}`).toMatch(says);
  }
}

const CRAFT: TreeShape = {
  "composer.json": '{ "require": { "craftcms/cms": "^5.0" } }',
  craft: "#!/usr/bin/env php\n<?php",
  "web/index.php": "<?php",
};

describe("A. people's data under a name of shipped files", () => {
  it("in a Laravel app", () => {
    answers(
      {
        ...LARAVEL,
        "app/Art.php": "<?php class Art { function save($f) { $f->move(public_path('img/storage'), $f->hash()); } }",
        "public/img/logo.png": "",
        "public/css/site.css": "",
        "resources/views/layout.blade.php": '<img src="/img/logo.png">',
        "app/Favicon.php": "<?php file_put_contents(public_path('favicon.ico'), $icon);",
      },
      [
        ["public/img/storage", "user link", "the code moves uploads into it"],
        ["public/img", /^asset release/, "it ships"],
        ["public/favicon.ico", /link$/, "the code writes it"],
      ],
    );
  });

  it("in bought scripts", () => {
    answers(
      {
        ...LARAVEL,
        "composer.json": '{ "require": { "laravel/framework": "^12.0", "froiden/envato": "^4.0" } }',
        "public/css/a.css": "",
      },
      [
        ["public/css/app-custom.css", "user link", "the owner's style sheet, loaded where it exists"],
        ["public/css", /^asset release/, "styles"],
      ],
    );
    answers(
      {
        ...LARAVEL,
        "platform/core/base/helpers/common.php": "<?php",
        "platform/plugins/blog/plugin.json": "{}",
        "composer.json": '{ "require": { "laravel/framework": "^12.0", "botble/platform": "*" } }',
        "public/themes/house/css/style.css": "",
      },
      [
        ["public/themes/house/css/style.integration.css", "user link", "the custom CSS editor writes it"],
        ["public/themes/house", "asset release", "a published theme"],
      ],
    );
  });

  it("in content management systems", () => {
    answers(
      {
        ...LARAVEL,
        "composer.json": '{ "require": { "laravel/framework": "^12.0", "statamic/cms": "^5.0" } }',
        "public/assets/.gitkeep": "",
      },
      [["public/assets", "user link", "the asset container"]],
    );
    answers(CRAFT, [["web/assets", /link$/, "where volumes are put by convention"]]);
  });
});

describe("B. shipped files under a name of data", () => {
  it("in web roots", () => {
    answers(
      {
        ...LARAVEL,
        "public/images/uploaded/hero.jpg": "",
        "public/images/uploaded/team.jpg": "",
        "resources/views/home.blade.php": '<img src="/images/uploaded/hero.jpg"><img src="/images/uploaded/team.jpg">',
        "public/files/import_products_template.csv": "",
        "public/files/import_contacts_template.xls": "",
        "resources/views/import.blade.php":
          '<a href="/files/import_products_template.csv"></a><a href="/files/import_contacts_template.xls"></a>',
        "app/Upload.php": "<?php $f->move(public_path('uploads'), $n);",
        "public/uploads/demo/house.jpg": "",
        "public/uploads/templates/page.json": "{}",
      },
      [
        ["public/images/uploaded", /^asset release/, "the views name its files"],
        ["public/files", /^asset release/, "the views name its files"],
        ["public/uploads", /^user (link|merge)/, "people upload into it"],
        ["public/uploads/demo", "asset release", "demo content"],
        ["public/uploads/templates", "asset release", "what pages start from"],
      ],
    );
    answers(
      {
        ...NEXT,
        "next.config.ts": "",
        "public/customers/amy.png": "",
        "public/customers/ben.png": "",
        "public/templates/card.png": "",
        "app/page.tsx":
          'const people = ["/customers/amy.png", "/customers/ben.png"]; const card = "/templates/card.png";',
      },
      [
        ["public/customers", /^asset release/, "the code names its files"],
        ["public/templates", /^asset release/, "a template is no scratch space"],
      ],
    );
  });

  it("in the tree", () => {
    answers(
      {
        "manage.py": "import django",
        "requirements.txt": "django==5.2\n",
        "shop/users/models.py": "",
        "shop/users/views.py": "",
      },
      [["shop/users", /^asset release/, "a part of the code that is called users"]],
    );
    answers(
      {
        "upload/index.php": "<?php",
        "upload/admin/index.php": "<?php",
        "upload/config-dist.php": "<?php",
        "upload/system/startup.php": "<?php",
        "upload/catalog/model/a.php": "<?php",
        "upload/system/engine/loader.php": "<?php",
      },
      [
        ["upload", "asset release", "the application itself"],
        ["upload/image/catalog", /^user (link|merge)/, "its pictures, from its root"],
      ],
    );
  });
});

describe("C. kept out of the repository and made again", () => {
  it("is not kept", () => {
    answers(
      { ...CRAFT, ".gitignore": "/web/cpresources/*\n!/web/cpresources/.gitkeep\n", "web/cpresources/.gitkeep": "" },
      [["web/cpresources", /(per-release|release)$/, "published resources"]],
    );
    answers(
      {
        "composer.json": '{ "require": { "getkirby/cms": "^5.0" } }',
        "index.php": "<?php",
        "kirby/bootstrap.php": "<?php",
        "site/templates/home.php": "<?php",
        "content/home/home.txt": "",
        "media/.gitkeep": "",
      },
      [["media", /per-release$/, "thumbnails and published files of plugins"]],
    );
    answers({ ...LARAVEL, ".gitignore": "/bootstrap/cache/*\n", "bootstrap/cache/.gitignore": "*\n!.gitignore\n" }, [
      ["bootstrap/cache", "runtime per-release", "compiled for one release"],
    ]);
  });
});

describe("D. persistent data in places that look like code or scratch space", () => {
  it("is kept", () => {
    answers(
      {
        "package.json": '{ "dependencies": { "@strapi/strapi": "4.25.0" } }',
        "config/database.js": "",
        "src/api/a.js": "",
      },
      [
        [".tmp", /link$/, "the database"],
        [".tmp/data.db", /link$/, "the database"],
      ],
    );
    answers({ "package.json": '{ "dependencies": { "nuxt": "4.0.0" } }', "nuxt.config.ts": "" }, [
      [".data", "user link", "Nitro's storage"],
    ]);
  });
});

describe("E. odd and misspelt names that only the code or .gitignore reveals", () => {
  it("are found", () => {
    answers(
      {
        ...LARAVEL,
        "config/filesystems.php":
          "<?php return ['disks' => ['pub' => ['driver' => 'local', 'root' => public_path(App\\Paths::ROOT)]]];",
        "app/Paths.php": "<?php namespace App; class Paths { const ROOT = 'user_contents'; }",
        "app/A.php": "<?php $f->move(public_path('doucmument'), $n);",
        ".gitignore": "/public/perm_store/*\n",
      },
      [
        ["public/user_contents", "user link", "the root of a disk, in a constant"],
        ["public/doucmument", "user link", "the code moves uploads into it"],
        ["public/perm_store", "user link", "a rule for its contents"],
      ],
    );
  });
});

describe("F. folders that hold a placeholder and are no data", () => {
  it("are not kept", () => {
    answers(
      {
        "composer.json": '{ "require": { "cakephp/cakephp": "^5" } }',
        "bin/cake": "",
        "webroot/index.php": "<?php",
        "webroot/js/.gitkeep": "",
      },
      [["webroot/js", /^asset/, "scripts"]],
    );
    answers({ ...NEXT, "next.config.ts": "", "public/icons/.gitkeep": "" }, [["public/icons", /^asset/, "icons"]]);
    answers(
      {
        "composer.json": '{ "require": { "roots/bedrock-autoloader": "^1", "roots/wordpress": "^6" } }',
        "web/index.php": "<?php",
        "web/wp-config.php": "<?php",
        "config/application.php": "<?php",
        "web/app/plugins/.gitkeep": "",
        "web/app/themes/.gitkeep": "",
        "web/app/uploads/.gitkeep": "",
      },
      [
        ["web/app/plugins", /^asset release/, "installed by Composer"],
        ["web/app/uploads", "user link", "uploads"],
      ],
    );
    answers(
      {
        ...LARAVEL,
        "webpack.mix.js": "mix.copy('resources/images', 'public/images')",
        "public/images/.gitignore": "*\n!vendor/\n!.gitignore\n",
      },
      [["public/images", /^(asset|null) release/, "a build copies into it"]],
    );
  });
});

describe("G. marks and files of state", () => {
  it("are kept as single files", () => {
    answers(
      {
        ...LARAVEL,
        "storage/installed": "",
        "modules_statuses.json": "{}",
        "app/V.php": "<?php File::put(public_path('install-version.txt'), 'complete');",
      },
      [
        ["storage/installed", /link$/, "without it the installer starts again"],
        ["modules_statuses.json", "user link", "which modules are switched on"],
        ["public/install-version.txt", /link$/, "the code writes it"],
        ["storage/oauth-private.key", /link$/, "keys"],
      ],
    );
    answers({ ...PHP, "install.php": "<?php file_put_contents('config.php', $settings);" }, [
      ["config.php", "user link", "the installer writes it"],
    ]);
  });
});

describe("H. shipped files inside what persists", () => {
  it("are told apart where the evidence tells", () => {
    answers(
      {
        ...LARAVEL,
        "storage/app/public/data-transfer/samples/products.csv": "",
        "storage/app/public/.gitignore": "*\n!data-transfer/\n!.gitignore\n",
      },
      [
        ["storage/app/public/data-transfer/samples", "asset release", "samples"],
        ["storage/app/public/a.jpg", "user link", "an upload"],
      ],
    );
    answers(
      {
        "index.php": "<?php",
        "admin/index.php": "<?php",
        "config-dist.php": "<?php",
        "system/startup.php": "<?php",
        "system/engine/loader.php": "<?php",
        "catalog/model/a.php": "<?php",
        "system/storage/vendor/autoload.php": "<?php",
        "system/storage/logs/.gitkeep": "",
      },
      [
        ["system/storage/vendor", /^asset release/, "packages of the code"],
        ["system/storage/logs", /link$/, "logs"],
      ],
    );
  });
});
