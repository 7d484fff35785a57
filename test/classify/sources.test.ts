import { describe, expect, test } from "vitest";
import type { Classification } from "../../src/core/entry.ts";
import { rel } from "../../src/core/path.ts";
import type { TreeShape } from "../support/tree.ts";
import { judged, LARAVEL, recordOf } from "./judging.ts";

function pictures(folder: string, count = 12): TreeShape {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${folder}/${index}a9f3c2e1b7d4f60.jpg`, "picture"]),
  );
}

describe("what outweighs what", () => {
  test("the owner's word outweighs everything, by path and by pattern", () => {
    const { says, verdict } = judged(
      {
        ...LARAVEL,
        ...pictures("public/uploads"),
        "public/flags/a.svg": "",
        "public/themes/a/custom/x.css": "",
        "public/themes/b/custom/x.css": "",
      },
      {
        decisions: [
          { pattern: "public/uploads", class: "asset" },
          { pattern: "public/flags", class: "user", handling: "merge" },
          { pattern: "public/themes/*/custom", class: "user" },
        ],
      },
    );
    expect(says("public/uploads")).toBe("asset release");
    expect(says("public/flags")).toBe("user merge");
    expect(says("public/themes/a/custom")).toBe("user link");
    expect(says("public/themes/b/custom")).toBe("user link");
    expect(verdict("public/uploads").evidence[0]).toMatchObject({ strength: "decision", where: "holdfast.json" });
  });

  test("a decided path becomes an entry although it does not exist, a directory unless its owner says file", () => {
    const { verdict } = judged(LARAVEL, {
      decisions: [
        { pattern: "public/new", class: "user" },
        { pattern: "data.bin", class: "user", kind: "file" },
      ],
    });
    expect(verdict("public/new")).toMatchObject({ kind: "directory", present: false });
    expect(verdict("data.bin")).toMatchObject({ kind: "file", present: false });
  });

  test("case counts in a pattern, as it does on the disk", () => {
    expect(
      judged(
        { ...LARAVEL, "public/Flags/a.svg": "" },
        { decisions: [{ pattern: "public/flag*", class: "user" }] },
      ).says("public/Flags"),
    ).toBe("asset release");
  });

  test("of two decisions on one path the later counts", () => {
    const decisions = [
      { pattern: "public/*", class: "user" },
      { pattern: "public/css", class: "asset" },
    ] as const;
    expect(judged({ ...LARAVEL, "public/css/a.css": "" }, { decisions }).says("public/css")).toBe("asset release");
  });

  test("an entry stays one whatever a new release lacks, until its owner decides", () => {
    const record = recordOf(
      { path: rel("public/legacy"), class: "runtime" },
      { path: rel("public/css"), handling: "merge" },
    );
    const shape: TreeShape = { ...LARAVEL, "public/css/a.css": "" };
    expect(judged(shape, { record }).says("public/legacy")).toBe("runtime link");
    expect(judged(shape, { record }).says("public/css")).toBe("user merge");
    expect(judged(shape, { record, decisions: [{ pattern: "public/css", class: "asset" }] }).says("public/css")).toBe(
      "asset release",
    );
  });

  test("what the record keeps of an entry stays with it", () => {
    const record = recordOf({ path: rel("x.db"), kind: "file", database: true, secret: true });
    expect(judged(LARAVEL, { record }).verdict("x.db")).toMatchObject({ kind: "file", database: true, secret: true });
  });

  test("a second look at a persisted app comes to the same verdicts", () => {
    const before = judged({ ...LARAVEL, ...pictures("public/uploads"), ".env": "" });
    const after = judged({
      ...LARAVEL,
      "storage/logs/.gitignore": "",
      "public/uploads": { link: "../../shared/public/uploads" },
      ".env": { link: "../shared/.env" },
    });
    const gist = ({ verdicts }: Classification): unknown =>
      verdicts.map(({ path, class: found, handling, kind }) => [path, found, handling, kind]);
    expect(gist(after.classification)).toEqual(gist(before.classification));
  });
});
