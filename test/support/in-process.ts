import { type Ending, runInProcess } from "../faults/lab/in-process.ts";

/** Runs a command line of the program in this process, in a folder: what many small cases take, where a process of its own for each would be slow. */
export function typedIn(cwd: string, ...argv: readonly string[]): Promise<Ending> {
  return runInProcess({ cwd, argv }, null);
}

/** The same, with `--json`; insists on this exit code. */
export async function jsonIn<T>(cwd: string, argv: readonly string[], code = 0): Promise<T> {
  const ending = await runInProcess({ cwd, argv: [...argv, "--json"] }, null);
  if (ending.code !== code) throw new Error(`${argv.join(" ")} ended with ${ending.code}:\n${ending.text}`);
  return JSON.parse(ending.text.slice(ending.text.indexOf("{"))) as T;
}
