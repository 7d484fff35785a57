import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, must, persist, siteOf, start } from "../support/cli.ts";
import { live, listed } from "../support/deliveries-of.ts";
import { expectReachable, lostSince } from "../support/intact.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { SHOP, shop, text, update } from "./shop.ts";
import { delivered } from "../support/deliveries-of.ts";

describe("data that people made", () => {
  it("01: a folder that nobody had declared is taken along, and kept when its release is pruned", () => {
    const site = shop();
    must(update(site, "1.1"));
    writeTree(live(site), {
      "public/kvitton/c1.txt": "certificate",
      "Modules/Bought/module.json": '{"name":"Bought"}',
    });
    const { out } = must(update(site, "1.2"));
    expect(out).toContain("public/kvitton");
    expect(text(live(site, "public/kvitton/c1.txt"))).toBe("certificate");
    expect(text(live(site, "Modules/Bought/module.json"))).toBe('{"name":"Bought"}');
    expect(out).not.toContain("does not come along");
    expect(must(update(site, "1.3")).out).toContain('The site again made a file in "public/kvitton"');
    must(holdfast(["prune", "--keep", "2", "--site", site.root, "--yes"]));
    expect(listed(site).map(({ version }) => version)).toEqual(["1.3", "1.2", null]);
    expect(text(live(site, "public/kvitton/c1.txt"))).toBe("certificate");
  });

  it("02: the first run moves data and copies nothing, also over the half copy of another deployer", () => {
    const site = siteOf("releases", SHOP);
    writeTree(site.app, { "public/uploads/second.jpg": "second" });
    writeTree(site.shared, { "public/uploads/photo.jpg": "half" });
    const before = manifest(site.root);
    persist(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expectReachable(site.app, SHOP);
    expect(text(site.shared, "public/uploads/second.jpg")).toBe("second");
  });

  it("03: git clean removes links at most; recover makes them again", () => {
    const site = shop("flat");
    writeTree(site.app, { ".gitignore": "/.env\n/storage\n" });
    start(["git", "-C", site.app, "init", "-q"]);
    must(start(["git", "-C", site.app, "add", "app", "config", "composer.json", "artisan", "public/index.php"]));
    must(start(["git", "-C", site.app, "clean", "-ffdxq"]));
    expect(existsSync(join(site.app, ".env"))).toBe(false);
    expect(existsSync(join(site.app, "public/uploads"))).toBe(false);
    expect(holdfast(["check", site.app]).code).toBe(1);
    must(holdfast(["recover", site.app]));
    expect(text(site.app, ".env")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(text(site.app, "public/uploads/photo.jpg")).toBe("demo photo");
    expect(text(site.app, "storage/app/public/a.jpg")).toBe("picture a");
  });

  it("04: what a delivery ships in people's folders overwrites nothing", () => {
    const site = shop();
    writeFileSync(live(site, "public/uploads/photo.jpg"), "of a customer");
    must(
      update(site, "1.1", {
        ".env": "APP_KEY=vendor\n",
        "public/uploads/photo.jpg": "demo, again",
        "storage/app/public/a.jpg": "demo a",
      }),
    );
    expect(text(live(site, ".env"))).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(text(live(site, "public/uploads/photo.jpg"))).toBe("of a customer");
    expect(text(live(site, "storage/app/public/a.jpg"))).toBe("picture a");
  });

  it("05: what a delivery adds to people's folders arrives", () => {
    const site = shop();
    must(
      update(site, "1.1", {
        "storage/app/templates/invoice.html": "a template",
        "storage/framework/views/.gitignore": "*",
        "public/uploads/default.png": "default",
      }),
    );
    expect(text(live(site, "storage/app/templates/invoice.html"))).toBe("a template");
    expect(text(live(site, "storage/framework/views/.gitignore"))).toBe("*");
    expect(text(live(site, "public/uploads/default.png"))).toBe("default");
    expect(readdirSync(live(site, "storage/framework/sessions"))).toEqual([]);
  });

  it("06: no example, empty or vendor's .env goes live; what the new example has more is said", () => {
    const site = shop();
    must(update(site, "1.1", { ".env": "", ".env.example": "APP_KEY=\nDB_PASSWORD=\nMAIL_HOST=localhost\n" }));
    expect(text(live(site, ".env"))).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    const { out } = must(holdfast(["env"], { cwd: site.root }));
    expect(out).toContain("MAIL_HOST=localhost");

    const root = join(freshFolder(), "site");
    mkdirSync(root);
    const source = delivered({ root }, "1.0", { ".env.example": "APP_KEY=example\n" });
    must(holdfast(["release", source, "--site", root, "--yes"]));
    expect(existsSync(join(root, "shared/.env"))).toBe(false);
    expect(existsSync(join(root, "current/.env"))).toBe(false);
    rmSync(source, { recursive: true });
    expect(readdirSync(dirname(root))).toEqual(["site"]);
  });

  it("09: an updater that puts a folder in the link's place detaches nothing: both are put together", () => {
    const site = shop("flat");
    unlinkSync(join(site.app, "public/uploads"));
    writeTree(site.app, { "public/uploads/new.jpg": "after the update" });
    const { code, out } = holdfast(["check", site.app]);
    expect(code).toBe(1);
    expect(out).toContain("public/uploads");
    persist(site.app);
    expect(text(site.app, "public/uploads/new.jpg")).toBe("after the update");
    expect(text(site.app, "public/uploads/photo.jpg")).toBe("demo photo");
    expect(lstatSync(join(site.app, "public/uploads")).isSymbolicLink()).toBe(true);
  });
});
