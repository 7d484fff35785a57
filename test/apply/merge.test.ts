import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { persistWith, planWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };

function rescuedOf(result: ApplyResult): readonly { path: string; kept: string }[] {
  return result.kind === "applied" ? result.outcome.rescued : [];
}

const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");

describe("both sides have it, never seeded, the app is live", () => {
  it("the app's files win, shared's are rescued and named, nothing of shared is lost", () => {
    const site = freshFolder();
    writeTree(site, {
      "app/public/uploads/logo.png": "live logo",
      "app/public/uploads/deep/new.txt": "new",
      "shared/public/uploads/logo.png": "half copy",
      "shared/public/uploads/only-shared.txt": "kept",
    });
    const result = persistWith(join(site, "app"), [UPLOADS]);
    expect(readlinkSync(join(site, "app/public/uploads"))).toBe("../../shared/public/uploads");
    expect(text(site, "shared/public/uploads/logo.png")).toBe("live logo");
    expect(text(site, "shared/public/uploads/deep/new.txt")).toBe("new");
    expect(text(site, "shared/public/uploads/only-shared.txt")).toBe("kept");
    const [loser] = rescuedOf(result);
    expect(loser?.path).toBe("public/uploads/logo.png");
    expect(text(loser?.kept ?? "")).toBe("half copy");
  });
});

describe("seeded, and a new release that is not live arrives", () => {
  function siteWithRelease(): string {
    const site = freshFolder();
    writeTree(site, {
      "releases/r1/public/uploads/demo.jpg": "demo",
      "releases/r1/public/uploads/second.jpg": "second",
      "releases/r1/.env": "KEY=live\n",
    });
    persistWith(join(site, "releases/r1"), [UPLOADS, ENV]);
    writeTree(site, { current: { link: "releases/r1" } });
    return site;
  }

  it("shared is never overwritten; new files are added; the release's own version is rescued", () => {
    const site = siteWithRelease();
    writeFileSync(join(site, "shared/public/uploads/demo.jpg"), "edited by the user");
    writeTree(site, {
      "releases/r2/public/uploads/demo.jpg": "demo 2",
      "releases/r2/public/uploads/brand-new.jpg": "brand new",
      "releases/r2/.env": "KEY=vendor\n",
    });
    const result = persistWith(join(site, "releases/r2"), [UPLOADS, ENV]);
    expect(text(site, "shared/public/uploads/demo.jpg")).toBe("edited by the user");
    expect(text(site, "shared/public/uploads/brand-new.jpg")).toBe("brand new");
    expect(text(site, "shared/.env")).toBe("KEY=live\n");
    expect(readlinkSync(join(site, "releases/r2/public/uploads"))).toBe("../../../shared/public/uploads");
    const rescued = Object.fromEntries(rescuedOf(result).map(({ path, kept }) => [path, text(kept)]));
    expect(rescued).toEqual({ ".env": "KEY=vendor\n", "public/uploads/demo.jpg": "demo 2" });
  });

  it("demo content that was deleted on the site does not come back", () => {
    const site = siteWithRelease();
    unlinkSync(join(site, "shared/public/uploads/second.jpg"));
    writeTree(site, {
      "releases/r2/public/uploads/demo.jpg": "demo",
      "releases/r2/public/uploads/second.jpg": "second",
    });
    const plan = planWith(join(site, "releases/r2"), [UPLOADS, ENV]);
    expect(plan.diagnostics.map((diagnostic) => diagnostic.code)).toContain("stays-deleted");
    persistWith(join(site, "releases/r2"), [UPLOADS, ENV]);
    expect(readdirSync(join(site, "shared/public/uploads"))).toEqual(["demo.jpg"]);
  });
});

