import { expect } from "vitest";
import { holdfast, type Site, type Starting } from "./cli.ts";
import { manifest } from "./tree.ts";

/** What a refusal must look like. */
export interface Refusal extends Starting {
  readonly code: number;
  /** Part of the message. */
  readonly says: string;
  /** Part of what it says to do next. */
  readonly next?: string;
}

/** Runs a command that must be refused: one message, what to do next, the documented exit code, nothing changed. */
export function expectRefused(site: Site, args: readonly string[], refusal: Refusal): void {
  const before = manifest(site.root);
  const { code, out, err } = holdfast(args, refusal);
  expect(err).toContain(refusal.says);
  expect(err.match(/❌/gu)?.length, err).toBe(1);
  const [, next] = err.split("👉 ");
  expect(next?.trim().length, err).toBeGreaterThan(10);
  if (refusal.next !== undefined) expect(next).toContain(refusal.next);
  expect(code, err).toBe(refusal.code);
  expect(out).toBe("");
  expect(manifest(site.root)).toEqual(before);
}
