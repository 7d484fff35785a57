import { join } from "node:path";
import { buildSync } from "esbuild";
import { threadDefinitions } from "../../test/support/thread-programs.ts";

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
      ...threadDefinitions(),
    },
    logLevel: "error",
  });
  return outfile;
}
