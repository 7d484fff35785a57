import { describe, expect, test } from "vitest";
import { isIgnored } from "../../src/classify/ignored.ts";
import { rel } from "../../src/core/path.ts";
import { git } from "../support/git.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";
import { judged, scannedAt } from "./judging.ts";

/** Rules of every kind that .gitignore knows, with the paths that they are about; a trailing slash marks a folder. */
const CASES: readonly {
  readonly what: string;
  readonly tree: TreeShape;
  readonly exclude?: string;
  readonly paths: readonly string[];
}[] = [
  {
    what: "the rules of a Laravel application",
    tree: {
      ".gitignore": "/node_modules\n/public/hot\n/public/storage\n/storage/*.key\n/vendor\n.env\n.env.backup\n*.log\n",
      "storage/app/.gitignore": "*\n!public/\n!.gitignore\n",
      "storage/app/public/.gitignore": "*\n!.gitignore\n",
    },
    paths: [
      ".env",
      ".env.example",
      "config/.env",
      "public/storage",
      "public/storage/x.jpg",
      "storage/oauth.key",
      "storage/app/oauth.key",
      "storage/app/x.txt",
      "storage/app/private/",
      "storage/app/private/x.txt",
      "storage/app/public/",
      "storage/app/public/x.jpg",
      "storage/app/public/.gitignore",
      "storage/logs/laravel.log",
    ],
  },
  {
    what: "a pattern that ends in a slash means folders only",
    tree: { ".gitignore": "uploads/\n/only/\n", "a/uploads": "a file", "only/x": "" },
    paths: ["uploads/", "a/uploads", "b/uploads/", "b/uploads/x.jpg", "only/", "only/x", "b/only/"],
  },
  {
    what: "case counts",
    tree: { ".gitignore": "Uploads\n*.JPG\n" },
    paths: ["Uploads/", "uploads/", "UPLOADS/x", "a.JPG", "a.jpg", "uploads/a.JPG"],
  },
  {
    what: "a later line takes back an earlier one, and a deeper file a higher one",
    tree: {
      ".gitignore": "*.png\n!logo.png\nsecret.png\n/keep/*\n",
      "brand/.gitignore": "!*.png\nold.png\n",
      "brand/deep/.gitignore": "*.png\n!ok.png\n",
      "keep/.gitignore": "!sub/\n",
    },
    paths: [
      "a.png",
      "logo.png",
      "x/logo.png",
      "secret.png",
      "brand/a.png",
      "brand/old.png",
      "brand/deep/a.png",
      "brand/deep/ok.png",
      "keep/sub/",
      "keep/sub/file.txt",
      "keep/other/",
      "keep/other/file.txt",
    ],
  },
  {
    what: "nothing below a folder that is kept out can be taken back, whatever stands in it",
    tree: { ".gitignore": "out/\n/gone\n!gone/back.txt\n", "out/.gitignore": "!*\n", "out/deep/.gitignore": "!x\n" },
    paths: ["out/", "out/x", "out/deep/x", "out/.gitignore", "gone/", "gone/back.txt", "other/x"],
  },
  {
    what: "anchored by a slash at its beginning or inside, anywhere without one",
    tree: {
      ".gitignore": "/top\na/b\nany\n",
      "web/.gitignore": "/top\nc/d\nany2\n",
    },
    paths: [
      "top",
      "x/top",
      "a/b",
      "x/a/b",
      "any",
      "x/any",
      "x/y/any/z",
      "web/top",
      "web/x/top",
      "web/c/d",
      "web/x/c/d",
      "web/x/any2",
      "any2",
    ],
  },
  {
    what: "stars, double stars, question marks, classes, escapes and blanks",
    tree: {
      ".gitignore":
        "**/cache\nlogs/**\na/**/z\n*.t?p\n[0-9]*.pdf\n[!a]x\n\\!important\n\\#hash\nblank\\ \ntrailing   \n# no rule\n\n/img/*.{jpg}\n",
      "we[i]rd/.gitignore": "x.txt\n/y.txt\n",
      "st*r/.gitignore": "only-here\n",
    },
    paths: [
      "cache/",
      "x/y/cache/f",
      "logs/",
      "logs/x",
      "logs/x/y",
      "a/z",
      "a/b/z",
      "a/b/c/z",
      "f.tmp",
      "f.temp",
      "1.pdf",
      "a1.pdf",
      "bx",
      "ax",
      "!important",
      "#hash",
      "blank ",
      "blank",
      "trailing",
      "img/a.jpg",
      "img/a.{jpg}",
      "we[i]rd/x.txt",
      "weird/x.txt",
      "we[i]rd/y.txt",
      "st*r/only-here",
      "stir/only-here",
    ],
  },
  {
    what: "lines that end as Windows ends them, after a mark of the encoding",
    tree: { ".gitignore": "\uFEFFfirst\r\nsecond/\r\n!first/kept\r\n" },
    paths: ["first", "second/", "second/x", "first/kept", "third"],
  },
  {
    what: "info/exclude, the lightest of all",
    tree: { ".gitignore": "!kept.log\n", "sub/.gitignore": "!too.log\n" },
    exclude: "*.log\n/uploads/\n# a remark\n",
    paths: ["x.log", "kept.log", "sub/too.log", "sub/x.log", "uploads/", "uploads/a.jpg", "sub/uploads/"],
  },
  {
    what: "info/exclude alone",
    tree: { "a.txt": "" },
    exclude: "uploads\n",
    paths: ["uploads/x.jpg", "a.txt"],
  },
];

