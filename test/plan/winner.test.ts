/** The table of docs/how-data-is-taken-over.md, row by row, on values. */
import { describe, expect, it } from "vitest";
import { cksum } from "../../src/core/cksum.ts";
import { rel } from "../../src/core/path.ts";
import { knownTree, winnerOf } from "../../src/plan/winner.ts";
import { intentOf, type Situation, surveyOf, TREE } from "../support/made-survey.ts";

const UPLOADS = intentOf("uploads");
const SECRET = intentOf(".env", { kind: "file", secret: true });
const SEEDED: Situation = { entries: [{ path: "uploads" }, { path: ".env" }], linked: [".env"] };

const winner = (situation: Situation, entry = UPLOADS): string => winnerOf(entry, surveyOf(situation)).winner;

describe("never taken over before", () => {
  it("a live app that was never linked: the app's is in use", () => {
    expect(winner({})).toBe("app");
  });

  it("recorded and never seeded counts as never taken over, whatever the code", () => {
    const entries = [{ path: "uploads", seeded: false }];
    expect(winner({ entries })).toBe("app");
    expect(winner({ entries, code: { sum: "another" } })).toBe("app");
  });

  it("told that this is a later deployment: shared is the user's", () => {
    expect(winner({ mode: "subsequent" })).toBe("shared");
  });

  it("not live: shared already has it", () => {
    expect(winner({ live: false })).toBe("shared");
  });
});

describe("taken over before", () => {
  it("a release that is not live only adds, even where our links stood in it", () => {
    expect(winner({ ...SEEDED, live: false })).toBe("shared");
  });

  it("new code arrived: shared is the user's", () => {
    expect(winner({ ...SEEDED, trees: [] })).toBe("shared");
  });

  it("the same code where our link stood: the app's is in use", () => {
    expect(winner(SEEDED)).toBe("app");
  });

  it("the code was updated in place: shared is the user's", () => {
    expect(winner({ ...SEEDED, code: { sum: "sum-2" } })).toBe("shared");
  });

  it("nothing names the code's version: it never counts as the same", () => {
    const nothing = cksum(new Uint8Array());
    expect(winner({ ...SEEDED, trees: [{ ...TREE, code: nothing }], code: { sum: nothing } })).toBe("shared");
  });

  it("a secret in code that was updated: unclear, both stay", () => {
    const uploads = { ...SEEDED, linked: ["uploads"] };
    expect(winner({ ...uploads, code: { sum: "sum-2" } }, SECRET)).toBe("unclear");
    expect(winner(uploads, SECRET)).toBe("app");
  });
});

describe("what is live, in a copy that our links do not stand in, before a release replaces it", () => {
  const there = (situation: Situation): Situation => ({
    entries: [{ path: "uploads" }],
    trees: [],
    sameCode: true,
    brings: ["demo.jpg", "mine.jpg"],
    has: ["demo.jpg", "mine.jpg"],
    shipped: { "demo.jpg": null },
    ...situation,
  });
  const DATABASE = intentOf("shop.sqlite", { kind: "file", database: true });
  const ENTRIES = [{ path: "uploads" }, { path: "shop.sqlite" }, { path: ".env" }];

  it("holds people's files, and the code is the same: it is the one in use", () => {
    expect(winner(there({}))).toBe("app");
    expect(winner(there({ sameCode: false, code: { sum: "another" } }))).toBe("shared");
  });

  it("holds only what was shipped: it was unpacked anew, and shared is the user's", () => {
    expect(winner(there({ brings: ["demo.jpg"] }))).toBe("shared");
    expect(winner(there({ has: ["demo.jpg"] }))).toBe("shared");
  });

  it("a database that differs, or a secret, is asked about where that cannot be told", () => {
    const doubtful = there({ entries: ENTRIES, brings: ["demo.jpg"] });
    expect([winner(doubtful, DATABASE), winner(doubtful, SECRET)]).toEqual(["unclear", "unclear"]);
    const within = there({ brings: ["shop.sqlite"], has: ["shop.sqlite"], shipped: { "shop.sqlite": null } });
    expect(winner(within)).toBe("unclear");
    const { sameCode: _none, ...persisting } = doubtful;
    expect(winner(persisting, DATABASE)).toBe("shared");
  });
});

describe("knownTree()", () => {
  const known = (situation: Situation): string | null => knownTree(surveyOf(situation))?.id ?? null;

  it("is the copy by its number and its birth", () => {
    expect(known(SEEDED)).toBe(TREE.id);
    expect(known({})).toBeNull();
  });

  it("is not another folder under the same number", () => {
    expect(known({ ...SEEDED, code: { born: "2000" } })).toBeNull();
  });

  it("is not another folder of the same birth", () => {
    expect(known({ ...SEEDED, code: { tree: "1:3" } })).toBeNull();
  });

  it("is not a new copy in the old folder, in which none of our links is left", () => {
    expect(known({ ...SEEDED, linked: [] })).toBeNull();
  });

  it("is not known by a chain alone, which code can bring", () => {
    const chained = { path: "public/storage", chain: rel("storage/app/public") };
    expect(known({ entries: [...(SEEDED.entries ?? []), chained], linked: ["public/storage"] })).toBeNull();
  });

  it("is still known when the only link was replaced", () => {
    expect(known({ entries: [{ path: "uploads" }], linked: [] })).toBe(TREE.id);
  });
});