describe("seeded, live, and a real file or folder stands where our link stood", () => {
  function persisted(): string {
    const site = freshFolder();
    writeTree(site, { "app/composer.json": "{}", "app/.env": "A=1\n", "app/public/uploads/a": "a" });
    persistWith(join(site, "app"), [UPLOADS, ENV]);
    return site;
  }

  it("in unchanged code the app's .env is the one in use (sed -i): it wins, the old one is rescued", () => {
    const site = persisted();
    unlinkSync(join(site, "app/.env"));
    writeFileSync(join(site, "app/.env"), "A=2\n");
    const result = persistWith(join(site, "app"), [UPLOADS, ENV]);
    expect(text(site, "shared/.env")).toBe("A=2\n");
    expect(rescuedOf(result).map(({ kept }) => text(kept))).toEqual(["A=1\n"]);
    expect(readlinkSync(join(site, "app/.env"))).toBe("../shared/.env");
  });

  it("with the code changed in place too, both .env stay and the plan says so", () => {
    const site = persisted();
    unlinkSync(join(site, "app/.env"));
    writeFileSync(join(site, "app/.env"), "A=2\n");
    writeFileSync(join(site, "app/composer.json"), '{"version":"2"}');
    const plan = planWith(join(site, "app"), [UPLOADS, ENV]);
    expect(plan.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["two-versions"]);
    persistWith(join(site, "app"), [UPLOADS, ENV]);
    expect([text(site, "app/.env"), text(site, "shared/.env")]).toEqual(["A=2\n", "A=1\n"]);
  });

  it("when the whole tree is new code, shared wins and the vendor's file is rescued", () => {
    const site = persisted();
    renameSync(join(site, "app"), join(site, "old"));
    writeTree(site, {
      "app/composer.json": "{}",
      "app/.env": "A=vendor\n",
      "app/public/uploads/a": "vendor demo",
      "app/public/uploads/n": "n",
    });
    const result = persistWith(join(site, "app"), [UPLOADS, ENV]);
    expect(text(site, "shared/.env")).toBe("A=1\n");
    expect(text(site, "shared/public/uploads/a")).toBe("a");
    expect(text(site, "shared/public/uploads/n")).toBe("n");
    expect(
      rescuedOf(result)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([".env", "public/uploads/a"]);
  });
});

it("a real public/storage that holds files is merged into storage/app/public and the chain takes its place", () => {
  const site = freshFolder();
  writeTree(site, { "app/storage/app/public/a.jpg": "a", "app/public/storage/b.jpg": "b" });
  persistWith(join(site, "app"), [
    { path: "storage", needs: ["app/public"] },
    { path: "public/storage", chain: "storage/app/public" },
  ]);
  expect(readdirSync(join(site, "shared/storage/app/public")).sort()).toEqual(["a.jpg", "b.jpg"]);
  expect(readlinkSync(join(site, "app/public/storage"))).toBe("../../shared/public/storage");
  expect(text(site, "app/public/storage/b.jpg")).toBe("b");
});

it("a folder against a file of the same name: shared's stays for a release, the release's files are rescued one by one", () => {
  const site = freshFolder();
  writeTree(site, { "shared/public/uploads/x": "a file", "releases/r1/public/uploads/x/inner.txt": "inner" });
  const result = persistWith(join(site, "releases/r1"), [UPLOADS]);
  expect(text(site, "shared/public/uploads/x")).toBe("a file");
  expect(rescuedOf(result).map(({ path, kept }) => [path, text(kept)])).toEqual([
    ["public/uploads/x/inner.txt", "inner"],
  ]);
});

it("an empty folder of the app is kept, with its mode, and hard links stay hard links", () => {
  const site = freshFolder();
  writeTree(site, { "shared/public/uploads/old": "o", "app/public/uploads/one": "1" });
  mkdirSync(join(site, "app/public/uploads/empty"), { mode: 0o2750 });
  const mode = lstatSync(join(site, "app/public/uploads/empty")).mode;
  const inode = lstatSync(join(site, "app/public/uploads/one")).ino;
  persistWith(join(site, "app"), [UPLOADS]);
  expect(lstatSync(join(site, "shared/public/uploads/empty")).mode).toBe(mode);
  expect(lstatSync(join(site, "shared/public/uploads/one")).ino).toBe(inode);
});

it("a shared folder that somebody removed under a right link is made again, with a warning", () => {
  const site = freshFolder();
  writeTree(site, { "app/public/uploads/a": "a" });
  persistWith(join(site, "app"), [UPLOADS]);
  rmSync(join(site, "shared/public/uploads"), { recursive: true });
  const plan = planWith(join(site, "app"), [UPLOADS]);
  expect(plan.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["shared-folder-was-missing"]);
});

describe("merge: a shipped file that lives in shared", () => {
  const HTACCESS = { path: "public/.htaccess", kind: "file" as const, handling: "merge" as const };

  function shipped(): string {
    const site = freshFolder();
    writeTree(site, { "releases/r1/public/.htaccess": "version 1", "releases/r2/public/.htaccess": "version 2" });
    persistWith(join(site, "releases/r1"), [HTACCESS]);
    return site;
  }

  it("unedited: the new version is taken, the old one rescued", () => {
    const site = shipped();
    const result = persistWith(join(site, "releases/r2"), [HTACCESS]);
    expect(text(site, "shared/public/.htaccess")).toBe("version 2");
    expect(rescuedOf(result).map(({ kept }) => text(kept))).toEqual(["version 1"]);
  });

  it("edited on the server: it stays, the new version is kept beside in the rescue folder", () => {
    const site = shipped();
    writeFileSync(join(site, "shared/public/.htaccess"), "version 1 and a PHP handler");
    const result = persistWith(join(site, "releases/r2"), [HTACCESS]);
    expect(text(site, "shared/public/.htaccess")).toBe("version 1 and a PHP handler");
    expect(rescuedOf(result).map(({ kept }) => text(kept))).toEqual(["version 2"]);
  });
});

it("an entry widened to its parent keeps what our own link below it led to", () => {
  const site = freshFolder();
  writeTree(site, { "app/storage/app/public/a.jpg": "a", "app/storage/logs/l.log": "l" });
  persistWith(join(site, "app"), [{ path: "storage/app/public" }]);
  expect(readlinkSync(join(site, "app/storage/app/public"))).toBe("../../../shared/storage/app/public");
  persistWith(join(site, "app"), [{ path: "storage" }]);
  expect(readlinkSync(join(site, "app/storage"))).toBe("../shared/storage");
  expect(lstatSync(join(site, "shared/storage/app/public")).isDirectory()).toBe(true);
  expect(text(site, "app/storage/app/public/a.jpg")).toBe("a");
  expect(text(site, "app/storage/logs/l.log")).toBe("l");
});

it("a folder against a folder with a database in use beside it is not guessed about", () => {
  const site = freshFolder();
  writeTree(site, {
    "app/database/d.sqlite": "one",
    "app/database/d.sqlite-wal": "log",
    "shared/database/d.sqlite": "two",
  });
  const plan = planWith(join(site, "app"), [{ path: "database/d.sqlite", kind: "file", database: true }]);
  expect(plan.diagnostics.map(({ code }) => code)).toEqual(["two-versions"]);
});

it("a write that is acknowledged in shared at the very moment of the exchange stays, and the app's version is rescued", () => {
  const site = freshFolder();
  writeTree(site, { "app/public/uploads/f": "the app's", "shared/public/uploads/f": "older" });
  const shared = join(site, "shared/public/uploads/f");
  let isWritten = false;
  const result = persistWith(join(site, "app"), [UPLOADS], {
    beforeExchange: (_staged, there) => {
      if (there !== shared || isWritten) return;
      isWritten = true;
      writeFileSync(`${shared}.new`, "written just now");
      renameSync(`${shared}.new`, shared);
    },
  });
  expect(isWritten).toBe(true);
  expect(text(shared)).toBe("written just now");
  expect(
    rescuedOf(result)
      .map(({ kept }) => text(kept))
      .sort(),
  ).toEqual(["older", "the app's"]);
});
