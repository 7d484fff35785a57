import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { endingAfter } from "../../src/system/ending.ts";

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });

it("comes after its time, and as soon as another signal does", async () => {
  const sooner = new AbortController();
  const [late, early, over] = [
    endingAfter(60_000, [sooner.signal]),
    endingAfter(20, []),
    endingAfter(60_000, [AbortSignal.abort()]),
  ];
  await ended(early.signal);
  expect([late.signal.aborted, over.signal.aborted]).toEqual([false, true]);
  sooner.abort();
  expect(late.signal.aborted).toBe(true);
});

it("released, it does not come", async () => {
  const [sooner, next] = [new AbortController(), endingAfter(40, [])];
  const ending = endingAfter(20, [sooner.signal]);
  ending.release();
  sooner.abort();
  await ended(next.signal);
  expect(ending.signal.aborted).toBe(false);
});

// With AbortSignal.any and AbortSignal.timeout in their place this waits until it is killed (Node 20).
it("comes though the garbage collector has run meanwhile, with nobody else holding it", () => {
  const source = `
    import { endingAfter } from ${JSON.stringify(join(import.meta.dirname, "../../src/system/ending.ts"))};
    const outer = endingAfter(300, []).signal;
    const wait = () => new Promise((resolve) => endingAfter(60_000, [outer]).signal.addEventListener("abort", resolve));
    const waiting = wait();
    const keep = setInterval(() => globalThis.gc(), 10);
    await waiting;
    clearInterval(keep);
    console.log("over");
  `;
  const args = ["--expose-gc", "--import", "tsx", "--input-type=module", "-e", source];
  const options = { cwd: join(import.meta.dirname, "../.."), encoding: "utf8", timeout: 60_000 } as const;
  expect(execFileSync(process.execPath, args, options)).toBe("over\n");
});
