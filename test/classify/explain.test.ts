import { describe, expect, test } from "vitest";
import { judged, LARAVEL, NEXT, PHP } from "./judging.ts";
import type { TreeShape } from "../support/tree.ts";

const APP: TreeShape = {
  ...LARAVEL,
  "public/uploads/2026/a.jpg": "",
  "public/css/app.css": "",
  "public/favicon.ico": "",
  "public/company/team.jpg": "",
  "storage/app/public/a.jpg": "",
  "app/Models/User.php": "<?php",
  "lang/en/a.php": "<?php",
};

describe("explain()", () => {
  test.each([
    ["public/uploads", "user link"],
    ["public/uploads/2026", "user link"],
    ["public/uploads/not/yet/there", "user link"],
    ["public/uploads/css", "user link"],
    ["storage/logs", "runtime link"],
    ["storage/framework/views", "runtime link"],
    ["storage/app/public", "user link"],
    ["storage/app/public/vendor", "user link"],
    ["storage/oauth-private.key", "user link"],
    ["bootstrap/cache/config.php", "runtime per-release"],
    ["public/css/app.css", "asset release"],
    ["public/css/fonts", "asset release"],
    ["public/index.php", "asset release"],
    ["public/favicon.ico", "asset release"],
    ["public", "asset release"],
    ["app", "asset release"],
    ["app/Models/User.php", "asset release"],
    ["app/Models/Nothing.php", "asset release"],
    ["vendor", "asset release"],
    ["node_modules/x", "asset release"],
    ["public/build/app.js", "asset release"],
    ["lang/en/a.php", "asset release"],
    ["public/company", "null release"],
    ["public/company/team.jpg", "null release"],
    ["public/avatars", "user link"],
    ["public/avatars/1.png", "user link"],
    ["public/qrcodes", "runtime link"],
    ["public/assets/uploads", "user link"],
    [".env", "user link"],
    [".env.example", "asset release"],
    ["composer.json", "asset release"],
    ["public/whatever", "null release"],
  ])("says of %s: %s", (path, expected) => {
    const verdict = judged(APP).explain(path);
    expect(`${String(verdict.class)} ${verdict.handling}`).toBe(expected);
  });

  test("agrees with the listed verdicts", () => {
    const { classification, explain } = judged(APP);
    for (const verdict of classification.verdicts) {
      const { evidence, ...rest } = explain(verdict.path);
      expect({ ...rest, evidence: evidence.slice(0, verdict.evidence.length) }).toEqual(verdict);
    }
  });

  test("names the entry that a path lies below, and what is known of the path itself", () => {
    const { explain } = judged(APP);
    expect(explain("public/uploads/x").evidence[0]?.fact).toBe("It lies below public/uploads, which is linked");
    expect(explain("storage/logs").evidence.map(({ fact }) => fact)).toContain("The log channel writes here");
    expect(explain("storage/oauth-private.key")).toMatchObject({ secret: true, kind: "file" });
  });

  test("names the entries that a folder of code holds", () => {
    const { explain } = judged({ ...PHP, "assets/a.css": "", "assets/uploads/a.jpg": "" });
    expect(explain("assets").class).toBe("asset");
    expect(explain("assets").evidence.at(-1)?.fact).toContain("assets/uploads");
  });

  test("gives the owner's word below a linked entry", () => {
    const { explain } = judged(APP, { decisions: [{ pattern: "public/uploads/demo", class: "asset" }] });
    expect(explain("public/uploads/demo")).toMatchObject({ class: "asset", handling: "release" });
  });

  test("knows nothing of a path that nothing speaks of", () => {
    const { explain } = judged({});
    expect(explain("something")).toMatchObject({ class: null, handling: "release", evidence: [], present: false });
  });

  test("takes what a framework builds for no data", () => {
    const { explain } = judged(NEXT);
    for (const path of [".next", ".next/cache", "out", "node_modules"]) expect(explain(path).class, path).toBe("asset");
  });
});
