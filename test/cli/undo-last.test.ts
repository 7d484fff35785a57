import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  must,
  nextVersion,
  NEXT_RELEASE,
  FIRST_RELEASE,
  persist,
  persistedSite,
} from "../support/cli.ts";
import { manifest, writeTree } from "../support/tree.ts";

const last = (app: string, ...more: string[]) => holdfast(["undo", app, "--last", "--yes", ...more]);

describe("undo --last", () => {
  it("persist: what this run linked is the app's own again, and what was linked before stays", () => {
    const site = persistedSite("flat");
    writeTree(site.app, { "public/signatures/1.png": "signed" });
    must(holdfast(["decide", site.app, "--set", "public/signatures=user"]));
    persist(site.app);
    expect(lstatSync(join(site.app, "public/signatures")).isSymbolicLink()).toBe(true);
    const ended = must(last(site.app));
    expect(ended.out).toContain("✅ public/signatures is a plain folder of the application's");
    expect(ended.out).not.toContain("works without Holdfast");
    expect(ended.out).not.toContain("nothing needs it");
    expect(ended.out).toMatch(/The site needs shared as before: .*public\/\w+.* lead there/);
    expect(ended.out).toContain(`👉 To give back all of it: holdfast undo ${site.app}`);
    expect(lstatSync(join(site.app, "public/signatures")).isDirectory()).toBe(true);
    expect(lstatSync(join(site.app, "public/uploads")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(site.app, "public/signatures/1.png"), "utf8")).toBe("signed");
    const again = last(site.app);
    expect(again.code).toBe(2);
    expect(again.err).toContain("the last command was an undo");
    expect(again.err).toContain("Instead: holdfast persist");
    persist(site.app);
    expect(lstatSync(join(site.app, "public/signatures")).isSymbolicLink()).toBe(true);
  });

  it("persist: what cannot be given back is named, and that a whole undo is more than this part", () => {
    const site = persistedSite("flat");
    writeTree(site.app, { "public/signatures/1.png": "signed" });
    must(holdfast(["decide", site.app, "--set", "public/signatures=user"]));
    persist(site.app);
    renameSync(join(site.shared, "public/signatures"), join(site.root, "taken-away"));
    const { code, out } = last(site.app);
    expect([code, out]).toEqual([1, expect.stringContaining('"public/signatures" stays linked')]);
    expect(out).toContain(`with it all else that is linked: holdfast undo ${site.app}`);
    expect(out).not.toContain("then run:");
  });

  it("persist: a release afterwards names what was given back, and both ways on", () => {
    const site = persistedSite("releases");
    writeTree(site.app, { "public/signatures/1.png": "signed" });
    must(holdfast(["decide", site.app, "--set", "public/signatures=user"]));
    persist(site.app);
    must(last(site.app));
    const next = join(site.root, "../next");
    mkdirSync(next);
    writeTree(next, { ...BOUGHT_SCRIPT, VERSION: "2" });
    const release = ["release", next, "--site", site.root, "--yes"];
    const refused = holdfast(release);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('"public/signatures" of "');
    const decide = /holdfast (decide [^;]* --set public\/signatures=asset);/.exec(refused.err)?.[1] ?? "";
    must(holdfast(decide.split(" ")));
    persist(site.app);
    expect(lstatSync(join(site.app, "public/signatures")).isDirectory()).toBe(true);
    must(holdfast(release));
    expect(readFileSync(join(site.root, "current/VERSION"), "utf8")).toBe("2");
    // Nobody knows what was shipped here: what is the code's stays with its release.
    expect(readFileSync(join(site.app, "public/signatures/1.png"), "utf8")).toBe("signed");
  });

  it("persist that linked all there is: nothing leads to shared any more, and that is said", () => {
    const site = persistedSite("flat");
    expect(must(last(site.app)).out).toContain("The site works without Holdfast now");
  });

  it("rollback: what was live before is live again, and once more it is taken back, too", () => {
    const site = persistedSite("releases");
    const next = nextVersion(site, BOUGHT_SCRIPT);
    persist(next.app);
    must(holdfast(["rollback", NEXT_RELEASE, "--site", site.root]));
    expect(readlinkSync(join(site.root, "current"))).toBe(`releases/${NEXT_RELEASE}`);
    must(last(site.root));
    expect(readlinkSync(join(site.root, "current"))).toBe(`releases/${FIRST_RELEASE}`);
    must(last(site.root));
    expect(readlinkSync(join(site.root, "current"))).toBe(`releases/${NEXT_RELEASE}`);
    unlinkSync(join(site.root, "current"));
    symlinkSync(`releases/${FIRST_RELEASE}`, join(site.root, "current"));
    const refused = last(site.root);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("something else was made live since the last rollback");
  });

  it("env --add-missing: the lines go from the end again, as long as they are its end", () => {
    const site = persistedSite("flat");
    writeFileSync(join(site.app, ".env.example"), "APP_KEY=\nDB_PASSWORD=\nMAIL_HOST=localhost\n");
    const before = readFileSync(join(site.shared, ".env"));
    must(holdfast(["env", site.app, "--add-missing"]));
    expect(readFileSync(join(site.shared, ".env"), "utf8")).toContain("MAIL_HOST");
    expect(must(last(site.app)).out).toContain("are gone from");
    expect(readFileSync(join(site.shared, ".env"))).toEqual(before);
    expect(lstatSync(join(site.shared, ".env")).mode & 0o777).toBe(0o600);
    must(holdfast(["env", site.app, "--add-missing"]));
    writeFileSync(join(site.shared, ".env"), `${readFileSync(join(site.shared, ".env"), "utf8")}MINE=1\n`);
    const refused = last(site.app);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("no longer the end of");
    expect(readFileSync(join(site.shared, ".env"), "utf8")).toContain("MINE=1");
  });

  it("decide: the decisions file has the text that it had, or is gone where there was none", () => {
    const site = persistedSite("flat");
    const file = join(site.app, "holdfast.json");
    must(holdfast(["decide", site.app, "--set", "public/flags=user"]));
    expect(must(last(site.app)).out).toContain("there was none before");
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, '{ "paths": { "public/js": "asset" } }\n');
    must(holdfast(["decide", site.app, "--set", "public/flags=user"]));
    must(last(site.app));
    expect(readFileSync(file, "utf8")).toBe('{ "paths": { "public/js": "asset" } }\n');
    must(holdfast(["decide", site.app, "--set", "public/flags=user"]));
    writeFileSync(file, "{}");
    const refused = last(site.app);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("was changed since");
  });

  it("serve: the site is served as before, and once more it is taken back, too; the first way cannot be", () => {
    const site = persistedSite("releases");
    const root = join(site.root, "public_html");
    mkdirSync(root);
    const kindOf = (path: string): string => (lstatSync(join(root, path)).isSymbolicLink() ? "link" : "real");
    must(holdfast(["serve", "entries", "--site", site.root, "--yes"]));
    const entries = manifest(root);
    const first = last(site.root);
    expect([first.code, first.err.includes("nothing is known of how the site was served before")]).toEqual([2, true]);
    expect(first.err).toContain(`Instead: holdfast serve --site "${site.root}"`);
    must(holdfast(["serve", "loader", "--site", site.root, "--yes"]));
    expect(kindOf("index.php")).toBe("real");
    const before = manifest(site.root);
    must(last(site.root, "--dry-run"));
    expect(manifest(site.root)).toEqual(before);
    expect(must(last(site.root)).out).toContain("🟢 Served by entries");
    expect(manifest(root)).toEqual(entries);
    expect(must(last(site.root)).out).toContain("🟢 Served by loader");
    expect(kindOf("index.php")).toBe("real");
    expect(readFileSync(join(root, "uploads/photo.jpg"), "utf8")).toBe("demo photo");
    must(holdfast(["serve", "link", "--site", site.root, "--yes"]));
    must(last(site.root));
    expect(lstatSync(root).isDirectory()).toBe(true);
    expect(must(holdfast(["check", join(site.root, "current")])).out).toContain("❌ 0 failed");
  });

  it("prune: cannot be taken back, and is said so; a dry run of anything changes nothing", () => {
    const site = persistedSite("releases");
    const next = nextVersion(site, BOUGHT_SCRIPT);
    persist(next.app);
    must(holdfast(["rollback", NEXT_RELEASE, "--site", site.root]));
    const before = manifest(site.root);
    must(last(site.root, "--dry-run"));
    expect(manifest(site.root)).toEqual(before);
    writeTree(site.root, { "releases/2026-01-10_00-00-00/index.php": "old" });
    must(holdfast(["prune", "--release", "2026-01-10_00-00-00", "--rescue-unknown", "--yes", "--site", site.root]));
    const refused = last(site.root);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("releases that were removed are gone");
  });
});
