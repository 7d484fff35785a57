/**
 * Makes the program twice. `dist/holdfast.mjs` is all of it in one file that needs Node and nothing else: to copy to a server, and what `init` puts into an
 * application. `dist/cli/` is the same in parts, so that a command loads only what it needs: what an installed package runs.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./run-command.mjs";

const ENTRY = join(ROOT, "src/cli/main.ts");
const ONE_FILE = join(ROOT, "dist/holdfast.mjs");
const PARTS = join(ROOT, "dist/cli");
const MAIN = "main.mjs";

/** Bundles the program into one file, which appears complete or not at all; returns its size in bytes. */
async function makeOneFile(texts) {
  const result = await build({ ...options(null, texts), outfile: ONE_FILE });
  const text = programText(result.outputFiles[0].text, result.metafile);
  publish(ONE_FILE, text);
  return Buffer.byteLength(text);
}

/**
 * Bundles the program into parts, whose names tell what is in them: new ones stand before the file that loads them, and old ones go last. Returns the size of
 * what every command loads, in bytes.
 */
async function makeParts(texts) {
  const result = await build({
    ...options("../holdfast.mjs", texts),
    outdir: PARTS,
    splitting: true,
    chunkNames: "[name]-[hash]",
    outExtension: { ".js": ".mjs" },
  });
  const isMain = ({ path }) => basename(path) === MAIN;
  const parts = result.outputFiles.filter((file) => !isMain(file));
  for (const { path, text } of parts) publish(path, text);
  const main = programText(result.outputFiles.find(isMain).text, result.metafile);
  publish(join(PARTS, MAIN), main);
  const made = new Set([MAIN, ...parts.map(({ path }) => basename(path))]);
  for (const name of readdirSync(PARTS)) if (!made.has(name)) rmSync(join(PARTS, name), { force: true });
  return Buffer.byteLength(main);
}

/** The programs of other threads, by the names under which the program knows their texts: it carries them along, so that one file is enough. */
const THREADS = {
  __HOLDFAST_SECOND_THREAD__: "src/system/second-thread.ts",
  __HOLDFAST_PERL_THREAD__: "src/system/perl/thread.ts",
};

/** These programs as texts, in the form that the bundler defines names by. */
export async function threads() {
  const made = Object.entries(THREADS).map(async ([name, entry]) => [name, JSON.stringify(await threadProgram(entry))]);
  return Object.fromEntries(await Promise.all(made));
}

async function threadProgram(entry) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return outputFiles[0].text;
}

/** `oneFile` is where the program in one file is, seen from what is made, null for itself; `texts` are the threads' programs. */
function options(oneFile, texts) {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return {
    absWorkingDir: ROOT,
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["koffi"],
    plugins: [CHILD_PROCESS_LATER],
    define: {
      __HOLDFAST_VERSION__: JSON.stringify(version),
      __HOLDFAST_ONE_FILE__: JSON.stringify(oneFile),
      ...texts,
    },
    banner: { js: BANNER },
    charset: "ascii",
    legalComments: "none",
    logLevel: "error",
  };
}

/**
 * Commander loads child_process at once, for commands that are programs of their own. Holdfast has none, and what child_process loads in its turn takes a tenth
 * of the time in which Node starts.
 */
const CHILD_PROCESS_LATER = {
  name: "child-process-later",
  setup(bundler) {
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /node_modules\/commander\//.test(importer) ? { path: "child_process", namespace: "later" } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: "later" }, () => ({
      contents: 'exports.spawn = (...args) => require("node:child_process").spawn(...args);',
      resolveDir: ROOT,
    }));
  },
};

function programText(code, metafile) {
  return SHEBANG + code.replace(/^#!.*\n/, "") + licences(bundledPackages(metafile));
}

const SHEBANG = "#!/usr/bin/env node\n";

/** CommonJS packages inside an ES module call `require` for Node's own modules. */
const BANNER = `import { createRequire as holdfastCreateRequire } from "node:module";
const require = holdfastCreateRequire(import.meta.url);`;

/** A run of another process at the same time sees the old program or the new one, never half of it. */
function publish(outfile, text) {
  const staged = `${outfile}.${process.pid}`;
  mkdirSync(join(outfile, ".."), { recursive: true });
  writeFileSync(staged, text);
  chmodSync(staged, 0o755);
  renameSync(staged, outfile);
}

function bundledPackages(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

/** The licences of what is bundled ask to travel with every copy, and the program travels as this one file. */
function licences(packages) {
  if (packages.length === 0) return "";
  const notices = packages.map((name) => {
    const folder = join(ROOT, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}`;
  });
  const body = notices.join(`\n\n${"-".repeat(80)}\n\n`).replaceAll("*/", "* /");
  return `\n/*\nThis file contains the packages below, each under its own licence.\n\n${body}\n*/\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const texts = await threads();
    const sizes = [await makeOneFile(texts), await makeParts(texts)].map((bytes) => `${(bytes / 1024).toFixed(0)} KiB`);
    console.log(`dist/holdfast.mjs ${sizes[0]}; dist/cli/main.mjs ${sizes[1]}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
