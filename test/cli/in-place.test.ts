/** A site without links, on a file system that follows none: its whole life, and what it refuses. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  holdfastJson,
  must,
  NOBODY,
  persistedSite,
  type Site,
  siteOf,
  start,
  type Starting,
} from "../support/cli.ts";
import { delivered, listed, live, liveVersion } from "../support/deliveries-of.ts";
import { diskOf } from "../support/disks.ts";
import { freshFolder, manifest, type TreeShape } from "../support/tree.ts";

const ON_SITE: TreeShape = {
  ...BOUGHT_SCRIPT,
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php // 1.0",
  "other-domain/index.php": "<?php // somebody else's",
};

/** Where links are not followed. */
const withoutLinks = (shape: TreeShape = ON_SITE): Site => siteOf("flat", shape, diskOf("ext4", "nosymfollow"));

function release(site: Site, source: string, ...more: readonly string[]): ReturnType<typeof holdfast> {
  return holdfast(["release", source, "--site", live(site), "--yes", ...more]);
}

const rollback = (site: Site): ReturnType<typeof holdfast> => holdfast(["rollback", "--site", live(site), "--yes"]);

const linksIn = (folder: string): string[] =>
  [...manifest(folder)].flatMap(([path, what]) => (what.startsWith("link") ? [path] : []));

/** What users have, by its path, and what it holds. */
function expectThere(site: Site, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) expect(readFileSync(live(site, path), "utf8"), path).toBe(text);
}

