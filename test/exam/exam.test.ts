/** The exam itself, on a made-up application whose labels are known. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshFolder, writeTree } from "../support/tree.ts";
import { examine } from "./examine.ts";
import { readLabels } from "./labels.ts";
import { mainRoot } from "./roots.ts";
import { sumOf } from "./sum.ts";

const TREE = {
  artisan: "<?php require __DIR__ . '/bootstrap/app.php';",
  "bootstrap/app.php": "<?php",
  "composer.json": '{ "require": { "laravel/framework": "^12.0" } }',
  "public/index.php": "<?php",
  "public/css/site.css": "",
  "public/uploads/.gitignore": "*\n!.gitignore\n",
};
const label = (given: object): object => ({ confidence: "high", evidence: "made up", inTree: true, ...given });

function examFolders(dirs: Record<string, object>, folder = ""): { readonly labels: string; readonly trees: string } {
  const [labels, trees] = [freshFolder(), freshFolder()];
  writeTree(join(trees, "made-up", folder), TREE);
  const inside = (path: string): string => (folder === "" ? path : `${folder}/${path}`);
  writeFileSync(
    join(labels, "made-up.json"),
    JSON.stringify({
      framework: "laravel",
      webRoot: inside("public"),
      detectFiles: [inside("artisan"), inside("composer.json")],
      dirs: Object.fromEntries(Object.entries(dirs).map(([path, what]) => [inside(path), what])),
      files: {},
    }),
  );
  return { labels, trees };
}

it.each(["", "old/setup"])(
  "counts what is lost and what is frozen, and leaves low confidence out (application in %j)",
  (folder) => {
    const { labels, trees } = examFolders(
      {
        "public/uploads": label({ class: "user" }),
        "public/css": label({ class: "asset" }),
        // Labelled against the evidence, so that both kinds of misses are there.
        "public/js": label({ class: "mixed" }),
        storage: label({ class: "asset" }),
        "bootstrap/cache": label({ class: "runtime", regenerable: true }),
        "storage/logs": label({ class: "runtime", regenerable: false }),
        "public/fonts": label({ class: "user", confidence: "low" }),
      },
      folder,
    );
    const [app] = readLabels(labels);
    if (app === undefined) throw new Error("No labels were read");
    const result = examine(app, trees);
    expect(result.framework.isRight).toBe(true);
    expect([result.mustPersist, result.assets]).toEqual([3, 2]);
    expect(result.lost.map(({ label: { path } }) => path)).toEqual([
      folder === "" ? "public/js" : `${folder}/public/js`,
    ]);
    expect(result.frozen.map(({ label: { path } }) => path)).toEqual([folder === "" ? "storage" : `${folder}/storage`]);
    expect(sumOf([result])).toMatchObject({ lost: 1, lostHigh: 1, frozen: 1, isReached: false });
  },
);

it("reaches its aim where every label agrees", () => {
  const { labels, trees } = examFolders({
    "public/uploads": label({ class: "user" }),
    "public/css": label({ class: "asset" }),
  });
  const results = readLabels(labels).map((app) => examine(app, trees));
  expect(sumOf(results).isReached).toBe(true);
});

it("finds the application by the files by which it was recognised, or by its web root", () => {
  const tree = freshFolder();
  writeTree(tree, { "apps/shop/index.html": "", "apps/shop/package.json": "{}", "package.json": "{}" });
  expect(mainRoot(tree, { webRoot: "x/public", detectFiles: ["x/a.php", "x/b/c.php"] })).toBe("x");
  expect(mainRoot(tree, { webRoot: "apps/shop/public", detectFiles: ["index.html", "package.json"] })).toBe(
    "apps/shop",
  );
  expect(mainRoot(tree, { webRoot: ".", detectFiles: ["package.json"] })).toBe("");
});

it("names a file that is not one of labels, and says how it is called", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "trees"));
  writeFileSync(join(folder, "odd.json"), '{"framework": 1}');
  expect(() => readLabels(folder)).toThrowError(/odd\.json" is not a file of labels/);
  const run = spawnSync("npx", ["tsx", join(import.meta.dirname, "main.ts")], { encoding: "utf8" });
  expect([run.status, run.stderr]).toEqual([
    64,
    "npm run exam -- --labels DIR --trees DIR [--only NAME] [--evidence]\n",
  ]);
});
