/** A command line with a mistake in it: what is wrong, and how it is typed. */
import { expect, it } from "vitest";
import { holdfast } from "../support/cli.ts";

it.each([
  { typed: ["relase", "new.zip"], says: "❌ unknown command 'relase'\n(Did you mean release?)\n", next: ["--help"] },
  { typed: ["persist", "--nope"], says: "❌ unknown option '--nope'\n", next: ["persist", "--help"] },
  { typed: ["release"], says: "❌ missing required argument 'SOURCE'\n", next: ["release", "--help"] },
])("$typed: said like every other refusal, with the help that tells more", ({ typed, says, next }) => {
  const { code, out, err } = holdfast(typed);
  expect([code, out]).toEqual([64, ""]);
  expect(err.startsWith(says)).toBe(true);
  expect(err.slice(says.length)).toMatch(/^👉 .*\n$/u);
  expect(err.trimEnd().endsWith(`holdfast ${next.join(" ")}`)).toBe(true);
  expect(holdfast(next).code).toBe(0);
});
