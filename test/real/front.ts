/** The web server in front of an application that is a process of its own: uploads from the disk, the rest from where the application listens. */
import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A web server on 127.0.0.1 that ends with the test, and with it every application that it was told of. */
export interface Front {
  readonly url: string;
}

/** Who tells of a new application gets the process id of the old one when the last of its answers is given. */
const TELL = /^\/-\/upstream\?port=(\d+)&pid=(\d+)$/;

interface Upstream {
  readonly port: number;
  readonly pid: number;
  readonly answering: Set<Promise<void>>;
}

/** Starts it; `uploads` is the folder that `/uploads/` is served from. */
export async function startFront(uploads: string): Promise<Front> {
  const upstreams: Upstream[] = [];
  const server = createServer((incoming, answer) => {
    void serve(incoming, answer);
  });
  const serve = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const path = incoming.url ?? "/";
    const told = TELL.exec(path);
    const now = upstreams.at(-1);
    if (told !== null) {
      upstreams.push({ port: Number(told[1]), pid: Number(told[2]), answering: new Set() });
      if (now !== undefined) await Promise.all(now.answering);
      answer.end(String(now?.pid ?? ""));
    } else if (path.startsWith("/uploads/")) fromDisk(join(uploads, decodeURIComponent(path.slice(9))), answer);
    else if (now === undefined) answer.writeHead(503).end();
    else {
      const answered = pass(incoming, answer, now.port);
      now.answering.add(answered);
      await answered;
      now.answering.delete(answered);
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const { pid } of upstreams) end(pid);
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}` };
}

function fromDisk(file: string, answer: ServerResponse): void {
  createReadStream(file)
    .on("error", () => answer.writeHead(404).end())
    .pipe(answer);
}

function pass(incoming: IncomingMessage, answer: ServerResponse, port: number): Promise<void> {
  return new Promise((resolve) => {
    const { method, headers, url: path } = incoming;
    const passed = request({ host: "127.0.0.1", port, method, headers, path, agent: false }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    answer.on("close", resolve);
    passed.on("error", (error) => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end(String(error));
    });
    incoming.pipe(passed);
  });
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // The next version took its place, and it was ended then.
  }
}
