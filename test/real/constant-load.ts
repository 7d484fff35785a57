/** Requests without a pause, to what must be there at every instant and to what must never be given out. */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** What is asked for again and again. */
export interface Asked {
  readonly path: string;
  /** What is wrong with an answer; null where nothing is. */
  readonly wrong: (status: number, body: string) => string | null;
  /** True for a good answer that was made by code of two versions; counted apart. */
  readonly isMixed?: (body: string) => boolean;
}

/** A load under way. */
export interface Load {
  readonly requests: () => number;
  readonly failures: readonly string[];
  /** How many answers were of two versions. */
  readonly mixed: () => number;
  /** Waits until so many more requests were answered. */
  readonly more: (count: number) => Promise<void>;
  /** Ends it, and waits for the last answer. */
  readonly stop: () => Promise<void>;
}

/** For each server; several are under load at a time, beside what changes the site. */
const CLIENTS = 2;
const PAUSE_MS = 5;

/** Begins a load. */
export function loadOn(url: string, asked: readonly Asked[]): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const failures: string[] = [];
  const state = { requests: 0, mixed: 0, isOver: false };
  const client = async (): Promise<void> => {
    for (let turn = 0; !state.isOver; turn++) {
      for (const { path, wrong, isMixed } of asked) {
        const fault = await ask(url + path, agent).then(
          ({ status, body }) => {
            if (isMixed?.(body) === true) state.mixed++;
            return wrong(status, body);
          },
          (error: unknown) => String(error),
        );
        if (fault !== null) failures.push(`${path}: ${fault}`);
        state.requests++;
      }
      await sleep(PAUSE_MS);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  const stop = async (): Promise<void> => {
    state.isOver = true;
    await Promise.all(clients);
    agent.destroy();
  };
  onTestFinished(stop);
  const more = async (count: number): Promise<void> => {
    for (const end = state.requests + count; state.requests < end; ) await sleep(PAUSE_MS);
  };
  return { requests: () => state.requests, failures, mixed: () => state.mixed, more, stop };
}

/** One request, its path sent as it is written. */
export function ask(url: string, agent?: Agent): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, agent === undefined ? {} : { agent }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => (body += part));
      answer.on("error", reject);
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, body });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}
