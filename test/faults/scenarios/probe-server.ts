import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * Answers a probe as a well-kept site does, knowing what canaries hold from their names, and what it is given. It lives on a thread of its own: it touches
 * no disk, and answers also while a test waits for a traced process.
 */
const SOURCE = `
const { createServer } = require("node:http");
const { parentPort, workerData } = require("node:worker_threads");
const files = new Map(Object.entries(workerData));
const server = createServer((request, response) => {
  const token = /\\/holdfast-probe-([0-9a-f]{32})\\.(txt|gif)$/.exec(request.url);
  const head = token && token[2] === "gif" ? "GIF89a\\u0001\\u0000\\u0001\\u0000\\u0000\\u0000\\u0000;" : "";
  const body = token ? head + "holdfast probe " + token[1] + "\\n" : files.get(request.url);
  response.statusCode = body === undefined ? 404 : 200;
  response.end(body ?? "not here");
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

let address: Promise<string> | null = null;

/** Its address; it is started once for this process, and ends with it. */
export function probeServer(files: Readonly<Record<string, string>>): Promise<string> {
  address ??= start(files);
  return address;
}

async function start(files: Readonly<Record<string, string>>): Promise<string> {
  const worker = new Worker(SOURCE, { eval: true, workerData: { "/": "front page", ...files } });
  const [port] = (await once(worker, "message")) as [number];
  worker.unref();
  return `http://127.0.0.1:${port}/`;
}
