/**
 * `npm run generate`: writes every generated file anew; with `-- --check` it writes nothing and fails when one is not
 * up to date. A generator is a script `generate-*.ts`, or `golden.ts`, that understands `--check`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT, runCommand, runSteps, toolScript } from "./run-command.mjs";

/** One step for each generator, in the order in which they build on each other. */
export function generatorSteps({ check }) {
  return generators().map((file) => ({
    name: file.replace(/^generate-|\.ts$/g, "").replaceAll("-", " "),
    args: [toolScript("tsx"), `scripts/${file}`, ...(check ? ["--check"] : [])],
  }));
}

/** The registry of profiles comes first, and the goldens last because they show what all the others make. */
function generators() {
  const files = readdirSync(join(ROOT, "scripts")).filter((file) => /^(generate-.+|golden)\.ts$/.test(file));
  const rank = (file) => (file === "generate-registry.ts" ? 0 : file === "golden.ts" ? 2 : 1);
  return files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

async function writeAll() {
  for (const { name, args } of generatorSteps({ check: false })) {
    const { code, output } = await runCommand(process.execPath, args);
    console.log(`${code === 0 ? "✅" : "❌"} ${name}\n${output}`.trimEnd());
    if (code !== 0) return 1;
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes("--check");
  process.exitCode = check ? (await runSteps(generatorSteps({ check }))).failed : await writeAll();
}
