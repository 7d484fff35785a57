import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "../../..");

/** One file that Node starts at once, made of a TypeScript file and what it imports; for processes that a campaign starts by the hundred. */
export async function bundled(entry: string): Promise<string> {
  const folder = join(ROOT, ".cache/faults");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${entry.replaceAll("/", "-")}-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["koffi"],
    logLevel: "error",
  });
  return outfile;
}
