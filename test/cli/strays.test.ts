/** What a site makes and changes among its code, through updates, rollbacks and pruning. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, holdfast, holdfastJson, LAYOUTS, must, type Site, siteOf } from "../support/cli.ts";
import { delivered, listed, live, packed } from "../support/deliveries-of.ts";
import { commitAll } from "../support/git.ts";
import { writeTree } from "../support/tree.ts";

const ON_SITE: typeof BOUGHT_SCRIPT = {
  ...BOUGHT_SCRIPT,
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php // 1.0",
  "public/css/site.css": "a{}",
};
const CSS = { "public/css/site.css": "a{}" };

const release = (site: Site, source: string, ...more: readonly string[]): ReturnType<typeof holdfast> =>
  holdfast(["release", source, "--site", live(site), "--yes", ...more]);
const rollback = (site: Site): ReturnType<typeof holdfast> => holdfast(["rollback", "--site", live(site), "--yes"]);
const text = (path: string): string => readFileSync(path, "utf8");

/** A site that runs a release which arrived here. */
function updated(layout: (typeof LAYOUTS)[number]): Site {
  const site = siteOf(layout, ON_SITE);
  must(release(site, delivered(site, "1.1", CSS), "--shipped", delivered(site, "1.0", CSS)));
  return site;
}

/** Texts of rescued files by path. */
function rescued(site: Site): Record<string, string> {
  const folder = join(dirname(live(site)), "shared/.holdfast/rescued");
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => /^tx-\d+\//.test(name) && statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(names.map((name) => [name.replace(/^tx-\d+\//, ""), text(join(folder, name))]));
}

describe.each(LAYOUTS)("files of the site's own among the code, in the %s layout", (layout) => {
  it("go along with an update: made, edited, installed; a planted program is rescued and named", () => {
    const site = updated(layout);
    writeTree(live(site), {
      "public/sitemap.xml": "<urlset/>",
      "public/css/site.css": "a{color:red}",
      "Modules/Pay/pay.php": "<?php // bought",
      "public/shell.php": "<?php system($_GET[0]);",
    });
    const { out } = must(release(site, delivered(site, "1.2", CSS)));
    expect(text(live(site, "public/sitemap.xml"))).toBe("<urlset/>");
    expect(text(live(site, "public/css/site.css"))).toBe("a{color:red}");
    expect(text(live(site, "Modules/Pay/pay.php"))).toBe("<?php // bought");
    expect(existsSync(live(site, "public/shell.php"))).toBe(false);
    expect(rescued(site)).toEqual({ "public/shell.php": "<?php system($_GET[0]);" });
    expect(out).toContain(
      "public/shell.php: changed or made here, and could run (PHP): not taken along, kept in the rescue folder",
    );
    expect(out).toContain("public/sitemap.xml");
  });

  it("are not told where there are none, and nothing is rescued", () => {
    const site = updated(layout);
    const { out } = must(release(site, delivered(site, "1.2", CSS)));
    expect(out).not.toContain("🛟");
    expect(out).not.toContain("taken along");
    expect(rescued(site)).toEqual({});
  });

  it("go back with a rollback and forth again; what was deleted in between stays deleted", () => {
    const site = updated(layout);
    writeTree(live(site), { "public/a.txt": "a", "public/b.txt": "b" });
    must(release(site, delivered(site, "1.2", CSS)));
    rmSync(live(site, "public/a.txt"));
    writeFileSync(live(site, "public/b.txt"), "b, changed");
    writeFileSync(live(site, "public/c.txt"), "c");
    must(rollback(site));
    const [a, b, c] = ["a", "b", "c"].map((name) => live(site, `public/${name}.txt`));
    expect([existsSync(a ?? ""), text(b ?? ""), text(c ?? "")]).toEqual([false, "b, changed", "c"]);
    must(rollback(site));
    expect([existsSync(a ?? ""), text(b ?? ""), text(c ?? "")]).toEqual([false, "b, changed", "c"]);
  });

  it("that only an old release holds are rescued before it is removed", () => {
    const site = updated(layout);
    must(release(site, delivered(site, "1.2", CSS)));
    must(release(site, delivered(site, "1.3", CSS)));
    const oldest = listed(site).find(({ version }) => version === "1.1");
    writeFileSync(join(oldest?.path ?? "", "public/late.txt"), "written by a worker that still ran");
    must(holdfast(["prune", "--keep", "2", "--yes", "--site", live(site)]));
    expect(existsSync(oldest?.path ?? "")).toBe(false);
    expect(rescued(site)).toEqual({ "public/late.txt": "written by a worker that still ran" });
    expect(readdirSync(join(dirname(live(site)), "shared/.holdfast/baselines"))).toHaveLength(2);
  });

  it("a database among them stops an update before anything is changed, with the line that helps", () => {
    const site = updated(layout);
    writeFileSync(live(site, "public/app.bin"), "SQLite format 3\0and more");
    const next = delivered(site, "1.2", CSS);
    const stopped = release(site, next);
    expect(stopped.code).toBe(2);
    expect(stopped.err).toContain('"public/app.bin" is a database');
    expect(stopped.err).toContain("--set public/app.bin=user");
    expect(listed(site).find(({ state }) => state === "live")?.version).toBe("1.1");
  });
});

