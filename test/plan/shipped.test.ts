import { describe, expect, it } from "vitest";
import type { Place } from "../../src/core/layout.ts";
import { placeKey } from "../../src/core/observation.ts";
import { rel } from "../../src/core/path.ts";
import { shippedInto, staysDeleted, takenFromApp } from "../../src/plan/shipped.ts";
import { intentOf, type Situation, surveyOf } from "../support/made-survey.ts";

const LINK = intentOf("uploads");
const MERGE = intentOf("uploads", { handling: "merge" });
const BEFORE = { "a.jpg": null, "b.jpg": null };

describe("staysDeleted()", () => {
  const deleted = (situation: Situation, entry = LINK): string[] => staysDeleted(entry, surveyOf(situation));

  it("what was deleted stays deleted: brought before, gone from shared, brought again", () => {
    expect(deleted({ shipped: BEFORE, has: ["b.jpg"], brings: ["a.jpg", "b.jpg"] })).toEqual(["a.jpg"]);
  });

  it("a new file of the release was not deleted by anybody", () => {
    expect(deleted({ shipped: BEFORE, has: ["a.jpg", "b.jpg"], brings: ["new.jpg"] })).toEqual([]);
  });

  it("in a copy that our links stand in, a file of that name may have been uploaded just now", () => {
    const entries = [{ path: "uploads" }];
    expect(deleted({ entries, shipped: BEFORE, has: [], brings: ["a.jpg"] })).toEqual([]);
  });

  it("where shared has too many to list nothing counts as deleted", () => {
    expect(deleted({ shipped: BEFORE, has: null, brings: ["a.jpg"] })).toEqual([]);
  });

  it("the data of a public link is what it leads to: there it is looked for", () => {
    const link = intentOf("public/storage", { chain: rel("storage/app/public") });
    const survey = surveyOf({ shipped: BEFORE });
    const names: Readonly<Record<string, readonly string[]>> = {
      "app:public/storage": ["a.jpg", "b.jpg"],
      "shared:storage/app/public": ["b.jpg"],
    };
    const known = { entries: { "public/storage": BEFORE } };
    const asked = {
      ...survey,
      shipped: { ...survey.shipped, ...known },
      names: (place: Place) => [...(names[placeKey(place)] ?? [])],
    };
    expect(staysDeleted(link, asked)).toEqual(["a.jpg"]);
  });

  it("a file entry is never deleted by name", () => {
    const file = intentOf("uploads", { kind: "file" });
    expect(deleted({ shipped: { "": null }, has: [], brings: [""] }, file)).toEqual([]);
  });
});

describe("takenFromApp()", () => {
  const taken = (situation: Situation, entry = MERGE): string[] => takenFromApp(entry, surveyOf(situation));

  it("shared has what was shipped, and the release ships something newer", () => {
    expect(taken({ shipped: { f: "1" }, digests: { "shared:f": "1", "app:f": "2" } })).toEqual(["f"]);
  });

  it("edited on the site: it stays", () => {
    expect(taken({ shipped: { f: "1" }, digests: { "shared:f": "edited", "app:f": "2" } })).toEqual([]);
    expect(taken({ shipped: { f: null }, digests: { "app:f": "2" } })).toEqual([]);
  });

  it("what the release no longer brings, or brings unchanged, is no update", () => {
    expect(taken({ shipped: { f: "1" }, digests: { "shared:f": "1" } })).toEqual([]);
    expect(taken({ shipped: { f: "1" }, digests: { "shared:f": "1", "app:f": "1" } })).toEqual([]);
  });

  it("what a live application came as counts for what no release of ours has brought", () => {
    const situation: Situation = {
      brings: ["f", "g"],
      digests: { "shared:f": "1", "app:f": "2", "shared:g": "mine", "app:g": "2" },
    };
    const delivered = (path: string): string | null => (path === "uploads/f" || path === "uploads/g" ? "1" : null);
    expect(takenFromApp(MERGE, { ...surveyOf(situation), delivered })).toEqual(["f"]);
    expect(takenFromApp(MERGE, { ...surveyOf(situation), delivered: () => null })).toEqual([]);
    const remembered = { ...situation, shipped: { g: "mine" } };
    expect(takenFromApp(MERGE, { ...surveyOf(remembered), delivered: () => null })).toEqual(["g"]);
  });

  it("only what is merged is updated", () => {
    expect(taken({ shipped: { f: "1" }, digests: { "shared:f": "1", "app:f": "2" } }, LINK)).toEqual([]);
  });
});

describe("shippedInto()", () => {
  it("remembers names, for merge with digests, and nothing where they are too many", () => {
    const release: Situation = { live: false, brings: ["f"], digests: { "app:f": "1" } };
    expect(shippedInto(LINK, surveyOf(release))).toEqual({ f: null });
    expect(shippedInto(MERGE, surveyOf(release))).toEqual({ f: "1" });
    expect(shippedInto(intentOf("uploads", { kind: "file" }), surveyOf(release))).toEqual({ "": null });
  });

  it("of a live app nothing is remembered for merge: a digest would call people's edits unedited", () => {
    expect(shippedInto(MERGE, surveyOf({ brings: ["f"], digests: { "app:f": "1" } }))).toBeNull();
    expect(shippedInto(LINK, surveyOf({ brings: ["f"] }))).toEqual({ f: null });
  });
});
