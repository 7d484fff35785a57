/** What a web address answers: for the check that its owner asked for, and only then. */
import { setTimeout as pause } from "node:timers/promises";

/** The last answer, as words for a message; `ok` for a status below 400. */
export interface WebAnswer {
  readonly ok: boolean;
  readonly answer: string;
}

const TRIES = 5;
const PAUSE_MS = 1_000;
const LIMIT_MS = 10_000;

/** Asks an address until it answers with a status below 400, at most five times, a second apart. Redirections are an answer and are not followed. */
export async function webAnswer(url: string): Promise<WebAnswer> {
  let last: WebAnswer = { ok: false, answer: "no answer" };
  for (let number = 1; number <= TRIES; number++) {
    if (number > 1) await pause(PAUSE_MS);
    last = await ask(url);
    if (last.ok) return last;
  }
  return last;
}

async function ask(url: string): Promise<WebAnswer> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(LIMIT_MS) });
    await response.body?.cancel();
    return { ok: response.status < 400, answer: `status ${response.status}` };
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
    return { ok: false, answer: cause?.code ?? message };
  }
}
