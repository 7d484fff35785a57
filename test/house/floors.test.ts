import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FLOORS = [
  "core",
  "profiles",
  "system",
  "detect",
  "classify",
  "plan",
  "script",
  "report",
  "apply",
  "verify",
  "cli",
];
const PURE = ["core", "profiles", "detect", "classify", "plan", "script", "report"];

/** What each floor may import, as the agreement has it; everything else must be refused. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  core: [],
  profiles: ["core"],
  system: ["core"],
  detect: ["core", "profiles"],
  classify: ["core", "profiles", "detect"],
  plan: ["core", "profiles", "detect", "classify"],
  script: ["core", "profiles", "detect", "classify", "plan"],
  report: ["core", "profiles", "detect", "classify", "plan", "script"],
  apply: ["core", "system", "plan"],
  verify: ["core", "system", "plan", "script"],
  cli: FLOORS.filter((floor) => floor !== "cli"),
};

/** A module of one floor, and the rule that must refuse it (`null`: it must pass). */
interface Plant {
  readonly floor: string;
  readonly text: string;
  readonly rule: string | null;
}

const IMPORTS = "eslint(no-restricted-imports)";

const between = FLOORS.flatMap((floor) =>
  FLOORS.filter((other) => other !== floor).map(
    (other): Plant => ({
      floor,
      text: `import { thing } from "../${other}/thing.ts";\nexport const taken = thing;\n`,
      rule: MAY[floor]?.includes(other) === true ? null : IMPORTS,
    }),
  ),
);

const forms: readonly Plant[] = [
  'import type { Thing } from "../cli/thing.ts";\nexport type Taken = Thing;\n',
  'export { thing } from "../cli/thing.ts";\n',
  'export const taken = import("../cli/thing.ts");\n',
  'import { thing } from "../../src/cli/commands/thing.ts";\nexport const taken = thing;\n',
].map((text) => ({ floor: "plan", text, rule: IMPORTS }));

const disk = ["node:fs", "node:fs/promises", "fs", "node:child_process", "child_process"].flatMap((name) =>
  FLOORS.map((floor): Plant => {
    const text = `import * as taken from "${name}";\nexport const kept = taken;\n`;
    return { floor, text, rule: floor === "system" ? null : IMPORTS };
  }),
);

const builtins = ["node:path", "node:os", "path"].flatMap((name) =>
  FLOORS.map((floor): Plant => {
    const text = `import * as taken from "${name}";\nexport const kept = taken;\n`;
    return { floor, text, rule: floor === "system" || floor === "cli" ? null : IMPORTS };
  }),
);

const effects = PURE.flatMap((floor): Plant[] => [
  { floor, text: "export const at = () => Date.now();\n", rule: "eslint(no-restricted-globals)" },
  { floor, text: "export const at = () => new Date(0);\n", rule: "eslint(no-restricted-globals)" },
  { floor, text: "export const where = () => process.cwd();\n", rule: "eslint(no-restricted-globals)" },
  { floor, text: "export const way = () => globalThis.process;\n", rule: "eslint(no-restricted-globals)" },
  { floor, text: 'export const say = () => console.log("x");\n', rule: "eslint(no-restricted-globals)" },
  { floor, text: "export const luck = () => Math.random();\n", rule: "eslint(no-restricted-properties)" },
  { floor, text: "export const later = async () => 1;\n", rule: "oxc(no-async-await)" },
]);

const packages: readonly Plant[] = [
  { floor: "core", text: 'import { z } from "zod";\nexport const taken = z;\n', rule: IMPORTS },
  { floor: "plan", text: 'import { Command } from "commander";\nexport const taken = Command;\n', rule: IMPORTS },
  { floor: "apply", text: 'import koffi from "koffi";\nexport const taken = koffi;\n', rule: IMPORTS },
  { floor: "cli", text: 'import { Command } from "commander";\nexport const taken = Command;\n', rule: null },
];

const PLANTS = [...between, ...forms, ...disk, ...builtins, ...effects, ...packages];

let copy = "";
let found: ReadonlyMap<string, readonly string[]> = new Map();

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "holdfast-floors-"));
  copyFileSync(join(ROOT, ".oxlintrc.json"), join(copy, ".oxlintrc.json"));
  PLANTS.forEach((plant, index) => plantAt(fileOf(plant, index), plant.text));
  found = lint();
});

afterAll(() => rmSync(copy, { recursive: true }));

test.each(PLANTS.map((plant, index) => ({ ...plant, index, shown: plant.text.split("\n")[0] })))(
  "linter on src/$floor: $shown gives $rule",
  ({ index, ...plant }) => {
    const rules = found.get(fileOf(plant, index)) ?? [];
    const relevant = rules.filter((rule) => /restricted|async/.test(rule));
    expect([...new Set(relevant)]).toEqual(plant.rule === null ? [] : expect.arrayContaining([plant.rule]));
  },
);

test("every folder of src/ is a floor, and nothing stands beside them", () => {
  const names = readdirSync(join(ROOT, "src"), { withFileTypes: true });
  for (const entry of names) expect(entry.isDirectory() ? FLOORS : "only folders").toContain(entry.name);
});

function fileOf(plant: { readonly floor: string }, index: number): string {
  return `src/${plant.floor}/planted-${index}.ts`;
}

function plantAt(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

/** Runs the real linter with the real configuration once; the rules that fired, by file. */
function lint(): Map<string, string[]> {
  const bin = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const run = spawnSync(process.execPath, [bin, "--format", "json"], { cwd: copy, encoding: "utf8" });
  const report = JSON.parse(run.stdout) as { diagnostics: readonly { filename: string; code: string }[] };
  const byFile = new Map<string, string[]>();
  for (const { filename, code } of report.diagnostics) {
    const file = filename.replace(/^\.\//, "");
    byFile.set(file, [...(byFile.get(file) ?? []), code]);
  }
  return byFile;
}
