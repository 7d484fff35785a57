import { spawn } from "node:child_process";

/** Set in the run that has mounts of its own. */
const MARK = "HOLDFAST_OWN_MOUNTS";

export function hasOwnMounts(): boolean {
  return process.env[MARK] !== undefined;
}

/** Runs this very program again in a mount namespace of its own: what it mounts is gone when it is, however it ends. Its exit code. */
export function withOwnMounts(argv: readonly string[]): Promise<number> {
  const again = [process.execPath, ...process.execArgv, process.argv[1] ?? "", ...argv];
  const child = spawn("unshare", ["--mount", "--propagation", "private", ...again], {
    stdio: "inherit",
    env: { ...process.env, [MARK]: "1" },
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`unshare could not be started: ${error.message}`);
      resolve(1);
    });
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
}
