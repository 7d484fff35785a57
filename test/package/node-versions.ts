import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The oldest Node that package.json promises, and the two majors after it. */
export const NODE_VERSIONS = ["20.19.0", "22", "24"] as const;

/**
 * The folder of a `node` program of that version. It is taken from the npm registry, where each release is a package of
 * its own, and kept in `.cache/`; a download that was interrupted leaves nothing there that a later run would trust.
 */
export function nodeFolder(version: string): string {
  const cache = fileURLToPath(new URL("../../.cache/node", import.meta.url));
  const name = `node-${process.platform}-${process.arch}`;
  const kept = join(cache, version);
  if (!existsSync(kept)) {
    const staged = join(cache, `.${version}-${process.pid}`);
    mkdirSync(staged, { recursive: true });
    try {
      const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
      execFileSync("npm", ["install", "--prefix", staged, ...quiet, `${name}@${version}`], { timeout: 110_000 });
      renameSync(staged, kept);
    } finally {
      rmSync(staged, { recursive: true, force: true });
    }
  }
  return join(kept, "node_modules", name, "bin");
}
