import { describe, expect, test } from "vitest";
import { claimsByCode } from "../../src/classify/code.ts";
import { rel } from "../../src/core/path.ts";
import type { TreeShape } from "../support/tree.ts";
import { inventoryOf, LARAVEL, NEXT } from "./judging.ts";

/** What the code is found to write to, as `path class`, each once. */
function found(shape: TreeShape, webRoot: string): string[] {
  const claims = claimsByCode(inventoryOf(shape), webRoot === "" ? "" : rel(webRoot));
  return [
    ...new Set(
      claims.map(({ path, class: what, kind }) => `${path}${kind === "file" ? " (file)" : ""} ${String(what)}`),
    ),
  ].sort();
}

function laravel(code: string, more: TreeShape = {}): string[] {
  return found(
    {
      ...LARAVEL,
      ...more,
      "app/Http/Controllers/A.php": `<?php\nclass A { function a($request, $name) {\n${code}\n} }`,
    },
    "public",
  );
}

describe("what Laravel code writes to", () => {
  test.each<[string, string, string[]]>([
    [
      "an upload moved to a public path",
      "$request->file('x')->move(public_path('catalog'), $name);",
      ["public/catalog user"],
    ],
    [
      "a path put together from pieces",
      "$p = public_path() . '/catalog/' . $name; $image->save($p);",
      ["public/catalog runtime"],
    ],
    ["a value inside a string", '$pdf->save(public_path("offers/{$name}.pdf"));', ["public/offers runtime"]],
    [
      "a name that begins in the string",
      "$image->save(public_path('catalog/item_' . $name));",
      ["public/catalog runtime"],
    ],
    [
      "many folders below one that is named like data",
      "$f->move(public_path('uploads/a/b'), $name); $f->move(public_path('uploads/c'), $name);",
      ["public/uploads user"],
    ],
    [
      "an upload whose name is written out, among the code's own pictures",
      "$f->move(public_path('images'), 'custom-logo.png');",
      ["public/images/custom-logo.png (file) user"],
    ],
    [
      "the same with an ending that is the upload's",
      "$f->move(public_path('images'), 'custom-logo.' . $f->extension());",
      ["public/images user"],
    ],
    [
      "a name that is written out, in a folder of its own",
      "$f->move(public_path('branding'), 'logo.png');",
      ["public/branding user"],
    ],
    ["the rules of the site itself", "fopen(base_path('.htaccess'), 'w');", [".htaccess (file) runtime"]],
    ["rules that close a folder", "file_put_contents(public_path('css/.htaccess'), 1);", []],
    [
      "a function of its own that is named for writing files",
      "write_textfile(public_path('css/theme.css'), $text);",
      ["public/css/theme.css (file) runtime"],
    ],
    [
      "a folder relative to the web root",
      "$request->x->move('storefront/pictures', $name);",
      ["public/storefront/pictures user"],
    ],
    [
      "a web root that is spelled out, from the app's own root",
      "$f->move('public/pictures', $name);",
      ["public/pictures user"],
    ],
    ["QR codes", "QrCode::generate('x', public_path('qrcodes/' . $name . '.svg'));", ["public/qrcodes runtime"]],
    ["what is deleted by name", "File::delete(public_path('catalog/' . $name));", ["public/catalog user"]],
    [
      "a folder that is made first",
      "if (!is_dir($d = public_path('catalog'))) mkdir($d, 0755, true);",
      ["public/catalog user"],
    ],
    [
      "a single file in the web root",
      "file_put_contents(public_path('sitemap.xml'), $xml);",
      ["public/sitemap.xml (file) runtime"],
    ],
    [
      "a style sheet among shipped ones",
      "File::put(public_path('css/custom.css'), $css);",
      ["public/css/custom.css (file) runtime"],
    ],
    ["add-ons unpacked into the code", "$zip->extractTo(base_path('Modules'));", ["Modules user"]],
    ["translations", "file_put_contents(resource_path('lang/' . $name . '.php'), $x);", ["resources/lang user"]],
    [
      "an alternative from the environment",
      "$f->move(public_path(env('PHOTO_DIR', 'catalog')), $name);",
      ["public/catalog user"],
    ],
    ["a setting", "$f->move(public_path(config('shop.folder')), $name);", ["public/goods user"]],
    ["a helper of the app's own", "$this->uploadImage($f, 'assets/uploads/team');", []],
    [
      "a helper with a whole path",
      "ImageHelper::upload($f, public_path('assets/uploads/team'));",
      ["public/assets/uploads user"],
    ],
    [
      "reading only",
      "return response()->file(public_path('catalog/price-list.pdf')); $x = file_get_contents(public_path('data/a.json'));",
      [],
    ],
    ["a disk that is not the web root's", "Storage::put('reports/a.pdf', $x);", []],
    ["the temporary folder", "file_put_contents('/tmp/' . $name, $x); $f->move(sys_get_temp_dir(), $name);", []],
    ["outside the app", "file_put_contents(base_path('../other/a.txt'), $x);", []],
    ["the web root itself", "$f->move(public_path(), $name);", []],
    [
      "published scripts and styles",
      "File::copyDirectory(base_path('x'), public_path('js')); mkdir(public_path('css'));",
      [],
    ],
    [
      "generated code",
      "file_put_contents(app_path('Http/Controllers/B.php'), $x); file_put_contents(base_path('.env'), $x);",
      [],
    ],
    ["code in a comment", "// $f->move(public_path('catalog'), $name);", []],
    ["code in a text", "return \"move(public_path('catalog'))\";", []],
  ])("%s", (_what, code, expected) => {
    expect(laravel(code, { "config/shop.php": "<?php return ['folder' => 'goods'];" })).toEqual(expected);
  });

  test("a folder of the code that is written to stays with the code", () => {
    const shape = {
      ...LARAVEL,
      "shared_lib/a.php": "<?php",
      "app/A.php": "<?php file_put_contents(base_path('shared_lib/' . $x), 1);",
    };
    const [claim] = claimsByCode(inventoryOf(shape), rel("public"));
    expect(claim).toMatchObject({ path: "shared_lib", class: "asset", handling: "carry" });
  });

  test("the place of each fact is named", () => {
    const [claim] = claimsByCode(
      inventoryOf({ ...LARAVEL, "app/A.php": "<?php\n\n$f->move(public_path('catalog'), 'a');" }),
      rel("public"),
    );
    expect(claim?.evidence).toEqual({
      fact: "The code writes to public/catalog (move)",
      where: "app/A.php:3",
      strength: "code",
    });
  });

  test("tests, migrations, translations and commands that publish are not believed", () => {
    const write = "<?php file_put_contents(public_path('catalog/x.txt'), 1);";
    for (const path of [
      "tests/A.php",
      "database/seeders/A.php",
      "lang/en/a.php",
      "app/Console/Commands/Publish.php",
      "vendor/x/A.php",
    ]) {
      expect(found({ ...LARAVEL, [path]: write }, "public"), path).toEqual([]);
    }
  });
});