function answersOfGit(root: string, paths: readonly string[]): boolean[] {
  // Git looks itself whether a path is a folder; asked about "x/" it would answer for "x/*" too.
  const asked = paths.map((path) => path.replace(/\/$/, ""));
  const out = git(
    root,
    ["check-ignore", "--no-index", "--verbose", "--non-matching", "-z", "--stdin"],
    asked.join("\0"),
  );
  const fields = out.split("\0");
  return paths.map((_, index) => {
    const [source = "", , pattern = ""] = fields.slice(index * 4);
    return source !== "" && !pattern.startsWith("!");
  });
}

describe("isIgnored() answers as git does", () => {
  test.each(CASES)("$what", ({ tree, exclude, paths }) => {
    const root = freshFolder();
    const folders = Object.fromEntries(
      paths.filter((path) => path.endsWith("/")).map((path) => [path.slice(0, -1), null]),
    );
    const files = paths.filter((path) => !path.endsWith("/") && !paths.some((other) => other.startsWith(`${path}/`)));
    writeTree(root, { ...Object.fromEntries(files.map((path) => [path, ""])), ...folders, ...tree });
    git(root, ["init", "--quiet"]);
    if (exclude !== undefined) writeTree(root, { ".git/info/exclude": exclude });
    git(root, ["update-index", "--add", "--cacheinfo", "100644,e69de29bb2d1d6434b8b29ae775ad8c2e48c5391,some-file"]);
    const inventory = scannedAt(root);
    const ours = paths.map(
      (path) => isIgnored(inventory, rel(path), path.endsWith("/") ? "directory" : "file") === true,
    );
    const list = (answers: readonly boolean[]): string[] => paths.filter((_, index) => answers[index] === true);
    const theirs = answersOfGit(root, paths);
    expect(theirs).toContain(true);
    expect(theirs).toContain(false);
    expect(list(ours)).toEqual(list(theirs));
  });

  test("what is tracked is not kept out, whatever the rules say", () => {
    const root = freshFolder();
    writeTree(root, { ".gitignore": "*.png\n", "kept.png": "", "other.png": "" });
    git(root, ["init", "--quiet"]);
    git(root, ["add", "--force", "kept.png"]);
    const inventory = scannedAt(root);
    expect(isIgnored(inventory, rel("kept.png"), "file")).toBe(false);
    expect(isIgnored(inventory, rel("other.png"), "file")).toBe(true);
  });

  test("and has no answer where no rules reach", () => {
    const root = freshFolder();
    writeTree(root, { "sub/.gitignore": "*\n", "a.txt": "" });
    const inventory = scannedAt(root);
    expect(isIgnored(inventory, rel("a.txt"), "file")).toBeUndefined();
    expect(isIgnored(inventory, rel("sub/a.txt"), "file")).toBe(true);
  });
});

test("a folder that is called what data is, and that a rule names, is data", () => {
  const shape = { "package.json": '{"dependencies":{"express":"5"}}' };
  expect(judged({ ...shape, ".gitignore": "data/\n" }).explain("data")).toMatchObject({
    class: "user",
    handling: "link",
  });
  expect(judged({ ...shape, ".gitignore": "/api/db/*\n" }).explain("api/db").class).toBe("user");
  expect(judged({ ...shape, ".gitignore": "data/*.tmp\n" }).explain("data").class).not.toBe("user");
  expect(judged({ ...shape, ".gitignore": "coverage/\n" }).explain("coverage").class).not.toBe("user");
});

test("a placeholder says nothing among documents, nor among what a profile knows as code", () => {
  const rails = {
    Gemfile: "gem 'rails'\n",
    "bin/rails": "",
    "app/assets/images/.keep": "",
    "docs/media/.keep": "",
    "docs/guide.md": "",
  };
  const { explain } = judged(rails);
  expect(explain("app/assets/images").class).not.toBe("user");
  expect(explain("docs/media").class).not.toBe("user");
});
