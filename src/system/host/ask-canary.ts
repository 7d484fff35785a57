/** Asking a web server for the canary, over HTTP: what it serves, refuses, or does not know. */
import { readFileSync } from "node:fs";
import type { Asked, ServedLinks, ServerFacts } from "../../core/host.ts";
import { CANARY, CANARY_FILES } from "../../core/try-names.ts";
import { type AbsPath, abs } from "../../core/path.ts";
import { bytes } from "../bytes-path.ts";

/** A canary that stands in a document root. */
export interface Canary {
  readonly documentRoot: AbsPath;
  /** Makes each address a new one, so that no cache answers. */
  readonly token: string;
}

const LIMIT_MS = 5_000;
/** No canary is longer; what follows is somebody's page. */
const READ = 4_096;
const SERVED = "served";

/** Asks for each of the canary's files that stand there. Redirections are an answer and are not followed. */
export async function askForCanary(url: string, canary: Canary): Promise<ServerFacts> {
  const base = url.endsWith("/") ? url : `${url}/`;
  let software: string | null = null;
  const asked: Asked[] = [];
  for (const what of ["real", "own", "other"] as const) {
    const text = textAt(abs(`${canary.documentRoot}/${CANARY}/${CANARY_FILES[what]}`));
    if (text === null) continue;
    const address = new URL(`${CANARY}/${CANARY_FILES[what]}?${canary.token}`, base).href;
    const { answer, server } = await ask(address, text);
    software ??= server;
    asked.push({ what, url: address, answer });
    if (what === "real" && answer !== SERVED) break;
  }
  return { url, software, asked, links: linksFrom(asked) };
}

/** What a file says through whatever links; null where it is not there. */
function textAt(path: AbsPath): string | null {
  try {
    return readFileSync(bytes(path), "utf8").slice(0, READ);
  } catch {
    return null;
  }
}

/** How links are treated, from the answers. Without a file of another owner it is only known that one's own links are followed. */
function linksFrom(asked: readonly Asked[]): ServedLinks {
  const answerTo = (what: Asked["what"]): string | undefined => asked.find((one) => one.what === what)?.answer;
  if (answerTo("real") !== SERVED) return "unknown";
  if (answerTo("own") !== SERVED) return "not-followed";
  return (answerTo("other") ?? SERVED) === SERVED ? "followed" : "owner-match";
}

async function ask(url: string, text: string): Promise<{ readonly answer: string; readonly server: string | null }> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT_MS),
      headers: { "cache-control": "no-cache" },
    });
    const server = response.headers.get("server");
    const body = await head(response);
    if (response.status === 200) return { answer: body.startsWith(text) ? SERVED : "another page", server };
    const to = response.headers.get("location");
    return { answer: `status ${response.status}${to === null ? "" : ` to ${to}`}`, server };
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
    return { answer: cause?.code ?? message, server: null };
  }
}

async function head(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > READ) break;
  }
  await reader.cancel();
  return Buffer.concat(parts).toString("utf8");
}
