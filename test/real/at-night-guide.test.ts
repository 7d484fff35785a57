/** Each command of docs/at-night.md, typed as it stands there, on sites that are broken in the way that the page is for. */
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, must, start } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { Guide } from "../support/guide.ts";
import { Reader } from "../support/reader.ts";
import { freshFolder, writeTree } from "../support/tree.ts";
import { writeLaravel } from "./laravel-skeleton.ts";

describe("at-night.md", () => {
  const guide = new Guide("at-night.md");
  const [, LOOK = "", REPAIR = ""] = guide.block("cd ~/example.com").map((line) => line.replace(/ +#.*$/, ""));
  const SITE = "example.com";

  /** A site with two releases; uploads in shared, a file of the panel's in the first release. */
  function site(): Reader {
    const reader = new Reader();
    const deliveries = freshFolder();
    mkdirSync(join(reader.home, SITE));
    const next = (version: string): string => delivered({ root: join(deliveries, "site") }, version);
    reader.has(`${guide.command("holdfast release")} ${next("1.0")} --yes`, SITE);
    writeTree(join(reader.home, SITE), { "shared/public/uploads/a.jpg": "mine" });
    reader.has(`holdfast release ${next("2.0")} --yes`, SITE);
    return reader;
  }

  /** A deployment of somebody's own has put a real folder where the link was. */
  function broken(): Reader {
    const reader = site();
    const uploads = join(reader.home, SITE, "current/public/uploads");
    rmSync(uploads);
    writeTree(uploads, { "a.jpg": "the vendor's", "a-missing-file.jpg": "came at night" });
    return reader;
  }

  const seen = ({ home }: Reader, name: string): string =>
    readFileSync(join(home, SITE, "current/public/uploads", name), "utf8");

  it("the two commands bring the images back, whatever stands in their way, and say so", () => {
    const reader = broken();
    guide.command("cd ~/example.com");
    const found = reader.types(guide.command(LOOK), SITE);
    expect(found.code).toBe(1);
    expect(found.out).toContain("Real folder where a link belongs: public/uploads");
    expect(reader.types(`${REPAIR} --dry-run`, SITE).out).toContain("public/uploads");
    expect(seen(reader, "a.jpg")).toBe("the vendor's");
    expect(reader.has(guide.command(REPAIR), SITE)).toContain("public/uploads");
    expect(reader.has(LOOK, SITE)).toContain("System is perfectly healthy!");
    // Both are kept: one in use, the other with its name in the rescue folder.
    expect(seen(reader, "a-missing-file.jpg")).toBe("came at night");
    const [search, rescue] = guide.block("   find . -path ./shared -prune -o -name 'a-missing-file.jpg' -print");
    const inRescue = guide.command(rescue?.trim() ?? "").replace("a-missing-file.jpg", "a.jpg");
    const kept = reader.has(inRescue, SITE).trim().split("\n");
    const both = [seen(reader, "a.jpg"), ...kept.map((path) => readFileSync(join(reader.home, SITE, path), "utf8"))];
    expect([...new Set(both)].sort()).toEqual(["mine", "the vendor's"]);
    expect(reader.has(guide.command(search?.trim() ?? ""), SITE)).toBe("");
    expect(reader.has(REPAIR, SITE)).toContain("Nothing had to be repaired");
  });

  it("a file that only an old release has is found, and one that was rescued comes back", () => {
    const reader = site();
    const releases = readlinkSync(join(reader.home, SITE, "current")).split("/")[0] ?? "";
    const old = start(["ls", join(reader.home, SITE, releases)]).out.split("\n")[0] ?? "";
    writeTree(join(reader.home, SITE, releases, old), { "public/odd/a-missing-file.jpg": "old" });
    const [search = ""] = guide.block("   find . -path ./shared -prune -o -name 'a-missing-file.jpg' -print");
    expect(reader.has(guide.command(search.trim()), SITE)).toContain(`${old}/public/odd/a-missing-file.jpg`);

    writeTree(join(reader.home, SITE), { "current/public/planted.php": "<?php // planted" });
    reader.has("holdfast rollback --yes", SITE);
    const list = reader.has(guide.command("holdfast rescued"), SITE);
    const run = /▪ (\d+)/.exec(list)?.[1] ?? "";
    expect(reader.has(`holdfast rescued show ${run}`, SITE)).toContain("planted.php");
    const restore = guide.command("holdfast rescued restore 12/PATH").replace("12/PATH", `${run}/public/planted.php`);
    reader.has(`${restore} --yes`, SITE);
    expect(existsSync(join(reader.home, SITE, "current/public/planted.php"))).toBe(true);
  });

  it("with Node the program does the same", () => {
    const reader = broken();
    expect(reader.types(guide.command("holdfast check"), SITE).code).toBe(1);
    reader.has(`${guide.command("holdfast recover")} --yes`, SITE);
    expect(reader.has("holdfast check", SITE)).toContain("System is perfectly healthy!");
  });

  it("a site without links is looked at and gets its old code back around its data", () => {
    const reader = new Reader();
    const app = join(reader.home, "public_html");
    writeTree(app, BOUGHT_SCRIPT);
    const next = delivered({ root: join(freshFolder(), "site") }, "2.0");
    reader.has(`holdfast release ${next} --site ~/public_html --in-place --yes`);
    reader.has(guide.command("holdfast check ~/public_html"));
    reader.has(`${guide.command("holdfast recover ~/public_html")} --yes`);
    reader.has(`${guide.command("holdfast rollback --site ~/public_html")} --yes`);
    expect(readFileSync(join(app, "public/index.php"), "utf8")).toBe("<?php // front");
    expect(readFileSync(join(app, "public/user-uploads/logo.png"), "utf8")).toBe("logo");
  });

  it("artisan storage:link is no repair: it answers success and leaves the folder that is in the way", () => {
    const reader = new Reader();
    const app = join(reader.home, "app");
    mkdirSync(app);
    writeLaravel(app, "1");
    writeTree(app, { "public/storage/a.txt": "real" });
    must(reader.types(guide.command("php artisan storage:link"), "app"));
    expect(readFileSync(join(app, "public/storage/a.txt"), "utf8")).toBe("real");
  });

  it("no command of the page is left out", () => {
    expect(guide.untyped()).toEqual([]);
  });
});
