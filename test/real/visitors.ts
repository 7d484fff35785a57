/** Visitors of a site who read its pages and send files without a pause, as many requests as they are allowed at most. */
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { onTestFinished } from "vitest";
import { get, upload } from "./http.ts";

/** What they visit. */
export interface Visited {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Where a form with a file is sent. */
  readonly photos: string;
  /** Where a file of that name is found afterwards. */
  readonly addressOf: (name: string) => string;
  /** The version that a page tells of; null where it is no page of ours. */
  readonly versionOf: (page: string) => string | null;
}

/** Visitors at work. */
export interface Visitors {
  readonly requests: () => number;
  /** Each request that failed or had another answer than it must have. */
  readonly failures: readonly string[];
  /** What was sent and acknowledged, by its address. */
  readonly sent: ReadonlyMap<string, string>;
  /** Waits until each of them has met that version, and has sent a file since. */
  readonly meet: (version: string) => Promise<void>;
  /** Lets them go, and waits until the last answer is there. */
  readonly leave: () => Promise<void>;
}

const VISITORS = 3;
const MOST_REQUESTS = 20_000;
const PAUSE_MS = 20;

/** Lets visitors come; they go at the end of the test at the latest. */
export function visitorsOf(visited: Visited): Visitors {
  const state = { requests: 0, leaving: false };
  const failures: string[] = [];
  const sent = new Map<string, string>();
  const met: string[] = Array.from({ length: VISITORS }, () => "");
  const attempt = async (what: string, request: () => Promise<string | null>): Promise<void> => {
    state.requests++;
    try {
      const wrong = await request();
      if (wrong !== null) failures.push(`${what}: ${wrong}`);
    } catch (error) {
      failures.push(`${what}: ${inspect(error)}`);
    }
    await sleep(PAUSE_MS);
  };
  const visit = async (visitor: number): Promise<void> => {
    for (let turn = 0; !state.leaving && state.requests < MOST_REQUESTS; turn++) {
      let version: string | null = null;
      await attempt("page", async () => {
        const page = await get(`${visited.url}/`);
        version = visited.versionOf(page);
        return version === null ? `no version in ${page.slice(0, 200)}` : null;
      });
      const name = `visitor-${visitor}-${turn}.txt`;
      await attempt(`upload of ${name}`, async () => {
        const bytes = `${name}\u0000\u00fc\r\n`.repeat(50);
        await upload(visited.url + visited.photos, name, bytes);
        sent.set(visited.addressOf(name), bytes);
        return null;
      });
      for (const [address, bytes] of someOf(sent, turn))
        await attempt(address, async () => ((await get(visited.url + address)) === bytes ? null : "other bytes"));
      met[visitor] = version ?? "";
    }
  };
  const all = Promise.all(met.map((_, visitor) => visit(visitor)));
  const leave = async (): Promise<void> => {
    state.leaving = true;
    await all;
  };
  onTestFinished(leave);
  const meet = async (version: string): Promise<void> => {
    while (!met.every((one) => one === version)) {
      if (state.leaving || state.requests >= MOST_REQUESTS) throw new Error(`They met ${met.join()}, not ${version}`);
      await sleep(PAUSE_MS);
    }
  };
  return { requests: () => state.requests, failures, sent, meet, leave };
}

/** The first file, the last, and another one each turn. */
function someOf(sent: ReadonlyMap<string, string>, turn: number): [string, string][] {
  const all = [...sent];
  return [all[0], all[turn % Math.max(1, all.length)], all.at(-1)].filter((one) => one !== undefined);
}
