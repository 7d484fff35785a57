import { join } from "node:path";
import { buildSync } from "esbuild";

/** Bundles a probe, as the program itself is bundled; returns the file that Node runs. */
export function builtProbe(name: string, folder: string): string {
  const outfile = join(folder, `${name}.mjs`);
  buildSync({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["koffi"],
    banner: {
      js: 'import { createRequire as made } from "node:module"; const require = made(import.meta.url);',
    },
    define: {
      __HOLDFAST_VERSION__: '"bench"',
      __HOLDFAST_ONE_FILE__: "null",
      __HOLDFAST_SECOND_THREAD__: JSON.stringify(secondThread()),
    },
    logLevel: "error",
  });
  return outfile;
}

/** The second thread's program as a text, as the program itself carries it. */
function secondThread(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "../../src/system/second-thread.ts")],
    bundle: true,
    write: false,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
