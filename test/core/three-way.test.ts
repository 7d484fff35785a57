import { describe, expect, it } from "vitest";
import { decideName, harvestMark, returning } from "../../src/core/three-way.ts";
import type { Question, Standing } from "../../src/core/versions.ts";
import { CIRCUMSTANCES } from "./three-way-combinations.ts";
import { compareAll } from "./three-way-compare.ts";

const ABSENT: Standing = { kind: "absent" };
const file = (digest: string): Standing => ({ kind: "file", digest, rights: null });

describe.each(CIRCUMSTANCES)(
  "handling $handling, inert $inert, taken $taken, harvested $harvested",
  (circumstances) => {
    it("every combination of three versions is answered as the table says, and breaks no promise", () => {
      const { combinations, violations } = compareAll(circumstances);
      expect(violations).toEqual([]);
      expect(combinations).toBe(23 * 22 * 22);
    });
  },
);

describe("returning()", () => {
  const gone: Question = { handling: "release", base: ABSENT, live: ABSENT, next: file("v1"), inert: true };

  const made = { mark: "v1", isShipped: false };

  it("keeps deleted what was deleted while another release was live", () => {
    expect(decideName(gone).group).toBe("shipped");
    expect(decideName(returning(gone, made))).toMatchObject({
      stands: "nothing",
      rescue: ["next"],
      group: "stays-deleted",
    });
  });

  it("brings back what the release itself ships there, as it was edited in it", () => {
    const edited = returning(gone, { mark: "v1", isShipped: true });
    expect(decideName(edited)).toMatchObject({ stands: "next", group: "back-again" });
  });

  it("is the second pass after a switch too: what was written meanwhile wins over the copy of the first", () => {
    const between = returning({ ...gone, live: file("v2") }, made);
    expect(decideName(between)).toMatchObject({ stands: "live", act: "replace" });
    const byTheNewCode = returning({ ...gone, live: file("v2"), next: file("v3") }, made);
    expect(decideName(byTheNewCode)).toMatchObject({ stands: "next", rescue: ["live"] });
  });

  it("knows a link again by its text", () => {
    const link: Standing = { kind: "link", text: "../x" };
    const mark = harvestMark(link) ?? "";
    expect(returning({ ...gone, handling: "carry", next: link }, { mark, isShipped: false }).base).toEqual(link);
    expect(harvestMark(file("v1"))).toBe("v1");
    expect(harvestMark(ABSENT)).toBeNull();
  });

  it("lets the later edit win over what was harvested, and keeps that too", () => {
    const edited = returning({ ...gone, live: file("v2") }, made);
    expect(decideName(edited)).toMatchObject({ stands: "live", rescue: ["next"], group: "carried" });
  });

  it("changes nothing where nothing was harvested", () => {
    expect(returning(gone, null)).toBe(gone);
  });
});
