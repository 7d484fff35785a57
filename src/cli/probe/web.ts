/** Asks the addresses of one site, a few at a time, within one deadline. */
import { setTimeout as pause } from "node:timers/promises";
import { encodeName } from "../../core/bytes.ts";
import type { ProbeRequest, WebAnswer } from "../../core/probe.ts";
import { endingAfter } from "../../system/ending.ts";
import { askWeb, type WebTerms } from "../../system/http.ts";
import type { Answers } from "../../verify/probe/answers.ts";

/** For all requests of a run, for one of them, in milliseconds: the whole run stays below twenty seconds. */
const DEADLINE_MS = 16_000;
const LIMIT_MS = 5_000;
const AT_A_TIME = 6;
/** How much of an answer is read, in bytes; the largest file that is compared fits in. */
const MOST = 300_000;
const PAUSE_MS = 1_000;

/** One site's address. */
export interface Web {
  /** As it may be shown: without the login. */
  readonly address: string;
  /** Asks the address itself, again after a second until it answers well, at most so many times. */
  readonly first: (tries: number) => Promise<WebAnswer>;
  /** Asks addresses relative to the site's. */
  readonly all: (urls: readonly string[]) => Promise<void>;
  /** From here on this ends the asking as well. */
  readonly stopAt: (signal: AbortSignal) => void;
  readonly answers: Answers;
  /** Everything that was requested, in order. */
  readonly requests: () => readonly ProbeRequest[];
}

/** Begins to ask; the deadline counts from here. */
export function openWeb(given: string): Web {
  const { address, login } = withoutLogin(given);
  let terms: WebTerms = { login, until: endingAfter(DEADLINE_MS, []).signal, limitMs: LIMIT_MS, most: MOST };
  const known = new Map<string, WebAnswer>();
  const requests: ProbeRequest[] = [];
  let base = new URL(".", address).href;
  const ask = async (url: string): Promise<WebAnswer> => {
    const answer = await askWeb(url, terms);
    requests.push(...answer.requests);
    return answer;
  };
  return {
    address,
    requests: () => requests,
    first: async (tries) => {
      let answer = await ask(address);
      for (let number = 2; number <= tries && !isWell(answer); number++) {
        await pause(PAUSE_MS);
        answer = await ask(address);
      }
      base = baseAfter(address, answer);
      return answer;
    },
    all: async (urls) => {
      const waiting = [...new Set(urls)];
      const one = async (): Promise<void> => {
        for (let url = waiting.shift(); url !== undefined; url = waiting.shift())
          known.set(url, await ask(`${base}${encodedPath(url)}`));
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, one));
    },
    stopAt: (signal) => {
      terms = { ...terms, until: endingAfter(DEADLINE_MS, [terms.until, signal]).signal };
    },
    answers: (url) => {
      const answer = known.get(url);
      if (answer === undefined) throw new Error(`"${url}" was not asked`);
      return answer;
    },
  };
}

function isWell(answer: WebAnswer): boolean {
  return answer.kind === "reply" && answer.status < 400;
}

/** A name and a password in an address are a login, and never shown. */
function withoutLogin(given: string): { readonly address: string; readonly login: string | null } {
  const url = new URL(given);
  const login = url.username === "" ? null : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  return { address: url.href, login };
}

/** The site's own address: where the server leads to https, or to the same folder with a slash, that one. */
function baseAfter(address: string, answer: WebAnswer): string {
  const [asked, reached] = [new URL(address), new URL(answer.url)];
  const isSame = reached.pathname === asked.pathname || reached.pathname === `${asked.pathname}/`;
  return new URL(".", isSame ? reached : new URL(asked.pathname, reached)).href;
}

function encodedPath(url: string): string {
  return url.split("/").map(encodedName).join("/");
}

/** Percent-encodes a name's bytes (RFC 3986), also where they are no UTF-8. */
function encodedName(name: string): string {
  return Array.from(encodeName(name), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
