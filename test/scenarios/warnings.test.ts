import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, must, persist, siteOf, start } from "../support/cli.ts";
import { live } from "../support/deliveries-of.ts";
import { type TreeShape, writeTree } from "../support/tree.ts";
import { hooked, release, SHOP, shop, text, update } from "./shop.ts";

const manifestOf = (version: string): string =>
  JSON.stringify({ name: "shop", version, dependencies: { next: "15.1.0", react: "19.0.0" } });

/** What nobody but the owner can do is said when it matters, with what to do. */
describe("what Holdfast can only warn of", () => {
  it("13: after a switch it says that PHP may go on with the old code, unless a command of the owner's sees to it", () => {
    const site = shop();
    const first = must(update(site, "1.1"));
    expect(first.out).toContain("PHP may go on answering with the code that was live before");
    expect(first.out).toContain("👉 Reload PHP-FPM, or restart PHP in the hosting panel");
    expect(must(holdfast(["rollback", "--site", site.root])).out).toContain("👉 Reload PHP-FPM");
    // Stands in for the reload, which this machine has nothing for.
    const hook = hooked({ "after-activate": ["echo reload php-fpm > reloaded"] });
    expect(must(update(site, "1.2", hook)).out).not.toContain("Reload PHP-FPM");
    expect(existsSync(live(site, "reloaded"))).toBe(true);
    expect(text(site.shared, "MANUAL-SETUP-GUIDE.md")).toContain(
      "fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name;",
    );
  });

  it("19: a backup of the code's folder holds no data, and that is said with the folder to add", () => {
    const lock: TreeShape = {
      "composer.json": '{"require":{"laravel/framework":"^11.0","spatie/laravel-backup":"^9.0"}}',
      "config/backup.php": "<?php return ['backup' => ['source' => ['files' => [\n    'follow_links' => false,\n]]]];",
    };
    const site = siteOf("flat", { ...SHOP, ...lock });
    const { out } = persist(site.app);
    expect(out).toContain(`that lives in "${site.shared}" now`);
    expect(out).toContain("👉 Add that folder to your backup");
    expect(out).toContain("spatie/laravel-backup does not follow links as it comes");
    expect(out).toContain("'follow_links' => true");
    const listed = (folder: string): string =>
      must(start(["sh", "-c", `tar -cf - -C '${dirname(folder)}' '${folder.replace(/.*\//, "")}' | tar -tf -`])).out;
    expect(listed(site.app)).not.toContain("photo.jpg");
    expect(listed(site.shared)).toContain("photo.jpg");
    expect(text(site.shared, "MANUAL-SETUP-GUIDE.md")).toContain(`- \`${site.shared}/public/uploads\``);

    writeTree(site.app, { "config/backup.php": "<?php return [\n    'follow_links' => true,\n];" });
    expect(holdfast(["inspect", site.app]).out).not.toContain("spatie/laravel-backup does not follow");
    expect(persist(site.app).out).not.toContain("Add that folder to your backup");
  });

  it("25: of a front end it says what open pages and a running server still ask for; uploads are there all the same", () => {
    const page: TreeShape = {
      "package.json": manifestOf("1.0.0"),
      "next.config.mjs": "export default {};",
      "public/icon.svg": "<svg/>",
      "app/page.jsx": "export default function Page() { return null; }",
    };
    const built = (name: string): TreeShape => ({ ".next/BUILD_ID": name, [`.next/static/chunks/${name}.js`]: name });
    const site = siteOf("releases", { ...page, ...built("one"), "public/uploads/u.jpg": "upload" });
    expect(persist(site.app).out).toContain("restart it after each switch");
    const source = join(dirname(site.root), "next");
    writeTree(source, {
      ...page,
      "package.json": manifestOf("1.1.0"),
      ...built("two"),
    });
    const { out } = must(release(site, source));
    expect(out).toContain("pages that are still open ask for files of the old build");
    expect(out).toContain("set deploymentId in next.config");
    expect(out).toContain("serve uploads from the web server or a route");
    expect(readdirSync(live(site, ".next/static/chunks"))).toEqual(["two.js"]);
    expect(text(live(site, "public/uploads/u.jpg"))).toBe("upload");
    // The old build stands where it stood, for whoever hands its files to open pages.
    expect(text(site.app, ".next/static/chunks/one.js")).toBe("one");
  });
});
