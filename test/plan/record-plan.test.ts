import { expect, it } from "vitest";
import type { KnownTree, RecordedEntry } from "../../src/core/record.ts";
import { nextRecord, recordedIntents, recoveredRecord } from "../../src/plan/record-plan.ts";
import { intentOf, recordOf, surveyOf, TREE } from "../support/made-survey.ts";

const UPLOADS = intentOf("uploads");
const treesAfter = (trees: readonly KnownTree[], unsettled = false): readonly KnownTree[] =>
  nextRecord(surveyOf({ entries: [], trees }), [], unsettled).trees;

it("a copy of the code becomes a known one, newest last, each copy once", () => {
  const other = { id: "1:7", code: "sum-0", born: "500" };
  expect(treesAfter([other])).toEqual([other, TREE]);
  expect(treesAfter([{ ...TREE, code: "sum-0" }, other])).toEqual([other, TREE]);
  expect(treesAfter([TREE, other])).toEqual([TREE, other]);
});

it("while an entry is unsettled the copy does not become a known one: it is asked again", () => {
  expect(treesAfter([], true)).toEqual([]);
});

it("the twenty newest copies are remembered", () => {
  const many = Array.from({ length: 25 }, (_, index) => ({ id: `1:${100 + index}`, code: "c", born: "1" }));
  expect(treesAfter(many)).toEqual([...many.slice(-19), TREE]);
});

it("an entry that was taken over once stays seeded and keeps its reason; it stays in place while the plan says so", () => {
  const survey = surveyOf({ entries: [{ path: "uploads", inPlace: true, because: "first reason" }] });
  const after = (inPlace: boolean): RecordedEntry | undefined =>
    nextRecord(survey, [{ ...UPLOADS, seeded: false, inPlace }], false).entries[0];
  expect(after(true)).toMatchObject({ seeded: true, inPlace: true, because: "first reason" });
  expect(after(false)).toMatchObject({ seeded: true, because: "first reason" });
  expect(after(false)).not.toHaveProperty("inPlace");
});

it("an entry is seeded when it is taken over, and not before", () => {
  const seeded = (now: boolean, before: boolean): boolean | undefined => {
    const survey = surveyOf({ entries: [{ path: "uploads", seeded: before }] });
    return nextRecord(survey, [{ ...UPLOADS, seeded: now, inPlace: false }], false).entries[0]?.seeded;
  };
  expect([seeded(true, false), seeded(false, false)]).toEqual([true, false]);
});

it("a recovery forgets nothing and notes what it took over", () => {
  const record = recordOf({
    entries: [{ path: "uploads" }, { path: "media", seeded: false }, { path: "logs", seeded: false }],
  });
  const after = recoveredRecord(record, [
    { ...UPLOADS, seeded: false },
    { ...intentOf("media"), seeded: true },
  ]);
  expect(after.entries.map(({ path, seeded }) => [path, seeded])).toEqual([
    ["uploads", true],
    ["media", true],
    ["logs", false],
  ]);
  expect(recordedIntents(after).map(({ path }) => path)).toEqual(["uploads", "media", "logs"]);
});
