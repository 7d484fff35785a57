import { describe, expect, it } from "vitest";
import { decideName, returning } from "../../src/core/three-way.ts";
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

  it("keeps deleted what was deleted while another release was live", () => {
    expect(decideName(gone).group).toBe("shipped");
    expect(decideName(returning(gone, "v1"))).toMatchObject({
      stands: "nothing",
      rescue: ["next"],
      group: "stays-deleted",
    });
  });

  it("lets the later edit win over what was harvested, and keeps that too", () => {
    const edited = returning({ ...gone, live: file("v2") }, "v1");
    expect(decideName(edited)).toMatchObject({ stands: "live", rescue: ["next"], group: "carried" });
  });

  it("changes nothing where nothing was harvested", () => {
    expect(returning(gone, undefined)).toBe(gone);
  });
});
