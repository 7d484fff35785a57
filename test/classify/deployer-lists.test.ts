import { expect, test } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged, PHP } from "./judging.ts";

test.each<[string, string, TreeShape]>([
  ["Capistrano", "public/odd", { "config/deploy.rb": 'append :linked_dirs, "log", "public/odd"\n' }],
  ["Capistrano, words", "odd", { "config/deploy.rb": "set :linked_dirs, %w{tmp/pids odd}\n" }],
  ["Capistrano, lines", "odd", { "config/deploy.rb": 'append :linked_dirs,\n  "log",\n  "odd"\nset :x, "more"\n' }],
  ["one stage", "odd", { "config/deploy/production.rb": "set :linked_dirs, fetch(:linked_dirs, []).push('odd')\n" }],
  ["Capistrano 2", "public/odd", { "config/deploy.rb": "set :app_symlinks, %w{odd}\n" }],
  ["Mina", "odd", { "config/deploy.rb": "set :shared_dirs, fetch(:shared_dirs, []).push('odd')\n" }],
  ["Deployer", "odd", { "deploy.php": "<?php\nadd('shared_dirs', ['odd', 'storage']);\n" }],
  ["Deployer in YAML", "odd", { "deploy.yaml": "config:\n  shared_dirs:\n    - 'odd'\n    - more\n" }],
  [
    "Platform.sh",
    "odd",
    { ".platform.app.yaml": 'mounts:\n  "/odd":\n    source: local\n    source_path: odd\nhooks: {}\n' },
  ],
])("a folder that %s links into each release is kept", (_tool, path, shape) => {
  expect(judged({ ...PHP, ...shape }).explain(path)).toMatchObject({
    kind: "directory",
    class: "user",
    handling: "link",
    evidence: [{ fact: "Another deployment tool links it into each release", strength: "code" }],
  });
});

test("files and what the system writes are told apart, and the line is said", () => {
  const { explain } = judged({
    ...PHP,
    "deploy.php": "<?php\nset('shared_files', [\n  'odd.conf',\n]);\nset('shared_dirs', ['var/log']);",
  });
  expect(explain("odd.conf")).toMatchObject({ kind: "file", class: "user", handling: "link" });
  expect(explain("odd.conf").evidence[0]?.where).toBe("deploy.php:3");
  expect(explain("var/log")).toMatchObject({ class: "runtime", handling: "link" });
});

test.each<[string, string, TreeShape]>([
  ["what is made again", "tmp/cache", { "config/deploy.rb": 'append :linked_dirs, "tmp/cache"\n' }],
  ["what is installed", "node_modules", { "config/deploy.rb": 'append :linked_dirs, "node_modules"\n' }],
  ["another setting", "odd", { "config/deploy.rb": 'append :linked_dirs, "log"\nset :branch, "odd"\n' }],
  ["what comes after the mounts", "odd", { ".platform.app.yaml": "mounts:\n  data: {}\nodd:\n  a: b\n" }],
  ["a file of another name", "odd", { "notes.rb": 'append :linked_dirs, "odd"\n' }],
])("a list says nothing of %s", (_what, path, shape) => {
  expect(judged({ ...PHP, ...shape, [`${path}/a.dat`]: "" }).explain(path).evidence).not.toContainEqual(
    expect.objectContaining({ fact: "Another deployment tool links it into each release" }),
  );
});
