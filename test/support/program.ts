import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** The built program as an installed package runs it; built first where it is missing or older than a source file. */
export function program(): string {
  return built("dist/cli/main.mjs");
}

/** The built program in one file. */
export function oneFileProgram(): string {
  return built("dist/holdfast.mjs");
}

function built(path: string): string {
  const file = join(ROOT, path);
  if (!existsSync(file) || statSync(file).mtimeMs < newest(join(ROOT, "src")))
    execFileSync(process.execPath, [join(ROOT, "scripts/build.mjs")], { cwd: ROOT, stdio: "ignore" });
  return file;
}

function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((child) => {
    const path = join(folder, child.name);
    return child.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}
