/** Asking a web server for the link test, over HTTP: what it serves, refuses, or does not know. */
import { readFileSync } from "node:fs";
import type { Asked, ServedLinks, ServerFacts } from "../../core/host.ts";
import { type AbsPath, abs } from "../../core/path.ts";
import type { WebAnswer } from "../../core/probe.ts";
import { LINK_TEST, LINK_TEST_FILES } from "../../core/try-names.ts";
import { bytes } from "../bytes-path.ts";
import { endingAfter } from "../ending.ts";
import { askWeb, type WebTerms } from "../http.ts";

/** A link test that stands in a document root, and the address that should be served from there. */
export interface LinkQuestion {
  /** It may hold a login, which is not shown. */
  readonly url: string;
  readonly documentRoot: AbsPath;
  /** Makes each address a new one, so that no cache answers. */
  readonly token: string;
}

const LIMIT_MS = 5_000;
/** For all of them. */
const DEADLINE_MS = 16_000;
/** No file of the test is longer; what follows is somebody's page. */
const READ = 4_096;
const SERVED = "served";

/** Asks for each of the test's files that stand there, until `stop`. Redirections off the host are an answer and are not followed. */
export async function askAboutLinks(question: LinkQuestion, stop: AbortSignal): Promise<ServerFacts> {
  const { url, login } = withoutLogin(question.url);
  const terms: WebTerms = {
    login,
    until: endingAfter(DEADLINE_MS, [stop]).signal,
    limitMs: LIMIT_MS,
    most: READ,
  };
  let software: string | null = null;
  const asked: Asked[] = [];
  for (const what of ["real", "own", "other"] as const) {
    const text = textAt(abs(`${question.documentRoot}/${LINK_TEST}/${LINK_TEST_FILES[what]}`));
    if (text === null) continue;
    const address = new URL(`${LINK_TEST}/${LINK_TEST_FILES[what]}`, url).href;
    const reply = await askWeb(`${address}?${question.token}`, terms);
    if (reply.kind === "reply" && reply.server !== "") software ??= reply.server;
    asked.push({ what, url: address, answer: answerIn(reply, text) });
    if (what === "real" && asked[0]?.answer !== SERVED) break;
  }
  return { url, software, asked, links: linksFrom(asked) };
}

function withoutLogin(given: string): { readonly url: string; readonly login: string | null } {
  const url = new URL(given);
  const login = url.username === "" ? null : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  return { url: url.href.endsWith("/") ? url.href : `${url.href}/`, login };
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

function answerIn(reply: WebAnswer, text: string): string {
  if (reply.kind === "failure") return reply.code;
  if (reply.status === 200) return Buffer.from(reply.body).toString("utf8").startsWith(text) ? SERVED : "another page";
  return `status ${reply.status}${reply.leadsTo === null ? "" : ` to ${reply.leadsTo}`}`;
}
