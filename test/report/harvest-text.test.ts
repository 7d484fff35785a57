import { describe, expect, it } from "vitest";
import { rel } from "../../src/core/path.ts";
import { GROUPS } from "../../src/core/versions.ts";
import { type DecidedName, renderDecided } from "../../src/report/harvest-text.ts";

const name = (path: string, about: Partial<DecidedName> = {}): DecidedName => ({
  path: rel(path),
  kind: "file",
  handling: "release",
  group: "carried",
  rescue: [],
  ...about,
});
const many = (number: number, path: (index: number) => string, about: Partial<DecidedName> = {}): DecidedName[] =>
  Array.from({ length: number }, (_, index) => name(path(index), about));

describe("renderDecided()", () => {
  it("three thousand files of every kind are about ten lines", () => {
    const decided = [
      ...many(2140, (at) => `storage/app/public/${at % 12}/${at}.jpg`, { handling: "link", group: "kept" }),
      ...many(310, (at) => `public/exports/${at}.csv`),
      ...many(80, (at) => `lang/de/${at}.json`, { handling: "merge", group: "updated", rescue: ["live"] }),
      ...many(45, (at) => `app/Http/Controllers/${at % 5}/C${at}.php`, { group: "edit-rescued", rescue: ["live"] }),
      ...many(3, (at) => `public/img/${at}.php`, { group: "script", rescue: ["live"], runsAs: "PHP" }),
      ...many(20, (at) => `install/${at}.php`, { group: "back-again" }),
      name("public/galleries", { kind: "folder", group: "new-entry" }),
      ...many(212, (at) => `public/galleries/2026/${at}.jpg`),
      ...many(190, (at) => `vendor/x/${at}.php`, { group: "shipped" }),
    ];
    expect(decided.length).toBe(3001);
    expect(renderDecided(decided)).toEqual([
      "⚠️  3 files below public/img/: changed or made here, and could run (PHP): not taken along, kept in the rescue folder\n    👉 If it is yours and wanted: look at it and bring it back (holdfast rescued), and keep it from now on: holdfast decide --set public/img/0.php=user",
      "⚠️  20 files below install/: deleted here, and brought again by the release",
      "🛟 45 files below app/Http/Controllers/: changed here and by the release: the release's version is used, yours is in the rescue folder",
      "🟢 public/galleries/ (212 files): made here, nothing inside could run: lives in shared from now on",
      "🟢 310 files below public/exports/: taken along",
      "🟢 2,140 files below storage/app/public/: kept",
      "🔵 80 files below lang/de/: updated, never changed here; the old version is in the rescue folder",
    ]);
  });

  it("three hundred thousand files are told as well", () => {
    const decided = many(300_000, (at) => `storage/app/${at % 100}/${at}.jpg`, { handling: "link", group: "kept" });
    expect(renderDecided(decided)).toEqual(["🟢 300,000 files below storage/app/: kept"]);
  });

  it("one or two files are told by name", () => {
    expect(renderDecided([name("public/robots.txt"), name("public/a.txt")])).toEqual([
      "🟢 public/robots.txt: taken along",
      "🟢 public/a.txt: taken along",
    ]);
  });

  it("files in very many folders are put together, the largest first", () => {
    const decided = [
      ...many(30, (at) => `uploads/${at}.jpg`),
      ...Array.from({ length: 30 }, (_, at) => name(`folder${at}/note.txt`)),
      name("note.txt"),
    ];
    const lines = renderDecided(decided);
    expect(lines.length).toBe(4);
    expect(lines[0]).toBe("🟢 30 files below uploads/: taken along");
    expect(lines.at(-1)).toBe("🟢 29 files in 29 other folders: taken along");
  });

  it("files of the application's own folder are said to be there", () => {
    expect(renderDecided(many(40, (at) => `${at}.csv`))).toEqual([
      "🟢 40 files in the application's folder: taken along",
    ]);
  });

  it("folders go without saying where what is in them is told, and what came as it was shipped", () => {
    const folder = { kind: "folder" } as const;
    expect(renderDecided([name("uploads", { ...folder, handling: "link", group: "kept" })])).toEqual([]);
    expect(renderDecided([name("a.php", { group: "shipped" }), name("b.php", { group: "gone" })])).toEqual([]);
    expect(renderDecided([])).toEqual([]);
  });

  it("says whose version stands and where the other one is", () => {
    const clash = { group: "in-the-way", kind: "folder" } as const;
    expect(renderDecided([name("a", { ...clash, handling: "merge", rescue: ["next"] })])).toEqual([
      "🛟 a/: a file and a folder of one name: yours stays, the release's is in the rescue folder",
    ]);
    expect(renderDecided([name("a", { ...clash, kind: "file", rescue: ["live"] })])).toEqual([
      "🛟 a: a file and a folder of one name: the release's is used, yours is in the rescue folder",
    ]);
    expect(renderDecided([name("a", { handling: "merge", group: "both-changed", rescue: ["next"] })])).toEqual([
      "🟢 a: changed here and by the release: yours stays, the release's is in the rescue folder",
    ]);
    expect(renderDecided([name("a", { handling: "link", group: "both-changed" })])).toEqual([
      "🟢 a: changed here and by the release: yours stays",
    ]);
  });

  it("a name cannot write to the terminal", () => {
    const [line] = renderDecided([name("up\u001b[2Jloads/x")]);
    expect(line).toContain("up\\x1b[2Jloads/x");
  });

  it("every group that is not a matter of course is told, with twenty of each in twenty lines or fewer", () => {
    const decided = GROUPS.flatMap((group) => many(20, (at) => `${group}/${at % 7}/${at}`, { group }));
    const silent = ["nothing", "shipped", "gone", "made-anew"];
    expect(renderDecided(decided).length).toBe(GROUPS.length - silent.length);
  });
});