describe("a site without links", () => {
  it("lives through three updates and a rollback; its data stands where it stood, and no link is ever made", () => {
    const site = withoutLinks();
    const users: Record<string, string> = {
      ".env": "APP_KEY=live\nDB_PASSWORD=secret\n",
      "public/uploads/photo.jpg": "demo photo",
      "storage/app/public/a.jpg": "picture a",
      "public/invoices/i1.pdf": "invoice",
      "other-domain/index.php": "<?php // somebody else's",
    };
    const uploads = statSync(live(site, "public/uploads")).ino;
    const old = delivered(site, "1.0", { "public/old.php": "old" });
    writeFileSync(live(site, "public/old.php"), "old");
    const first = must(release(site, delivered(site, "1.1", { "lib/new.php": "new" }), "--in-place", "--shipped", old));
    expect(first.out).toContain("🟢 Live: release ");
    expect(liveVersion(site)).toBe("1.1");
    expect(existsSync(live(site, "public/old.php"))).toBe(false);
    expectThere(site, users);

    const write = (path: string, text: string): void => {
      writeFileSync(live(site, path), text);
      users[path] = text;
    };
    write("public/uploads/since.jpg", "since");
    write("public/flags/us.svg", "our flag");
    write(".env", "APP_KEY=changed\n");
    must(release(site, delivered(site, "1.2")));
    expect(liveVersion(site)).toBe("1.2");
    expect(existsSync(live(site, "lib/new.php"))).toBe(false);
    expectThere(site, users);

    write("public/uploads/later.jpg", "later");
    must(rollback(site));
    expect(liveVersion(site)).toBe("1.1");
    expect(readFileSync(live(site, "lib/new.php"), "utf8")).toBe("new");
    expectThere(site, users);

    rmSync(live(site, "public/uploads/photo.jpg"));
    delete users["public/uploads/photo.jpg"];
    must(release(site, delivered(site, "1.3", { "public/uploads/photo.jpg": "another demo" })));
    expect(liveVersion(site)).toBe("1.3");
    expect(existsSync(live(site, "public/uploads/photo.jpg"))).toBe(false);
    expectThere(site, users);

    expect(statSync(live(site, "public/uploads")).ino).toBe(uploads);
    expect(linksIn(site.root)).toEqual([]);
    expect(must(holdfast(["persist", live(site), "--yes"])).out).toContain("Nothing to do");
    must(holdfast(["prune", "--site", live(site), "--keep", "1", "--yes"]));
    expectThere(site, users);
    expect(must(holdfast(["undo", live(site), "--yes"])).out).toContain("has no links");
    expectThere(site, users);
  });

  it("undo --last makes live what was live before the release, and once more takes that back", () => {
    const site = withoutLinks();
    must(release(site, delivered(site, "1.1"), "--in-place", "--shipped", delivered(site, "1.0")));
    must(release(site, delivered(site, "1.2")));
    const last = (): string => {
      must(holdfast(["undo", live(site), "--last", "--yes"]));
      return liveVersion(site);
    };
    expect([last(), last()]).toEqual(["1.1", "1.2"]);
    expectThere(site, { "public/uploads/photo.jpg": "demo photo" });
  });

  it("an edited file is decided as in every release: the new one is used where both changed it, and the edit is kept", () => {
    const site = withoutLinks();
    must(release(site, delivered(site, "1.1"), "--in-place", "--shipped", delivered(site, "1.0")));
    writeFileSync(live(site, "public/css/app.css"), "our css");
    writeFileSync(live(site, "config/app.php"), "<?php // ours");
    const { out } = must(release(site, delivered(site, "1.2", { "config/app.php": "<?php // theirs" })));
    expectThere(site, { "public/css/app.css": "our css", "config/app.php": "<?php // theirs" });
    expect(out).toContain("config/app.php: changed here and by the release");
    const kept = [...manifest(join(site.shared, ".holdfast/rescued")).keys()];
    expect(kept.filter((path) => path.endsWith("config/app.php"))).toHaveLength(1);
  });

  it("what will be done is told for this way: no link, no data that moves, no one step", () => {
    const site = withoutLinks();
    const next = delivered(site, "1.1");
    const told = must(holdfast(["release", next, "--site", live(site), "--in-place", "--dry-run"])).out;
    expect(told).toContain("the data stays where it is");
    expect(told).toContain("one by one");
    expect(told).not.toMatch(/linked to shared|in one step/);
    const asked = holdfast(["release", next, "--site", live(site), "--in-place"]);
    expect([asked.code, asked.err.includes("This run would change code, and nobody is there to ask")]).toEqual([
      2,
      true,
    ]);
    expect(liveVersion(site)).toBe("1.0");
  });

  it("without knowing what was shipped nothing goes, and what was live is kept beside", () => {
    const site = withoutLinks();
    writeFileSync(live(site, "public/old.php"), "whose?");
    must(release(site, delivered(site, "1.1"), "--in-place"));
    expectThere(site, { "public/old.php": "whose?", "other-domain/index.php": "<?php // somebody else's" });
    const [now, before] = listed(site);
    expect(now).toMatchObject({ state: "live", version: "1.1" });
    expect(readFileSync(join(before?.path ?? "", "public/index.php"), "utf8")).toBe("<?php // 1.0");
    expect(basename(before?.path ?? "")).toMatch(/^\.app-/);
  });

  it("check tells that the data is in place, and serve that the site has no links", () => {
    const site = withoutLinks();
    must(holdfast(["serve", "in-place", "--site", live(site)]));
    const { out } = must(holdfast(["check", live(site)]));
    expect(out).toContain("✅ In place, updates leave it alone: public/uploads");
    expect(out).toContain("✅ No links: the data stays where it is");
    expect(must(holdfast(["serve", "--site", live(site)])).out).toContain("is served by in-place");
    const again = must(holdfast(["serve", "in-place", "--site", live(site)]));
    expect(again.out).toContain("Nothing to do");
    expect(linksIn(site.root)).toEqual([]);
  });

  it("the way is left by naming the server's: it says which data comes to shared, and asks before that", () => {
    const site = siteOf("flat", ON_SITE);
    must(release(site, delivered(site, "1.1"), "--in-place"));
    expect(holdfast(["serve", "link", "--site", live(site), "--yes"]).err).toContain("holdfast serve server");
    const before = manifest(site.root);
    const leave = ["serve", "server", "--site", live(site)];
    const told = must(holdfast([...leave, "--dry-run"])).out;
    expect(told).toContain("public/uploads is data: it comes to shared, and a link takes its place");
    expect(holdfast(leave).err).toContain("nobody is there to ask");
    expect(manifest(site.root)).toEqual(before);
    must(holdfast([...leave, "--yes"]));
    expect(must(holdfast(["persist", live(site), "--yes"])).out).toContain("Nothing to do");
    expect(linksIn(site.app)).toContain("public/uploads");
    must(release(site, delivered(site, "1.2")));
    expectThere(site, { "public/uploads/photo.jpg": "demo photo" });
    expect(liveVersion(site)).toBe("1.2");
  });
});

