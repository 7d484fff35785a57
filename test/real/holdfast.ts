import { spawn, spawnSync } from "node:child_process";
import { program } from "../support/program.ts";

/** How a program ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program as a person without a terminal does. */
export function holdfast(cwd: string, ...args: readonly string[]): Ended {
  return run(cwd, process.execPath, program(), ...args);
}

/** The same without waiting, so that the test can go on being the site's visitors. */
export function holdfastMeanwhile(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return runMeanwhile(cwd, {}, process.execPath, program(), ...args);
}

/** Runs any program without waiting. */
export function runMeanwhile(
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...[command = "", ...args]: readonly string[]
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, ...said });
    });
  });
}

/** Runs any program to its end. */
export function run(cwd: string, command: string, ...args: readonly string[]): Ended {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (result.error !== undefined) throw result.error;
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Runs a program that must succeed, and gives back what it printed. */
export function must(cwd: string, command: string, ...args: readonly string[]): string {
  const { code, out, err } = run(cwd, command, ...args);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${String(code)}\n${out}\n${err}`);
  return out;
}

/** Runs the program, which must end with 0, and gives back what it printed. */
export function mustHoldfast(cwd: string, ...args: readonly string[]): string {
  return must(cwd, process.execPath, program(), ...args);
}