describe("the disks of config/filesystems.php", () => {
  function disks(text: string, more: TreeShape = {}): string[] {
    return found({ ...LARAVEL, ...more, "config/filesystems.php": `<?php return [${text}];` }, "public");
  }

  test.each<[string, string, string[]]>([
    [
      "a root below the web root",
      "'disks' => ['local' => ['driver' => 'local', 'root' => public_path('perm')]]",
      ["public/perm user"],
    ],
    ["a misspelt root", "'disks' => ['a' => ['root' => public_path('doucmument')]]", ["public/doucmument user"]],
    [
      "a root from the environment's default",
      "'disks' => ['a' => ['root' => env('ROOT', public_path('perm'))]]",
      ["public/perm user"],
    ],
    ["a root beside the web root", "'disks' => ['a' => ['root' => base_path('data/files')]]", ["data/files user"]],
    ["links of their own", "'links' => [public_path('media') => storage_path('app/media')]", ["public/media user"]],
    ["a remote disk", "'disks' => ['s3' => ['driver' => 's3', 'root' => env('PREFIX', 'uploads')]]", []],
  ])("%s", (_what, text, expected) => {
    expect(disks(text)).toEqual(expected);
  });

  test("a constant of another class is followed", () => {
    expect(
      disks("'disks' => ['local' => ['root' => public_path(\\App\\Files::FOLDER)]]", {
        "app/Files.php": "<?php class Files { const FOLDER = 'user-uploads'; }",
      }),
    ).toEqual(["public/user-uploads user"]);
  });

  test("on a disk whose root is the web root, what is stored names the folders", () => {
    const more = { "app/A.php": "<?php $request->file('x')->store('catalog/pictures', 'web');" };
    expect(disks("'disks' => ['web' => ['root' => public_path()]]", more)).toEqual(["public/catalog/pictures user"]);
    expect(disks("'disks' => ['web' => ['root' => storage_path('app')]]", more)).toEqual(["storage/app user"]);
  });
});

