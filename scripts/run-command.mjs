import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs a program in the project's folder and waits for it. Its output is kept, or shown as it comes with `show`.
 * Never rejects: a program that cannot be started has code 127 and says why in its output.
 */
export function runCommand(program, args, { show = false, env = {} } = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const finish = (code) =>
      resolve({ code, output: Buffer.concat(chunks).toString(), seconds: (performance.now() - started) / 1000 });
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${program}: ${error.message}\n`));
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 128));
  });
}

/** Runs steps two at a time and tells of each as it ends; returns how many passed and how many failed. */
export async function runSteps(steps) {
  const waiting = [...steps];
  const counts = { passed: 0, failed: 0 };
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { code, output, seconds } = await runCommand(process.execPath, step.args);
      const failed = code !== 0;
      counts[failed ? "failed" : "passed"]++;
      console.log(`${failed ? "❌" : "✅"} ${step.name.padEnd(24)} ${seconds.toFixed(1)} s`);
      if (failed) console.log(output.trimEnd().replace(/^/gm, "   "));
    }
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

/** The script behind a development tool's name, so that Node can run it without a shell. */
export function toolScript(name) {
  return fileURLToPath(new URL(`../node_modules/${TOOLS[name]}`, import.meta.url));
}

const TOOLS = {
  biome: "@biomejs/biome/bin/biome",
  knip: "knip/bin/knip.js",
  oxlint: "oxlint/bin/oxlint",
  tsc: "typescript/bin/tsc",
  tsx: "tsx/dist/cli.mjs",
  vitest: "vitest/vitest.mjs",
};
