import { onTestFinished } from "vitest";
import { launchServer, type Server } from "./launched.ts";

export { freePort, type Server } from "./launched.ts";

/** Starts a command that listens on the given port, and waits until it does; it ends with the test. */
export async function startServer(...given: Parameters<typeof launchServer>): Promise<Server> {
  const server = await launchServer(...given);
  onTestFinished(server.stop);
  return server;
}

/** PHP's own web server, several requests at a time; it takes what a link leads to now and keeps that until it ends. */
export function startPhp(webRoot: string): Promise<Server> {
  return startServer(webRoot, (port) => ["php", "-S", `127.0.0.1:${port}`, "-t", webRoot]);
}
