/** Which folder of a delivery becomes the release, what is left out, and where its owner is asked. */
import { describe, expect, it } from "vitest";
import { ARRIVAL_LIMITS, type ArrivedEntry } from "../../../src/core/arrival.ts";
import { HoldfastError } from "../../../src/core/error.ts";
import { acceptListing } from "../../../src/plan/arrival/listing.ts";

const MANUAL = ["Documentation/index.html", "Documentation/css/style.css", "licence.txt"];

interface Asked {
  readonly root?: string;
  readonly kind?: "folder" | "zip";
}

function accept(names: readonly string[], { root, kind = "zip" }: Asked = {}): ReturnType<typeof acceptListing> {
  const entries = names.map((name): ArrivedEntry => {
    const directory = name.endsWith("/");
    return { name, kind: directory ? "directory" : "file", size: directory ? 0 : 1, mode: null, mtime: 0 };
  });
  return acceptListing(
    { source: "/in/update.zip", kind, entries, size: 100 },
    { limits: ARRIVAL_LIMITS, root: root ?? null },
  );
}

function refusal(names: readonly string[], asked: Asked = {}): HoldfastError {
  try {
    accept(names, asked);
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("the folder that is entered", () => {
  it.each<{
    readonly about: string;
    readonly names: readonly string[];
    readonly root: string;
    readonly notices: readonly string[];
  }>([
    { about: "the application itself", names: ["artisan", "public/index.php"], root: "", notices: [] },
    {
      about: "a single folder",
      names: ["app-2.1/artisan", "app-2.1/public/index.php"],
      root: "app-2.1",
      notices: ["folder-entered"],
    },
    { about: "folders in folders", names: ["a/b/c/artisan"], root: "a/b/c", notices: ["folder-entered"] },
    {
      about: "upload/ beside a manual",
      names: ["upload/index.php", "upload/admin/x.php", ...MANUAL],
      root: "upload",
      notices: ["wrapper-entered"],
    },
    {
      about: "Files/ beside a manual",
      names: ["Files/artisan", ...MANUAL],
      root: "Files",
      notices: ["wrapper-entered"],
    },
    {
      about: "files in a folder of the product",
      names: ["Product/files/artisan", "Product/Documentation/index.html"],
      root: "Product/files",
      notices: ["wrapper-entered"],
    },
    {
      about: "a name that nobody expects, with an application in it",
      names: ["smartshop/composer.json", ...MANUAL],
      root: "smartshop",
      notices: ["wrapper-entered"],
    },
    {
      about: "main_files/app",
      names: ["main_files/app/artisan", "main_files/readme.txt", ...MANUAL],
      root: "main_files/app",
      notices: ["wrapper-entered"],
    },
    {
      about: "a page in public_html",
      names: ["public_html/index.html", "licence.txt"],
      root: "public_html",
      notices: ["wrapper-entered"],
    },
    { about: "files without any evidence", names: ["a.txt", "b/c.txt"], root: "", notices: [] },
    {
      about: "what macOS adds beside a single folder",
      names: ["app/artisan", "__MACOSX/app/._artisan", "app/.DS_Store"],
      root: "app",
      notices: ["junk-left-out", "folder-entered"],
    },
  ])("$about", ({ names, root, notices }) => {
    const listing = accept(names);
    expect(listing.root).toBe(root);
    expect(listing.notices.map(({ code }) => code)).toEqual(notices);
    expect(listing.nodes.some(({ path }) => path.startsWith("Documentation"))).toBe(false);
  });

  it("says what is left out beside it", () => {
    const [notice] = accept(["upload/index.php", ...MANUAL]).notices;
    expect(notice?.message).toBe(
      'The application is "upload": that folder is the release; "Documentation", "licence.txt" beside it are left out',
    );
  });

  it("is the one that its owner names", () => {
    expect(accept(["a/artisan", "b/artisan"], { root: "./b/" }).nodes.map(({ path }) => path)).toEqual(["artisan"]);
    expect(accept(["upload/index.php", ...MANUAL], { root: "." }).nodes).toHaveLength(7);
    expect(refusal(["a/artisan"], { root: "c" })).toMatchObject({ code: "archive-ambiguous" });
    expect(refusal(["a/artisan"], { root: "a/artisan" })).toMatchObject({ code: "archive-ambiguous" });
    expect(refusal(["a/artisan"], { root: "../x" })).toMatchObject({ code: "archive-ambiguous" });
  });
});

describe("where its owner is asked", () => {
  it.each<{
    readonly about: string;
    readonly names: readonly string[];
    readonly code: string;
    readonly says: RegExp;
    readonly next: RegExp;
  }>([
    {
      about: "two applications",
      names: ["script/artisan", "admin/artisan"],
      code: "archive-ambiguous",
      says: /"script", "admin"/,
      next: /--root "script"/,
    },
    {
      about: "an application beside code",
      names: ["script/artisan", "addons/x.php"],
      code: "archive-ambiguous",
      says: /what lies beside is not documentation only/,
      next: /--root "script"; for all of it: --root "\."/,
    },
    {
      about: "main files of a market: the vendor's ZIP beside its manual",
      names: ["Documentation/index.html", "smartshop-v3.zip", "licence.txt"],
      code: "archive-nested",
      says: /another archive: "smartshop-v3.zip"/,
      next: /name "smartshop-v3.zip" in it instead/,
    },
    {
      about: "several archives in a folder",
      names: ["main/install.zip", "main/update-from-2.zip", "main/manual.pdf"],
      code: "archive-nested",
      says: /other archives: "main\/install.zip", "main\/update-from-2.zip"/,
      next: /"main\/install.zip"/,
    },
    {
      about: "a whole site of Holdfast's",
      names: ["releases/1/artisan", "shared/.env", "current"],
      code: "archive-ambiguous",
      says: /is a whole site/,
      next: /--root "releases\/NAME"/,
    },
    {
      about: "a whole site in a folder",
      names: ["site/releases/1/artisan", "site/shared/.env", "site/current"],
      code: "archive-ambiguous",
      says: /is a whole site/,
      next: /--root "site\/releases\/NAME"/,
    },
  ])("$about", ({ names, code, says, next }) => {
    const error = refusal(names);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
    expect(error.hint).toMatch(next);
  });
});

describe("a folder as a delivery", () => {
  it("leaves out the history of git, and says so", () => {
    const listing = accept(["artisan", ".git/", ".git/HEAD", "sub/.git/", "sub/x"], { kind: "folder" });
    expect(listing.nodes.map(({ path }) => path)).toEqual(["artisan", "sub", "sub/x"]);
    expect(listing.notices.map(({ code }) => code)).toEqual(["git-left-out"]);
  });

  it("may have two names that differ in case, as its disk has", () => {
    expect(accept(["artisan", "a", "A"], { kind: "folder" }).nodes).toHaveLength(3);
    expect(refusal(["artisan", "a", "A"])).toMatchObject({ code: "archive-refused" });
  });
});
