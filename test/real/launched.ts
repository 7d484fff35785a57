/** Servers on 127.0.0.1 as processes, for tests and the bench; whoever starts one stops it. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

/** A server on 127.0.0.1. */
export interface Server {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Ends it now, by its process id, and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/** Starts a command that listens on the given port, and waits until it does. */
export async function launchServer(
  cwd: string,
  command: (port: number) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  // Somebody else may take a port between the moment in which it was free and the server's own.
  for (let attempt = 1; ; attempt++) {
    const launched = await launchOn(await freePort(), cwd, { command, env });
    if (typeof launched !== "string") return launched;
    if (attempt === ATTEMPTS || !/in use|EADDRINUSE/i.test(launched))
      throw new Error(`The server did not start:\n${launched}`);
  }
}

const ATTEMPTS = 3;

/** The server, or what it said where it ended. */
async function launchOn(
  port: number,
  cwd: string,
  {
    command,
    env,
  }: {
    readonly command: (port: number) => readonly string[];
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<Server | string> {
  const [program = "", ...args] = command(port);
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    // The processes that PHP answers with do not end with it.
    if (child.exitCode === null && child.signalCode === null)
      for (const pid of childrenOf(child.pid)) process.kill(pid, "SIGKILL");
    child.kill("SIGKILL");
    await gone;
  };
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + START_LIMIT;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      return said;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  // What answers may be the one that was faster.
  if (child.exitCode === null) return { url, stop };
  return said;
}

function childrenOf(pid: number | undefined): number[] {
  if (pid === undefined || !existsSync(`/proc/${pid}`)) return [];
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

const START_LIMIT = 20_000;

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") reject(new Error("No port was given"));
        else resolve(address.port);
      });
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}
