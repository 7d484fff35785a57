import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A kernel module as it is loaded: its bytes are not packed any more. */
export interface KernelModule {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The modules of these names and all that they need, in the order in which they can be loaded. What is built into the kernel is left out. */
export function modulesFor(release: string, names: readonly string[]): KernelModule[] {
  const folder = `/lib/modules/${release}`;
  const needs = readDependencies(readFileSync(join(folder, "modules.dep"), "utf8"));
  const builtIn = new Set(readFileSync(join(folder, "modules.builtin"), "utf8").split("\n").map(moduleName));
  return loadOrder(
    needs,
    names.filter((name) => !builtIn.has(name)),
  ).map((path) => ({
    name: `${moduleName(path)}.ko`,
    bytes: unpacked(join(folder, path)),
  }));
}

/** modules.dep: each line is a module's path, a colon, and the paths that it needs. */
function readDependencies(text: string): Map<string, readonly string[]> {
  const lines = text.split("\n").map((line) => /^(\S+):\s*(.*)$/.exec(line));
  return new Map(lines.map((line) => [line?.[1] ?? "", (line?.[2] ?? "").split(" ").filter((path) => path !== "")]));
}

function loadOrder(needs: ReadonlyMap<string, readonly string[]>, names: readonly string[]): string[] {
  const byName = new Map([...needs.keys()].map((path) => [moduleName(path), path]));
  const order = new Set<string>();
  const visit = (path: string): void => {
    if (order.has(path)) return;
    for (const need of needs.get(path) ?? []) visit(need);
    order.add(path);
  };
  for (const name of names) {
    const path = byName.get(name);
    if (path === undefined) throw new Error(`The kernel has no module ${name}`);
    visit(path);
  }
  return [...order];
}

/** Hyphens and underscores mean the same in a module's name. */
function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");
}

function unpacked(path: string): Buffer {
  const program = path.endsWith(".xz") ? "xz" : path.endsWith(".zst") ? "zstd" : null;
  if (program === null) return readFileSync(path);
  const run = spawnSync(program, ["-dc", path], { maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${program} cannot unpack ${path}: ${run.stderr.toString()}`);
  return run.stdout;
}
