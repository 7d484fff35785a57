/** Makes `dist/holdfast.mjs`: the whole program in one file that needs Node and nothing else. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./run-command.mjs";

/** Bundles `entry` into `outfile`, which appears complete or not at all; returns its size in bytes. */
export async function bundle(entry, outfile) {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["koffi"],
    define: { __HOLDFAST_VERSION__: JSON.stringify(version) },
    banner: { js: BANNER },
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
  });
  const code = result.outputFiles[0].text.replace(/^#!.*\n/, "");
  const text = SHEBANG + code + licences(bundledPackages(result.metafile));
  publish(outfile, text);
  return Buffer.byteLength(text);
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
    const size = await bundle(join(ROOT, "src/cli/main.ts"), join(ROOT, "dist/holdfast.mjs"));
    console.log(`dist/holdfast.mjs ${(size / 1024).toFixed(0)} KiB`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
