import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  holdfastJson,
  LAYOUTS,
  must,
  nextVersion,
  persist,
  persistedSite,
  type Site,
  start,
} from "../support/cli.ts";
import { expectReachable, lostSince } from "../support/intact.ts";
import { manifest, writeTree } from "../support/tree.ts";

/** Files of ours in shared, written anew. */
const OWN = /^shared\/(\.[a-z-]+|[A-Z-]+\.md|[a-z-]+\.sh)$/;

const undo = (site: Site, ...more: string[]) => holdfast(["undo", site.app, "--yes", ...more]);

/** Links below the app that lead into shared. */
function linksToShared(site: Site): string[] {
  return [...manifest(site.app)].filter(([, what]) => /^link (\.\.\/)+shared\//.test(what)).map(([path]) => path);
}

describe.each(LAYOUTS)("undo, %s layout", (layout) => {
  it("makes every link a plain file or folder again, with every byte and mode, and the site does without shared", () => {
    const site = persistedSite(layout);
    const before = manifest(site.root);
    const ended = must(undo(site));
    expect(ended.out).toContain("✅ public/uploads is a plain folder of the application's");
    expect(ended.out).toContain("The site works without Holdfast now");
    expect(linksToShared(site)).toEqual([]);
    expect(lstatSync(join(site.app, ".env")).isFile()).toBe(true);
    expect(lstatSync(join(site.app, "storage")).isDirectory()).toBe(true);
    expectReachable(site.app);
    expect(lostSince(before, site.root).filter((path) => !OWN.test(path))).toEqual([]);
    if (layout === "releases") expect(readlinkSync(join(site.root, "current"))).toMatch(/^releases\//);
    renameSync(site.shared, `${site.root}-away`);
    expectReachable(site.app);
  });

  it("leaves no file of the app under a second name, and every old path in shared leads to the app's", () => {
    const site = persistedSite(layout);
    must(undo(site));
    for (const path of [".env", "storage/logs/laravel.log", "public/uploads/photo.jpg"]) {
      expect(statSync(join(site.app, path)).nlink, path).toBe(1);
      appendFileSync(join(site.shared, path), "+");
      expect(readFileSync(join(site.app, path), "utf8").endsWith("+"), path).toBe(true);
    }
    expect([...manifest(join(site.shared, ".holdfast/stage")).keys()]).toEqual([]);
  });

  it("can be run again and changes nothing then", () => {
    const site = persistedSite(layout);
    must(undo(site));
    const before = manifest(site.root);
    expect(must(undo(site)).out).toContain("Nothing to do");
    expect(must(holdfast(["recover", site.app, "--yes"])).out).toContain("Nothing to do");
    expect(manifest(site.root)).toEqual(before);
  });

  it("is said by check, by health-check.sh and by emergency-recovery.sh, which changes nothing", () => {
    const site = persistedSite(layout);
    must(undo(site));
    const before = manifest(site.root);
    const words = "Undone: data stands in the application's own folder";
    const check = must(holdfast(["check", site.app]));
    expect(check.out).toContain(words);
    expect(must(start(["sh", join(site.shared, "health-check.sh")])).out).toBe(check.out);
    expect(must(start(["sh", join(site.shared, "emergency-recovery.sh")])).out).toContain("This site was undone");
    expect(manifest(site.root)).toEqual(before);
  });

  it("a later persist takes what the app has by then: nothing older comes back, nothing that was deleted", () => {
    const site = persistedSite(layout);
    must(undo(site));
    writeFileSync(join(site.app, "storage/logs/laravel.log"), "newer log");
    renameSync(join(site.app, "public/uploads/photo.jpg"), join(site.app, "public/uploads/renamed.jpg"));
    unlinkSync(join(site.app, "public/invoices/i1.pdf"));
    rmSync(join(site.app, "public/exports"), { recursive: true });
    writeTree(site.app, { ".env.new": { text: "APP_KEY=newer\n", mode: 0o600 }, "public/media/new.mp4": "new film" });
    renameSync(join(site.app, ".env.new"), join(site.app, ".env"));
    persist(site.app);
    expect(readFileSync(join(site.shared, "storage/logs/laravel.log"), "utf8")).toBe("newer log");
    expect(readFileSync(join(site.shared, ".env"), "utf8")).toBe("APP_KEY=newer\n");
    expect(existsSync(join(site.shared, "public/uploads/photo.jpg"))).toBe(false);
    expect(existsSync(join(site.shared, "public/invoices/i1.pdf"))).toBe(false);
    expect(readFileSync(join(site.shared, "public/uploads/renamed.jpg"), "utf8")).toBe("demo photo");
    expect(readFileSync(join(site.shared, "public/media/new.mp4"), "utf8")).toBe("new film");
    expect(readlinkSync(join(site.app, "storage"))).toBe(`${site.up}/shared/storage`);
    expect(lstatSync(join(site.shared, "storage")).isDirectory()).toBe(true);
    expect(must(holdfast(["check", site.app])).out).not.toContain("Undone");
    expect(must(holdfast(["persist", site.app, "--yes"])).out).toContain("Nothing to do");
  });

  it("back and forth ends where it began", () => {
    const site = persistedSite(layout);
    const before = manifest(site.app);
    for (let round = 0; round < 3; round++) {
      must(undo(site));
      persist(site.app);
    }
    expect(manifest(site.app)).toEqual(before);
    expect(lstatSync(join(site.shared, "public/uploads")).isDirectory()).toBe(true);
    expectReachable(site.app);
  });

  it("shows with --dry-run what it would do, and asks when nobody says --yes", () => {
    const site = persistedSite(layout);
    const before = manifest(site.root);
    const shown = must(holdfast(["undo", site.app, "--dry-run"]));
    expect(shown.out).toContain("Put the data in the place of the link public/uploads");
    const asked = holdfast(["undo", site.app]);
    expect(asked.code).toBe(2);
    expect(asked.err).toContain("nobody is there to ask");
    expect(manifest(site.root)).toEqual(before);
  });

  it("writes a line into the history and says what it did as a document", () => {
    const site = persistedSite(layout);
    const { json, code } = holdfastJson(["undo", site.app, "--yes"]);
    expect(code).toBe(0);
    expect(json).toMatchObject({ command: "undo", changed: true, outcome: { refused: [] } });
    expect(readFileSync(join(site.shared, ".deployment-history"), "utf8")).toMatch(
      / undo ".*" command=undo result=done/,
    );
  });

  it("leaves links of its owner's alone, and what stands in both places", () => {
    const site = persistedSite(layout);
    unlinkSync(join(site.app, "public/media"));
    symlinkSync("/srv/media", join(site.app, "public/media"));
    unlinkSync(join(site.app, "public/avatars"));
    writeTree(site.app, { "public/avatars/2.png": "another" });
    const ended = undo(site);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('"public/avatars" is a real folder in the application, where a link was');
    expect(ended.out).toContain("still linked: public/avatars");
    expect(readlinkSync(join(site.app, "public/media"))).toBe("/srv/media");
    expect(readFileSync(join(site.shared, "public/avatars/1.png"), "utf8")).toBe("avatar");
    holdfast(["recover", site.app, "--yes"]);
    expect(readFileSync(join(site.app, "public/avatars/2.png"), "utf8")).toBe("another");
    expect(readFileSync(join(site.app, "public/avatars/1.png"), "utf8")).toBe("avatar");
    undo(site);
    expect(lstatSync(join(site.app, "public/avatars")).isDirectory()).toBe(true);
    expect(readFileSync(join(site.app, "public/avatars/1.png"), "utf8")).toBe("avatar");
  });
});

describe("undo", () => {
  it("keeps files with several names, and what only shared's own names say", () => {
    const site = persistedSite("flat");
    linkSync(join(site.shared, "public/uploads/photo.jpg"), join(site.shared, "public/uploads/same.jpg"));
    must(undo(site));
    const [a, b] = ["photo.jpg", "same.jpg"].map((name) => statSync(join(site.app, "public/uploads", name)));
    expect(a?.ino).toBe(b?.ino);
    expect(a?.nlink).toBe(2);
  });

  it("refuses a site that was never persisted, and a release that is not live", () => {
    const site = persistedSite("releases");
    const next = nextVersion(site, BOUGHT_SCRIPT);
    persist(next.app);
    const ended = holdfast(["undo", next.app, "--yes"]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("is not the release that is live");
    expect(must(holdfast(["undo", site.root, "--yes"])).out).toContain(site.app);
    // The release that is not live goes on reading what is live.
    expect(readFileSync(join(next.app, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });

  it("while a site is undone, no release is switched or removed", () => {
    const site = persistedSite("releases");
    const next = nextVersion(site, BOUGHT_SCRIPT);
    persist(next.app);
    must(undo(site));
    for (const args of [
      ["rollback", "2026-01-16_09-30-00"],
      ["prune", "--keep", "1", "--yes"],
    ]) {
      const ended = holdfast([...args, "--site", site.root]);
      expect(ended.code, ended.out).toBe(2);
      expect(ended.err).toContain("Keep it in shared again first");
    }
  });
});
