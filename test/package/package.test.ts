import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NODE_VERSIONS, nodeFolder } from "./node-versions.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly version: string };
const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

let work = "";
let tarball = "";
let packed: readonly string[] = [];

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "holdfast-package-"));
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT });
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", work, "--loglevel=error"];
  const [made] = JSON.parse(execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8" })) as readonly Pack[];
  if (made === undefined) throw new Error("npm pack made nothing");
  tarball = join(work, made.filename);
  packed = made.files.map((file) => file.path);
  makeApp(join(work, "app"));
});

afterAll(() => rmSync(work, { recursive: true }));

test("the package holds the program, its schemas and what its owner should read, and nothing else", () => {
  const ours = packed.filter((path) => !/^schema\/[\w.-]+\.json$|^dist\/cli\/[\w-]+-[A-Z0-9]{8}\.mjs$/.test(path));
  expect(ours.toSorted()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "dist/cli/main.mjs",
    "dist/holdfast.mjs",
    "package.json",
  ]);
});

test.each(["dist/holdfast.mjs", "dist/cli/main.mjs"])("%s carries the licence of every package in it", (path) => {
  const text = readFileSync(join(ROOT, path), "utf8");
  for (const name of ["commander", "zod", "ignore", "jsonc-parser"]) {
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC)\\)$`, "m"));
  }
});

// One import of a whole library where a part is meant adds half a mebibyte, and every start reads it.
test("the one file stays small", () => {
  expect(statSync(join(ROOT, "dist/holdfast.mjs")).size).toBeLessThan(2.6 * 1024 * 1024);
});

test("the one file runs in a folder that holds nothing else", () => {
  const alone = join(work, "alone");
  mkdirSync(alone);
  copyFileSync(join(ROOT, "dist/holdfast.mjs"), join(alone, "holdfast.mjs"));
  const run = spawnSync(process.execPath, [join(alone, "holdfast.mjs"), "--version"], { cwd: alone, encoding: "utf8" });
  expect([run.status, run.stdout, run.stderr]).toEqual([0, `${version}\n`, ""]);
});

describe.each([
  {
    name: "installed globally",
    args: ["--global"],
    bin: "bin",
    modules: "lib/node_modules/holdfast/node_modules",
    koffi: true,
  },
  // npm does not heed --omit in a global installation, so the program without koffi is tried as a local one.
  { name: "without koffi", args: ["--omit=optional"], bin: "node_modules/.bin", modules: "node_modules", koffi: false },
])("$name", ({ name, args, bin, modules, koffi }) => {
  let prefix = "";

  beforeAll(() => {
    prefix = join(work, name.replace(" ", "-"));
    mkdirSync(prefix);
    execFileSync("npm", ["install", "--prefix", prefix, ...args, ...QUIET, tarball], { cwd: prefix, timeout: 110_000 });
  });

  test("koffi is there only when wanted", () => {
    expect(existsSync(join(prefix, modules, "koffi"))).toBe(koffi);
  });

  describe.each(NODE_VERSIONS)("on Node %s", (node) => {
    test("--version, --help and inspect work", { timeout: 150_000 }, () => {
      const path = `${nodeFolder(node)}:/usr/bin:/bin`;
      const run = (...words: readonly string[]) =>
        spawnSync(join(prefix, bin, "holdfast"), words, { env: { PATH: path, HOME: work }, encoding: "utf8" });
      expect(nodeOf(path)).toMatch(new RegExp(`^v${node.replaceAll(".", "\\.")}`));

      const shown = run("--version");
      expect([shown.status, shown.stdout, shown.stderr]).toEqual([0, `${version}\n`, ""]);

      const help = run("--help");
      expect(help.status).toBe(0);
      for (const command of ["persist", "inspect", "decide", "plan", "check", "recover", "init"]) {
        expect(help.stdout).toMatch(new RegExp(`^ +${command}\\b`, "m"));
      }

      const inspected = run("inspect", join(work, "app"), "--json");
      expect([inspected.status, inspected.stderr]).toEqual([0, ""]);
      const report = JSON.parse(inspected.stdout) as Report;
      expect(report.schema).toBe(1);
      expect(report.frameworks.map(({ id }) => id)).toContain("laravel");
      expect(report.paths.find(({ path: at }) => at === "public/uploads")?.handling).toBe("link");
      expect(report.paths.find(({ path: at }) => at === "public/css")?.class).toBe("asset");
    });
  });
});

interface Pack {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

interface Report {
  readonly schema: number;
  readonly frameworks: readonly { readonly id: string }[];
  readonly paths: readonly { readonly path: string; readonly class: string | null; readonly handling: string }[];
}

function nodeOf(path: string): string {
  return execFileSync("/bin/sh", ["-c", "node --version"], { env: { PATH: path }, encoding: "utf8" });
}

function makeApp(app: string): void {
  const files: Readonly<Record<string, string>> = {
    artisan: "#!/usr/bin/env php\n<?php\n",
    "composer.json": JSON.stringify({ require: { "laravel/framework": "^10.0" } }),
    "bootstrap/app.php": "<?php return new Illuminate\\Foundation\\Application(dirname(__DIR__));\n",
    "public/index.php": "<?php\n",
    "public/css/app.css": "body { margin: 0 }\n",
    "public/uploads/cat.jpg": "not really a cat\n",
    "storage/logs/laravel.log": "started\n",
    ".env": "APP_KEY=base64:none\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(app, path, ".."), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}
