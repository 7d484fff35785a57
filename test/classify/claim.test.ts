import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, decide } from "../../src/classify/claim.ts";
import { CLASSES, type EntryClass, type Handling } from "../../src/core/entry.ts";
import { rank, type Strength } from "../../src/core/evidence.ts";
import { rel } from "../../src/core/path.ts";

/** Weakest first, as the list of strengths has them. */
const STRENGTHS: readonly Strength[] = [
  "content",
  "name",
  "placeholder",
  "observed",
  "code",
  "profile",
  "record",
  "decision",
];

function claim(found: EntryClass | null, strength: Strength, handling?: Handling): Claim {
  return {
    path: rel("public/x"),
    kind: "directory",
    class: found,
    evidence: { fact: `${strength} says ${String(found)}`, where: "here", strength },
    ...(handling === undefined ? {} : { handling }),
  };
}

const anyClaim = fc
  .record({ found: fc.constantFrom(...CLASSES, null), strength: fc.constantFrom(...STRENGTHS) })
  .map(({ found, strength }) => claim(found, strength));

describe("decide()", () => {
  test("has no answer without claims", () => {
    expect(decide([], "directory")).toBeUndefined();
  });

  test("lets the strongest decide, in the order of their strengths", () => {
    for (const [index, stronger] of STRENGTHS.entries()) {
      for (const weaker of STRENGTHS.slice(0, index)) {
        expect(decide([claim("user", weaker), claim("asset", stronger)], undefined)?.class).toBe("asset");
        expect(decide([claim("asset", weaker), claim("user", stronger)], undefined)?.class).toBe("user");
      }
    }
  });

  test("prefers data among equals, then doubt: an asset kept as data misses an update, data taken for an asset is lost", () => {
    expect(decide([claim("asset", "name"), claim("runtime", "name")], undefined)?.class).toBe("runtime");
    expect(decide([claim("runtime", "name"), claim("user", "name")], undefined)?.class).toBe("user");
    expect(decide([claim("asset", "name"), claim(null, "name")], undefined)?.class).toBeNull();
    expect(decide([claim(null, "name"), claim("user", "name")], undefined)?.class).toBe("user");
  });

  test("does not depend on the order of claims, and keeps every fact", () => {
    fc.assert(
      fc.property(fc.array(anyClaim, { minLength: 1, maxLength: 8 }), (claims) => {
        const forth = decide(claims, "directory");
        const back = decide([...claims].reverse(), "directory");
        expect(forth?.class).toBe(back?.class);
        expect(forth?.handling).toBe(back?.handling);
        expect(forth?.evidence).toHaveLength(claims.length);
      }),
    );
  });

  test("never calls a path an asset while an equally strong or stronger claim says data", () => {
    fc.assert(
      fc.property(fc.array(anyClaim, { minLength: 1, maxLength: 8 }), (claims) => {
        if (decide(claims, "directory")?.class !== "asset") return;
        const strongest = (of: (found: EntryClass | null) => boolean): number =>
          Math.max(-1, ...claims.filter((one) => of(one.class)).map((one) => rank(one.evidence.strength)));
        expect(strongest((found) => found === "asset")).toBeGreaterThan(
          strongest((found) => found === "user" || found === "runtime"),
        );
      }),
    );
  });

  test("marks what spoke against the verdict", () => {
    const verdict = decide([claim("user", "code"), claim("asset", "name")], "directory");
    expect(verdict?.evidence.map(({ fact, against }) => [fact, against])).toEqual([
      ["code says user", undefined],
      ["name says asset", true],
    ]);
  });

  test("merges where the code writes into a folder that ships files too", () => {
    expect(decide([claim("user", "code"), claim("asset", "name")], "directory")?.handling).toBe("merge");
    expect(decide([claim("user", "code")], "directory")?.handling).toBe("link");
    expect(decide([claim("user", "decision", "carry"), claim("asset", "name")], "directory")?.handling).toBe("carry");
  });

  test("keeps a chain only with a link, and a pool only with a folder for each release", () => {
    const chained: Claim = {
      ...claim("user", "profile", "link"),
      extras: { chain: rel("storage/app/public"), pooled: true },
    };
    expect(decide([chained], undefined)?.extras).toEqual({ chain: "storage/app/public" });
    expect(decide([chained, claim("user", "decision", "merge")], undefined)?.extras).toEqual({});
  });
});