describe("a file system without exchange (fuse2fs)", () => {
  it("the code changes name by name all the same, and comes back", () => {
    const site = siteOf("flat", ON_SITE, diskOf("fuse2fs"));
    must(
      release(
        site,
        delivered(site, "1.1", { "lib/new.php": "new" }),
        "--in-place",
        "--shipped",
        delivered(site, "1.0"),
      ),
    );
    expect(liveVersion(site)).toBe("1.1");
    writeFileSync(live(site, "public/uploads/since.jpg"), "since");
    must(rollback(site));
    expect(liveVersion(site)).toBe("1.0");
    expect(existsSync(live(site, "lib/new.php"))).toBe(false);
    expectThere(site, { "public/uploads/since.jpg": "since", "public/uploads/photo.jpg": "demo photo" });
    const own = [...manifest(site.root).keys()].filter((path) => basename(path).startsWith(".holdfast-"));
    expect(own).toEqual([]);
  });
});

describe("what is refused, with nothing changed", () => {
  function expectRefused(site: Site, argv: readonly string[], words: string): void {
    refusedAs(site, argv, { words, options: {} });
  }

  function refusedAs(
    site: Site,
    argv: readonly string[],
    { words, options }: { readonly words: string; readonly options: Starting },
  ): void {
    const before = manifest(site.app);
    const ended = holdfast(argv, options);
    expect(ended.code, ended.out).toBe(2);
    expect(ended.err).toContain(words);
    expect(manifest(site.app)).toEqual(before);
  }

  it("a site whose data is in shared: undo comes first, and then it works", () => {
    const site = persistedSite("flat", ON_SITE);
    const source = delivered(site, "1.1");
    expectRefused(site, ["release", source, "--in-place", "--site", live(site), "--yes"], "holdfast undo");
    must(holdfast(["undo", live(site), "--yes"]));
    must(release(site, source, "--in-place"));
    expect(liveVersion(site)).toBe("1.1");
    // The application's own, which leads into its own storage.
    expect(linksIn(site.app)).toEqual(["public/storage"]);
    expectThere(site, { "public/uploads/photo.jpg": "demo photo" });
  });

  it("a site with releases, and a folder without an application", () => {
    const site = siteOf("releases", ON_SITE);
    expectRefused(site, ["serve", "in-place", "--site", site.root], "stands in one folder");
    const empty = freshFolder();
    const ended = holdfast(["release", delivered(site, "1.1"), "--in-place", "--site", empty, "--yes"]);
    expect(ended.code).toBe(2);
    expect(readdirSync(empty)).toEqual([]);
  });

  it("a snapshot, a script, and releases in their own layout", () => {
    const site = siteOf("flat", ON_SITE);
    must(holdfast(["serve", "in-place", "--site", live(site)]));
    expectRefused(site, ["snapshot", "take", "--site", live(site)], "no links (in-place)");
    expectRefused(site, ["plan", live(site), "--script", join(site.root, "s.sh")], "nothing for a script to do");
    const source = delivered(site, "1.1");
    const args = ["release", source, "--site", live(site), "--yes"];
    expectRefused(site, [...args, "--layout", "releases"], "stands in one folder");
    expectRefused(site, [...args, "--snapshot"], "no snapshot");
  });

  it("a folder of the code in which this user may not change names", () => {
    const site = siteOf("flat", ON_SITE);
    must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, site.root]));
    must(start(["chown", "root:root", live(site, "public")]));
    must(start(["chmod", "755", live(site, "public")]));
    const source = delivered(site, "1.1");
    const args = ["release", source, "--in-place", "--site", live(site), "--yes"];
    refusedAs(site, args, { words: "This user may not change names in", options: { as: NOBODY } });
  });
});

it("--json names the way, and a dry run changes nothing", () => {
  const site = siteOf("flat", ON_SITE);
  mkdirSync(site.shared);
  const before = manifest(site.root);
  const { json } = holdfastJson(["serve", "in-place", "--site", live(site), "--dry-run"]);
  expect(json).toMatchObject({ way: "in-place", changed: false });
  expect(manifest(site.root)).toEqual(before);
});
