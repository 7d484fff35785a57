import { utimesSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rel, type RelPath } from "../../src/core/path.ts";
import { commitAll } from "../support/git.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";
import { type Given, type Judged, judgedInventory, scannedAt } from "./judging.ts";

/** A shop of nobody's framework. `art` is a name that says nothing, and no code speaks of it. */
const SHOP: TreeShape = {
  "index.php": "<?php require 'inc/start.php';",
  "inc/start.php": "<?php",
  "inc/cart.php": "<?php",
  "inc/mail.php": "<?php",
  "inc/view.php": "<?php",
  "inc/price.php": "<?php",
};
const PICTURES: TreeShape = { "art/rose.jpg": "1", "art/tulip.jpg": "2", "art/lily.jpg": "3" };
const DAY = 86_400;
const NOON = 1_767_873_600;

interface Made extends Given {
  /** What was there when the code came. */
  readonly code: TreeShape;
  /** What came later. */
  readonly later?: TreeShape;
  readonly git?: true;
  /** The day on which a file was written; 0 is the day of the code. */
  readonly days?: (path: string) => number;
}

function site({ code, later = {}, git, days, ...given }: Made): Judged {
  const root = freshFolder();
  writeTree(root, code);
  if (git === true) commitAll(root);
  writeTree(root, later);
  for (const path of Object.keys({ ...code, ...later })) {
    const seconds = NOON + DAY * (days?.(path) ?? 0);
    utimesSync(`${root}/${path}`, seconds, seconds);
  }
  return judgedInventory(scannedAt(root), given);
}

function delivered(shape: TreeShape): ReadonlySet<RelPath> {
  return new Set(Object.keys(shape).map(rel));
}

