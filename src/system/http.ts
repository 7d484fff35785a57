/** Asks a web server, and only for what its owner named: the one door to the network. */
import { request as plainRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as safeRequest } from "node:https";
import { endingAfter } from "./ending.ts";
import type { ProbeRequest, WebAnswer, WebFailure, WebReply } from "../core/probe.ts";

/** How an address is asked. */
export interface WebTerms {
  /** `NAME:PASSWORD` for a login wall (RFC 7617); sent to the host that it was given for only. Null for none. */
  readonly login: string | null;
  /** Ends all requests. */
  readonly until: AbortSignal;
  /** For each request, in milliseconds. */
  readonly limitMs: number;
  /** How much of an answer is read, in bytes. */
  readonly most: number;
}

const HOPS = 5;

/**
 * Asks with GET. Redirections are followed on the same host and port, and from http to https of the same name, at most five times; where one leads
 * elsewhere, it is the answer. Certificates are checked as the system trusts them. Never throws; the answer says what failed.
 */
export async function askWeb(url: string, terms: WebTerms): Promise<WebAnswer> {
  const requests: ProbeRequest[] = [];
  for (let hop = 0, next = url; ; hop++) {
    const answer = await askOnce(next, terms);
    const to = answer.kind === "reply" ? answer.leadsTo : null;
    requests.push({ url: next, answer: inWords(answer) });
    if (answer.kind === "failure" || to === null || hop === HOPS || !isSameHost(next, to))
      return withoutQuery(answer, requests);
    next = to;
  }
}

function inWords(answer: WebAnswer): string {
  if (answer.kind === "failure") return answer.code;
  return answer.leadsTo === null ? String(answer.status) : `${answer.status} to ${stripped(answer.leadsTo)}`;
}

function withoutQuery(answer: WebAnswer, requests: readonly ProbeRequest[]): WebAnswer {
  const shown = requests.map((one) => ({ ...one, url: stripped(one.url) }));
  if (answer.kind === "failure") return { ...answer, requests: shown };
  return { ...answer, leadsTo: answer.leadsTo === null ? null : stripped(answer.leadsTo), requests: shown };
}

/** What a redirection carries along may be a token. */
function stripped(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

function isSameHost(from: string, to: string): boolean {
  const [a, b] = [new URL(from), new URL(to)];
  if (a.hostname !== b.hostname || !/^https?:$/.test(b.protocol)) return false;
  const isUpgrade = a.protocol === "http:" && b.protocol === "https:" && a.port === "" && b.port === "";
  return isUpgrade || (a.protocol === b.protocol && a.port === b.port);
}

function askOnce(url: string, terms: WebTerms): Promise<WebAnswer> {
  const failure = (code: string, message: string): WebFailure => ({
    kind: "failure",
    url,
    code,
    message,
    requests: [],
  });
  if (terms.until.aborted) return Promise.resolve(failure("STOPPED", "no time was left"));
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const isOurs = error.name === "AbortError";
      if (terms.until.aborted) resolve(failure("STOPPED", "no time was left"));
      else if (isOurs) resolve(failure("TIMEOUT", `no answer within ${terms.limitMs / 1000} seconds`));
      else resolve(failure(error.code ?? error.name, error.message));
    };
    const done =
      (response: IncomingMessage) =>
      (body: Body): void => {
        resolve(replyOf(url, response, body));
      };
    const send = url.startsWith("https:") ? safeRequest : plainRequest;
    const { signal, release } = endingAfter(terms.limitMs, [terms.until]);
    const request = send(url, { ...optionsOf(terms), signal }, (response) => {
      read(response, terms.most, { fail, done: done(response) });
    });
    request.on("error", fail).on("close", release).end();
  });
}

function optionsOf({ login }: WebTerms): RequestOptions {
  return {
    agent: false,
    headers: {
      "User-Agent": "holdfast-probe",
      Accept: "*/*",
      "Accept-Encoding": "identity",
      "Cache-Control": "no-cache, no-transform",
      ...(login === null ? {} : { Authorization: `Basic ${Buffer.from(login).toString("base64")}` }),
    },
  };
}

interface Body {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

function read(
  response: IncomingMessage,
  most: number,
  ends: { readonly done: (body: Body) => void; readonly fail: (error: Error) => void },
): void {
  const parts: Buffer[] = [];
  let length = 0;
  response.on("data", (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length <= most) return;
    ends.done({ bytes: Buffer.concat(parts).subarray(0, most), isCut: true });
    response.destroy();
  });
  response.on("end", () => {
    ends.done({ bytes: Buffer.concat(parts), isCut: false });
  });
  response.on("error", ends.fail);
}

function replyOf(url: string, { statusCode = 0, headers }: IncomingMessage, { bytes, isCut }: Body): WebReply {
  const { location } = headers;
  const isRedirection = statusCode >= 300 && statusCode < 400 && location !== undefined;
  return {
    kind: "reply",
    url,
    status: statusCode,
    contentType: (headers["content-type"] ?? "").replace(/;.*$/s, "").trim().toLowerCase(),
    server: String(headers["server"] ?? ""),
    body: bytes,
    isCut,
    leadsTo: isRedirection && URL.canParse(location, url) ? new URL(location, url).href : null,
    requests: [],
  };
}
