import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLE = join(ROOT, "dist/holdfast.mjs");

/** The built program; built first where it is missing or older than a source file. */
export function program(): string {
  if (!existsSync(BUNDLE) || statSync(BUNDLE).mtimeMs < newest(join(ROOT, "src"))) {
    execFileSync(process.execPath, [join(ROOT, "scripts/build.mjs")], { cwd: ROOT, stdio: "ignore" });
  }
  return BUNDLE;
}

function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((child) => {
    const path = join(folder, child.name);
    return child.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}