function named(folder: string, count: number): TreeShape {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${folder}/flower-${"abcdefghijklmnop"[index]}.jpg`, ""]),
  );
}

function strongest(judged: Judged, path: string): string {
  const [first] = judged.explain(path).evidence;
  return `${first?.strength}: ${first?.fact} [${first?.where}]`;
}

describe("only what the running site did decides", () => {
  test("without it, these pictures could be anybody's", () => {
    expect(site({ code: { ...SHOP, ...PICTURES } }).says("art")).toBe("undecided");
  });

  test("git tracks the code and not the pictures: the site made them", () => {
    const judged = site({ code: SHOP, later: PICTURES, git: true });
    expect(judged.says("art")).toBe("user link");
    expect(strongest(judged, "art")).toBe(
      "observed: Git tracks none of its 3 files, while it tracks the code around it [.git/index]",
    );
  });

  test("the baseline lacks the pictures: the site made them", () => {
    const judged = site({ code: SHOP, later: PICTURES, baseline: delivered(SHOP) });
    expect(judged.says("art")).toBe("user link");
    expect(strongest(judged, "art")).toBe("observed: None of its 3 files came with the release [baseline]");
  });

  test("the pictures are of many days, the code is of one: the site made them", () => {
    const later = named("art", 6);
    const judged = site({
      code: SHOP,
      later,
      days: (path) => (path in later ? 3 + 9 * Object.keys(later).indexOf(path) : 0),
    });
    expect(judged.says("art")).toBe("user link");
    expect(strongest(judged, "art")).toBe(
      "observed: Its files (6 looked at) were written on 6 different days, none with the code around them [dates of files]",
    );
  });
});

describe("git", () => {
  test("a folder whose files it tracks ships with the code", () => {
    const judged = site({ code: { ...SHOP, ...named("art", 9) }, git: true });
    expect(judged.says("art")).toBe("asset release");
    expect(strongest(judged, "art")).toBe("observed: All its 9 files are tracked by git [.git/index]");
  });

  test("but a name that says data outweighs that: an owner who commits uploads gets new ones all the same", () => {
    const judged = site({ code: { ...SHOP, ...named("uploads", 9), ...named("gallery", 9) }, git: true });
    expect(judged.says("uploads")).toBe("user link");
    expect(judged.says("gallery")).toBe("user link");
    expect(judged.explain("gallery").evidence.at(-1)).toMatchObject({
      fact: "All its 9 files are tracked by git",
      against: true,
    });
  });

  test("and a few tracked files may be what people's own replace", () => {
    expect(site({ code: { ...SHOP, ...named("art", 2) }, git: true }).says("art")).toBe("undecided");
  });

  test("where the site's own stand among the code's, both are kept", () => {
    const judged = site({
      code: { ...SHOP, ...named("images", 9) },
      later: { "images/1.jpg": "", "images/2.jpg": "", "images/3.jpg": "" },
      git: true,
    });
    expect(judged.says("images")).toBe("user merge");
    expect(strongest(judged, "images")).toBe(
      "observed: Git tracks 9 of its files, and not 3 that lie here (1.jpg, 2.jpg, 3.jpg) [.git/index]",
    );
  });

  test("a single one of them is a question", () => {
    const judged = site({ code: { ...SHOP, ...named("images", 9) }, later: { "images/new.jpg": "" }, git: true });
    expect(judged.says("images")).toBe("undecided");
    expect(judged.explain("images/new.jpg")).toMatchObject({ class: "user" });
    expect(judged.explain("images/flower-a.jpg")).not.toMatchObject({ class: "user" });
  });

  test("nor does a program's folder become data for a file that was put there", () => {
    const later = { "inc/1.csv": "", "inc/2.csv": "", "inc/3.csv": "" };
    const judged = site({ code: SHOP, later, git: true });
    expect(judged.says("inc")).toBe("undecided");
  });

  test("what is ignored may be a build, and a program or a plugin is nobody's upload", () => {
    const code = { ...SHOP, ".gitignore": "/made\n" };
    const judged = site({
      code,
      later: {
        ...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`made/${index}.bin`, ""])),
        ...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`tool/${index}.php`, ""])),
        ...named("plugins/slider/pictures", 6),
      },
      git: true,
    });
    expect(judged.says("made")).toBe("undecided");
    expect(judged.says("tool")).not.toMatch(/^user/);
    expect(judged.says("plugins")).toBe("asset carry");
  });

  test("finds the folder however deep it lies and whatever stands beside it, outermost first", () => {
    const judged = site({
      code: { ...SHOP, "members/list.php": "<?php", ...named("members/badges", 9) },
      later: { "members/art/2026/01/a.jpg": "", "members/art/2026/02/b.jpg": "", "members/art/c.jpg": "" },
      git: true,
    });
    expect(judged.says("members/art")).toBe("user link");
    expect(judged.says("members/art/2026")).toBe("unlisted");
  });

  test("is not believed where it does not know the code either", () => {
    const root = freshFolder();
    writeTree(root, { "README.md": "" });
    commitAll(root);
    writeTree(root, { ...SHOP, ...PICTURES });
    expect(judgedInventory(scannedAt(root)).says("art")).toBe("undecided");
  });
});

describe("the baseline", () => {
  test("what it has ships with the code, what it lacks was made here", () => {
    const code = { ...SHOP, ...named("art", 9), ...named("images", 9) };
    const judged = site({
      code,
      later: { "images/1.jpg": "", "images/2.jpg": "", "images/3.jpg": "" },
      baseline: delivered(code),
    });
    expect(judged.says("art")).toBe("asset release");
    expect(judged.says("images")).toBe("user merge");
    expect(strongest(judged, "images")).toBe(
      "observed: 3 of its files did not come with the release (1.jpg, 2.jpg, 3.jpg) [baseline]",
    );
  });

  test("one of other code is not believed", () => {
    const judged = site({ code: { ...SHOP, ...PICTURES }, baseline: new Set([rel("other.php")]) });
    expect(judged.says("art")).toBe("undecided");
  });
});

describe("dates", () => {
  const pictures = named("art", 8);
  const dayOf = (path: string): number => Object.keys(pictures).indexOf(path);

  test.each<readonly [string, (path: string) => number]>([
    ["a tree that was unpacked or cloned, all of one day", () => 0],
    ["one copy of pictures, all of another day", (path) => (path in pictures ? 200 : 0)],
    [
      "an archive that kept the dates of its making, pictures and code alike",
      (path) => (path in pictures ? dayOf(path) * 10 : path.length * 10),
    ],
    ["pictures of the day after the code", (path) => (path in pictures ? 0.9 : 0)],
  ])("say nothing about %s", (_, days) => {
    expect(site({ code: { ...SHOP, ...pictures }, days }).says("art")).toBe("undecided");
  });

  test("speak although the owner edited one file of the code later", () => {
    const days = (path: string): number => (path in pictures ? 5 + dayOf(path) : path === "inc/mail.php" ? 400 : 0);
    expect(
      site({
        code: { ...SHOP, ...pictures, "a.php": "", "b.php": "", "c.php": "", "d.php": "", "e.php": "" },
        days,
      }).says("art"),
    ).toBe("user link");
  });

  test("of what is newer than all code speak also where the code kept the dates of its making", () => {
    const days = (path: string): number => (path in pictures ? 400 + dayOf(path) : path.length * 10);
    expect(site({ code: { ...SHOP, ...pictures }, days }).says("art")).toBe("user link");
  });

  test("raise a question where shipped files are among them, and settle nothing", () => {
    const code = { ...SHOP, ...named("images", 12) };
    const later = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`images/zz-${index}.jpg`, ""]));
    const days = (path: string): number => (path in later ? 9 + 9 * Object.keys(later).indexOf(path) : 0);
    expect(site({ code, later, days }).says("images")).toBe("undecided");
  });

  test("of files that git tracks are those of a developer, not of the site", () => {
    const days = (path: string): number => (path in pictures ? 5 + dayOf(path) : 0);
    expect(site({ code: { ...SHOP, ...pictures }, git: true, days }).says("art")).toBe("asset release");
  });
});