describe("what plain PHP writes to", () => {
  test.each<[string, TreeShape, string[]]>([
    [
      "the textbook upload",
      {
        "upload.php":
          '<?php $dir = "pictures/"; $file = $dir . basename($_FILES["f"]["name"]); move_uploaded_file($_FILES["f"]["tmp_name"], $file);',
      },
      ["pictures user"],
    ],
    [
      "from a folder further down",
      { "admin/a.php": "<?php move_uploaded_file($t, '../pictures/' . $n);" },
      ["pictures user"],
    ],
    [
      "by the file's own place",
      { "admin/a.php": "<?php move_uploaded_file($t, dirname(__DIR__) . '/pictures/' . $n);" },
      ["pictures user"],
    ],
    [
      "by the old way to say so",
      {
        "a.php":
          "<?php move_uploaded_file($t, dirname(__FILE__) . DIRECTORY_SEPARATOR . 'pictures' . DIRECTORY_SEPARATOR . $n);",
      },
      ["pictures user"],
    ],
    [
      "by the document root",
      { "a.php": "<?php move_uploaded_file($t, $_SERVER['DOCUMENT_ROOT'] . '/pictures/' . $n);" },
      ["pictures user"],
    ],
    [
      "by a constant in another file",
      {
        "inc/c.php": "<?php define('DIR_PICTURES', __DIR__ . '/../pictures/');",
        "a.php": "<?php move_uploaded_file($t, DIR_PICTURES . $n);",
      },
      ["pictures user"],
    ],
    [
      "by a property",
      {
        "a.php":
          "<?php class A { private $dir = 'pictures/'; function f() { move_uploaded_file($t, $this->dir . $n); } }",
      },
      ["pictures user"],
    ],
    [
      "CodeIgniter's upload setting",
      { "a.php": "<?php $config['upload_path'] = './pictures/team/';", "pictures/team/a.jpg": "" },
      ["pictures/team user"],
    ],
    ["a log that is opened to write", { "a.php": "<?php $h = fopen('journal/a.log', 'a');" }, ["journal runtime"]],
    ["a file that is opened to read", { "a.php": "<?php $h = fopen('journal/a.log', 'r');" }, []],
    [
      "a database",
      { "a.php": "<?php $db = new PDO('sqlite:' . __DIR__ . '/data/site.db');" },
      ["data/site.db (file) user"],
    ],
    [
      "settings that an installer writes",
      { "install/i.php": "<?php file_put_contents('../inc/config.php', $x);", "inc/a.php": "<?php" },
      ["inc/config.php (file) user"],
    ],
    [
      "from the folder that the script runs in",
      {
        "admin/a.php": "<?php $d = getcwd(); move_uploaded_file($t, $d . '/pictures/' . $n);",
        "admin/pictures/a.jpg": "",
      },
      ["admin/pictures user"],
    ],
    [
      "by a root that the script works out",
      {
        "a.php":
          "<?php define('SHOP_ROOT_PATH', whereAmI()); move_uploaded_file($t, SHOP_ROOT_PATH . 'pictures/' . $n);",
      },
      ["pictures user"],
    ],
    [
      "settings that code which is included writes from the script's folder",
      { "setup/inc/i.php": "<?php file_put_contents('../app/config/config.php', $x);", "app/config/a.php": "<?php" },
      ["app/config/config.php (file) user"],
    ],
    [
      "CodeIgniter 3's own folder",
      {
        "application/config/autoload.php": "<?php",
        "application/controllers/A.php": "<?php write_file(APPPATH . 'config/key.php', $k);",
      },
      ["application/config/key.php (file) user"],
    ],
    [
      "a file of a theme that is not known",
      { "a.php": "<?php $f = theme() . '/css/custom.css'; file_put_contents($f, $x);", "t/blue/css/custom.css": "" },
      ["t/blue/css/custom.css (file) user"],
    ],
    [
      "a theme's code that is not known",
      { "a.php": "<?php file_put_contents(theme() . '/inc/a.php', $x);", "t/blue/inc/a.php": "<?php" },
      [],
    ],
    ["a name that something unknown completes", { "a.php": "<?php unlink('pictures_' . $n);" }, []],
    ["what an installer draws as a trial", { "install.php": "<?php imagepng($i, 'trial.png');" }, []],
    ["a stream", { "a.php": "<?php copy($x, 'compress.zlib://' . $y);" }, []],
    ["a database in memory", { "a.php": "<?php new SQLite3(':memory:');" }, []],
    [
      "a file of code that is written",
      { "a.php": "<?php file_put_contents('inc/routes.php', $x);", "inc/a.php": "<?php" },
      [],
    ],
  ])("%s", (_what, shape, expected) => {
    expect(found({ "index.php": "<?php", ...shape }, "")).toEqual(expected);
  });
});