describe("an application that was there before Holdfast", () => {
  it("whose vendor's old archive is given: its edits are known", () => {
    const site = siteOf("flat", { ...ON_SITE, "public/css/site.css": "a{color:red}", "public/mine.txt": "mine" });
    const shipped = packed(delivered(site, "1.0", CSS));
    must(release(site, delivered(site, "1.1", CSS), "--shipped", shipped));
    expect(text(live(site, "public/css/site.css"))).toBe("a{color:red}");
    expect(text(live(site, "public/mine.txt"))).toBe("mine");
    expect(listed(site).find(({ state }) => state === "previous")?.pinned).toBeNull();
  });

  it("that is a checkout of git: so does git", () => {
    const site = siteOf("flat", ON_SITE);
    writeTree(site.app, { ".gitignore": "/vendor\n/node_modules\n.env\n" });
    commitAll(site.app);
    writeTree(site.app, {
      "public/css/site.css": "a{color:red}",
      "public/mine.txt": "mine",
      "vendor/x/y.php": "<?php",
    });
    must(release(site, delivered(site, "1.1", CSS)));
    expect(text(live(site, "public/css/site.css"))).toBe("a{color:red}");
    expect(text(live(site, "public/mine.txt"))).toBe("mine");
    expect(existsSync(live(site, "vendor/x/y.php"))).toBe(false);
    expect(rescued(site)).toEqual({});
  });

  it("of which nobody knows: its differences are told in groups, and its old code stays until its owner has looked", () => {
    const site = siteOf("flat", { ...ON_SITE, "public/css/site.css": "a{color:red}", "public/mine.txt": "mine" });
    const { out } = must(release(site, delivered(site, "1.1", CSS)));
    expect(out).toContain("nobody knows what was changed here");
    expect(text(live(site, "public/css/site.css"))).toBe("a{}");
    const before = listed(site).find(({ state }) => state === "previous");
    expect(before?.pinned).toContain("nobody knows which of");
    must(release(site, delivered(site, "1.2", CSS)));
    must(release(site, delivered(site, "1.3", CSS)));
    must(holdfast(["prune", "--keep", "1", "--yes", "--site", live(site)]));
    expect(text(join(before?.path ?? "", "public/mine.txt"))).toBe("mine");
  });

  it("with the archive of something else is refused, and nothing is changed", () => {
    const site = siteOf("flat", ON_SITE);
    const other = join(dirname(site.root), "other");
    mkdirSync(other);
    writeTree(other, { "a.php": "<?php", "b.php": "<?php" });
    const refused = release(site, delivered(site, "1.1", CSS), "--shipped", other);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("0 of its 2 files");
  });
});

it("the folder in which the site makes files again and again is proposed for holdfast.json", () => {
  const site = updated("releases");
  writeTree(live(site), { "public/feeds/google.xml": "<g/>" });
  must(release(site, delivered(site, "1.2", CSS)));
  writeTree(live(site), { "public/feeds/google.xml": "<g>2</g>" });
  const { json } = holdfastJson(["release", delivered(site, "1.3", CSS), "--site", live(site), "--yes"]);
  const { diagnostics } = json as { diagnostics: { code: string; hint?: string }[] };
  expect(diagnostics.find(({ code }) => code === "stray-folder")?.hint).toContain('"public/feeds": "user"');
});

it("the web root is not proposed: it holds code and data, and no one word fits all of it", () => {
  const site = updated("releases");
  const { json } = (["1.2", "1.3"] as const)
    .map((version) => {
      writeTree(live(site), {
        "public/google123.html": version,
        "public/bing.html": version,
        "public/feeds.txt": version,
      });
      return holdfastJson(["release", delivered(site, version, CSS), "--site", live(site), "--yes"]);
    })
    .at(-1) ?? { json: null };
  const { diagnostics } = json as { diagnostics: { code: string }[] };
  expect(diagnostics.map(({ code }) => code)).not.toContain("stray-folder");
  expect(readFileSync(live(site, "public/google123.html"), "utf8")).toBe("1.3");
});

it("a database that the site made among its code is taken into shared before the switch, which is said", () => {
  const site = updated("releases");
  writeFileSync(live(site, "stats.sqlite"), Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(84)]));
  const { err } = must(release(site, delivered(site, "1.2", CSS)));
  expect(err).toContain("▶ taking into shared: stats.sqlite");
  expect(lstatSync(live(site, "stats.sqlite")).isSymbolicLink()).toBe(true);
});
