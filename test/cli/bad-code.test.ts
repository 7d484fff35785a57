import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitAll, git } from "../support/git.ts";
import { BOUGHT_SCRIPT, holdfast, holdfastJson, must, type Site, siteOf } from "../support/cli.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

/** Looks at an app and insists that looking ends well and changes nothing. */
function look(site: Site): string {
  const before = manifest(site.root);
  const { out } = must(holdfast(["inspect", site.app]));
  expect(manifest(site.root)).toEqual(before);
  return out;
}

function lookAt(shape: TreeShape): string {
  return look(siteOf("flat", shape));
}

interface Document {
  readonly limits: readonly { readonly path: string; readonly reason: string; readonly detail?: string }[];
  readonly notes: readonly { readonly code: string; readonly path?: string }[];
}

function documentOf(site: Site): Document {
  return holdfastJson(["inspect", site.app]).json as Document;
}

const WRITES = "<?php $file->move(public_path('photos'), $name);";

describe("files of code that cannot be read as such", () => {
  it("50 MB on one line: left out, and said", () => {
    const site = siteOf("flat");
    writeFileSync(join(site.app, "app/Huge.php"), `<?php $a = '${"x".repeat(50 << 20)}';`);
    expect(look(site)).toContain(
      "ℹ️  Not everything was looked at:\n   app/Huge.php is too large for a file of code, so what it writes is not known",
    );
    expect(documentOf(site).limits).toEqual([{ path: "app/Huge.php", reason: "file too large" }]);
  });

  it.each([
    ["little", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["big", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ])("UTF-16 with a mark, %s end first: understood", (_, encode) => {
    const site = siteOf("flat");
    writeFileSync(join(site.app, "app/Upload.php"), encode(WRITES));
    expect(look(site)).toContain(
      "public/photos/ (not there yet) — The code writes to public/photos (move) [app/Upload.php:1]",
    );
  });

  it("UTF-16 without one, and what is no text at all: left out, and said", () => {
    const site = siteOf("flat");
    writeFileSync(join(site.app, "app/Upload.php"), Buffer.from(WRITES, "utf16le"));
    const out = look(site);
    expect(out).toContain("app/Upload.php is no text in UTF-8 or UTF-16, so what it writes is not known");
    expect(out).not.toContain("public/photos");
  });

  it("PHP and JavaScript that do not parse: what is understood counts", () => {
    const out = lookAt({
      ...BOUGHT_SCRIPT,
      "app/Broken.php": `${WRITES} function ( { 'never closed`,
      "server.js": "const = ; }}} `${",
    });
    expect(out).toContain("The code writes to public/photos (move) [app/Broken.php:1]");
  });
});

describe("settings that compute where a disk has its root", () => {
  const disks = (root: string): TreeShape => ({
    ...BOUGHT_SCRIPT,
    "config/filesystems.php": `<?php\nreturn ['disks' => [\n  'media' => [\n    'driver' => 'local',\n    'root' => ${root},\n  ],\n  'cloud' => ['driver' => 's3', 'root' => $prefix . '/x'],\n]];\n`,
  });

  it.each([
    ["from nothing that is known", "$_ENV['MEDIA'] . '/files'", "(somewhere)", '"path/of/the/disk": "user"'],
    ["by a function of the app's own", "media_folder()", "(somewhere)", '"path/of/the/disk": "user"'],
    [
      "from a folder on",
      "public_path('clients/' . tenant()->id)",
      "(somewhere below public/clients)",
      '"public/clients": "user"',
    ],
  ])("%s: said as undecided, with the line", (_, ...[root, where, line]) => {
    const site = siteOf("flat", disks(root));
    const out = look(site);
    expect(out).toContain("Undecided: config/filesystems.php:5 computes the root of a disk when the application runs");
    expect(out).toContain(where);
    expect(out).toContain(line);
    expect(out).not.toContain("config/filesystems.php:7");
    expect(documentOf(site).notes).toEqual([
      expect.objectContaining({ code: "computed-root", path: "config/filesystems.php" }),
    ]);
    expect(must(holdfast(["plan", site.app])).out).toContain("config/filesystems.php:5 computes");
  });

  it.each(["storage_path('app/' . $tenant)", "storage_path('app')", "env('FILES', public_path('files'))"])(
    "not where it lies in an entry or is known: %s",
    (root) => {
      expect(lookAt(disks(root))).not.toContain("computes the root");
    },
  );
});

describe("trees that are no application, or more than one", () => {
  it("an empty folder", () => {
    const site = siteOf("flat", {});
    const out = look(site);
    expect(out).toContain("🧩 No framework was recognised");
    expect(out).toContain("Seen here: nothing");
    expect(must(holdfast(["decide", site.app])).out).toContain("Nothing to decide");
  });

  it("a tree without a web root", () => {
    const out = lookAt({ "lib/a.py": "print(1)", "data/x.bin": "x", "README.md": "" });
    expect(out).toContain("🌐 Web root: the application's own folder");
    expect(out).toContain("Seen here: README.md, data, lib");
  });

  it("a second application in a folder of its own, at the top or in the web root", () => {
    const wordpress = {
      "wp-load.php": "<?php",
      "wp-settings.php": "<?php",
      "wp-includes/version.php": "<?php $wp_version = '6.8';",
    };
    const below = (folder: string): TreeShape =>
      Object.fromEntries(Object.entries(wordpress).map(([path, text]) => [`${folder}/${path}`, text]));
    const site = siteOf("flat", {
      ...BOUGHT_SCRIPT,
      ...below("public/blog"),
      "shop/package.json": '{ "dependencies": { "next": "16.0.0" } }',
    });
    const out = look(site);
    expect(out).toContain('"public/blog" holds an application of its own (WordPress)');
    expect(out).toContain(`holdfast inspect "${site.app}/public/blog"`);
    expect(out).toContain('"shop" holds an application of its own (Next.js)');
    expect(documentOf(site).notes.map(({ code }) => code)).toEqual(["two-applications", "two-applications"]);
  });

  it("two applications in the same folder", () => {
    const out = lookAt({
      ...BOUGHT_SCRIPT,
      "package.json": '{ "dependencies": { "next": "16.0.0", "vue": "3.0.0" } }',
    });
    expect(out).toContain("Two applications seem to stand in this folder: Laravel and Next.js");
  });

  it("but a front end, a product on its framework, and folders of code are part of one", () => {
    for (const shape of [
      { ...BOUGHT_SCRIPT, "package.json": '{ "devDependencies": { "vue": "3.0.0", "vite": "7.0.0" } }' },
      { ...BOUGHT_SCRIPT, "tests/app/package.json": '{ "dependencies": { "next": "16.0.0" } }' },
    ])
      expect(lookAt(shape)).not.toContain("application");
  });
});

describe("what leads out of the tree, and git that cannot be read", () => {
  it("a link out of the tree is named, never followed: nothing behind it is read or judged", () => {
    const outside = freshFolder();
    writeTree(outside, { "Upload.php": WRITES, "pictures/a.jpg": "a" });
    const out = lookAt({
      ...BOUGHT_SCRIPT,
      src: { link: outside },
      "public/elsewhere": { link: `${outside}/pictures` },
    });
    expect(out).not.toContain("public/photos");
    expect(out).toMatch(new RegExp(`public/elsewhere.*\n.*It is a link to ${outside}/pictures`));
  });

  it("a split, damaged or foreign index is no evidence, and is said", () => {
    const site = siteOf("flat");
    commitAll(site.app);
    git(site.app, ["update-index", "--split-index"]);
    expect(look(site)).toContain(".git/index is of no use, so nothing is known of what git tracks (it is split)");
    mkdirSync(join(site.app, "empty"));
    writeFileSync(join(site.app, ".git/index"), "what is this, it is no index of git's");
    expect(look(site)).toContain("(it is damaged)");
  });
});