describe("what JavaScript on a server writes to", () => {
  test.each<[string, string, string[]]>([
    [
      "multer's dest",
      'const multer = require("multer");\nconst upload = multer({ dest: "pictures/" })',
      ["pictures user"],
    ],
    [
      "multer's storage",
      'multer.diskStorage({ destination: (req, file, cb) => cb(null, path.join(__dirname, "../pictures")) })',
      ["pictures user"],
    ],
    [
      "formidable",
      'formidable({ uploadDir: path.join(process.cwd(), "public", "pictures") })',
      ["public/pictures user"],
    ],
    [
      "a file written under the working folder",
      'await fs.writeFile(path.join(process.cwd(), "public/pictures", name), data)',
      ["public/pictures user"],
    ],
    ["a template", "fs.createWriteStream(`${process.cwd()}/public/pictures/${name}`)", ["public/pictures user"]],
    [
      "a constant without semicolons",
      'const DIR = path.resolve("./public/pictures")\nconst other = 1\nfs.mkdirSync(DIR, { recursive: true })',
      ["public/pictures user"],
    ],
    ["a default of the environment", 'fs.mkdirSync(process.env.DIR || "./pictures")', ["pictures user"]],
    ["express-fileupload", 'file.mv("./public/pictures/" + file.name)', ["public/pictures user"]],
    [
      "a module's own place",
      'const dir = path.dirname(fileURLToPath(import.meta.url));\nfs.writeFileSync(path.join(dir, "..", "pictures", name), x)',
      ["pictures user"],
    ],
    ["a URL from the module's place", 'fs.mkdirSync(new URL("../pictures/", import.meta.url))', ["pictures user"]],
    ["a database", 'new Database("data/site.db")', ["data/site.db (file) user"]],
    ["a database in settings", 'module.exports = { database: "state/site.sqlite" }', ["state/site.sqlite (file) user"]],
    ["a database of a server", 'module.exports = { database: "shop", storage: "./pictures" }', []],
    [
      "settings in a folder of code",
      'fs.writeFileSync(path.join(process.cwd(), "config/settings.json"), x)',
      ["config/settings.json (file) user"],
    ],
    ["the temporary folder", 'fs.writeFile(path.join(os.tmpdir(), "x"), y); fs.writeFile("/tmp/x", y)', []],
    ["reading only", 'fs.readFile(path.join(process.cwd(), "content", name))', []],
    ["the build", 'fs.mkdirSync("node_modules/.cache/x"); fs.writeFileSync(".next/x", y)', []],
  ])("%s", (_what, code, expected) => {
    expect(found({ ...NEXT, "server/index.js": code }, "public")).toEqual(expected);
  });

  test("build tools and tests are not believed", () => {
    for (const path of ["vite.config.js", "scripts/a.js", "gulpfile.js", "src/a.test.ts"]) {
      expect(found({ ...NEXT, [path]: 'fs.mkdirSync("public/pictures")' }, "public"), path).toEqual([]);
    }
  });
});
