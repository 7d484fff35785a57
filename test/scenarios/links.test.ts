import {
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, modeOf, must, NOBODY, persist, siteOf, start } from "../support/cli.ts";
import { delivered, live, liveVersion } from "../support/deliveries-of.ts";
import { expectReachable } from "../support/intact.ts";
import { expectRefused } from "../support/refused.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { SHOP, shop, text, update } from "./shop.ts";

/** Everything of a site belongs to another user than the one who runs the commands, as where root deploys. */
function ownedByNobody(root: string): void {
  must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, root]));
}

describe("links, owners and rights", () => {
  it("10: a link that leads to the wrong place is named, and no release takes its data off the site", () => {
    const site = shop();
    const wrong = join(freshFolder(), "wrong");
    writeTree(wrong, { "elsewhere.jpg": "elsewhere" });
    unlinkSync(live(site, "public/uploads"));
    symlinkSync(wrong, live(site, "public/uploads"));
    const { code, out } = holdfast(["check", site.app]);
    expect(code).toBe(1);
    expect(out).toContain(`Wrong symlink: public/uploads → ${wrong}`);
    const source = delivered(site, "1.1");
    rmSync(join(source, "public/uploads"), { recursive: true });
    const args = ["release", source, "--site", site.root, "--yes"];
    const next = `make one with the same end at "${site.shared}/public/uploads"`;
    expectRefused(site, args, { code: 2, says: "the site would be without what lies behind that link", next });

    unlinkSync(live(site, "public/uploads"));
    renameSync(join(site.shared, "public/uploads"), join(site.root, "..", "before"));
    symlinkSync(wrong, join(site.shared, "public/uploads"));
    persist(site.app);
    must(holdfast(args));
    expect(text(live(site, "public/uploads/elsewhere.jpg"))).toBe("elsewhere");
  });

  it("11: sed -i on .env makes a file of the link; the edit is kept by the next release, and the older text too", () => {
    const site = shop();
    must(start(["sed", "-i", "s/live/edited/", live(site, ".env")]));
    expect(lstatSync(live(site, ".env")).isSymbolicLink()).toBe(false);
    expect(holdfast(["check", site.app]).code).toBe(1);
    must(update(site, "1.1"));
    expect(lstatSync(live(site, ".env")).isSymbolicLink()).toBe(true);
    expect(text(live(site, ".env"))).toBe("APP_KEY=edited\nDB_PASSWORD=secret\n");
    expect(must(holdfast(["rescued"], { cwd: site.root })).out).toContain(".env");
    expect(modeOf(live(site, ".env"))).toBe(0o600);
  });

  it("15: links are relative and belong to the site's owner, also where root makes them", () => {
    const site = siteOf("releases", SHOP);
    ownedByNobody(site.root);
    must(update(site, "1.1"));
    const links = [...manifest(site.root)].filter(([, what]) => what.startsWith("link "));
    expect(links.length).toBeGreaterThan(10);
    for (const [path, what] of links) {
      expect(what, path).not.toMatch(/^link \//);
      expect(lstatSync(join(site.root, path)).uid, path).toBe(NOBODY);
    }
    const { code, out } = start(["cat", live(site, "storage/app/public/a.jpg")], { as: NOBODY });
    expect([code, out]).toEqual([0, "picture a"]);
  });

  it("16: folders and releases that root makes are the site's user's, modes stay, a secret stays private", () => {
    const site = siteOf("releases", { ...SHOP, "public/uploads/private.txt": { text: "private", mode: 0o640 } });
    ownedByNobody(site.root);
    must(update(site, "1.1", { "storage/app/new/a.txt": "new" }));
    const ours = ["app/new", "framework/views", "logs"].map((path) => live(site, `storage/${path}`));
    for (const path of [...ours, live(site, "public/index.php"), live(site, "public"), live(site)])
      expect(statSync(path).uid, path).toBe(NOBODY);
    expect(modeOf(live(site, ".env"))).toBe(0o600);
    expect(modeOf(live(site, "public/uploads/private.txt"))).toBe(0o640);
    const made = start(["touch", live(site, "storage/logs/mine.log")], { as: NOBODY });
    expect(made.code, made.err).toBe(0);
    // A folder that has another owner is named.
    chownSync(join(site.shared, "storage/logs"), 0, 0);
    lchownSync(join(site.shared, "storage/logs/mine.log"), 0, 0);
    expect(holdfast(["check", live(site)]).out).toMatch(/❌|⚠️/u);
  });

  it("20: entries inside one another, trailing slashes and another run nest nothing", () => {
    const decisions = { paths: { storage: "user", "storage/app": "user", "public/uploads/": "user" } };
    const site = siteOf("flat", { ...SHOP, "holdfast.json": JSON.stringify(decisions) });
    const spelled = [site.app, `${site.app}/`, `${site.app}//`];
    for (const app of spelled) persist(app, [`${site.shared}/`]);
    expectReachable(site.app, SHOP);
    for (const nested of ["storage/storage", "public/uploads/uploads", "storage/app/app"])
      expect(existsSync(join(site.shared, nested)), nested).toBe(false);
    expect(lstatSync(join(site.shared, "storage/app")).isDirectory()).toBe(true);
    expect(readdirSync(join(site.shared, "public/uploads"))).toEqual(["photo.jpg"]);
  });

  it("22: caches, builds and bought libraries are the release's own", () => {
    const site = shop();
    const was = readlinkSync(live(site, "bootstrap/cache"));
    must(update(site, "1.1", { "vendor/autoload.php": "<?php // newer", "public/build/manifest.json": '{"v":2}' }));
    expect(liveVersion(site)).toBe("1.1");
    expect(text(live(site, "vendor/autoload.php"))).toBe("<?php // newer");
    expect(text(live(site, "public/build/manifest.json"))).toBe('{"v":2}');
    for (const path of ["vendor", "public/build", "public/css", "public/flags"])
      expect(lstatSync(live(site, path)).isSymbolicLink(), path).toBe(false);
    expect(readlinkSync(live(site, "bootstrap/cache"))).not.toBe(was);
    expect(readdirSync(live(site, "bootstrap/cache"))).toEqual([]);
  });

  it("23: the marker of the installer survives, in storage and beside the code", () => {
    const site = shop();
    must(update(site, "1.1"));
    writeTree(live(site), { "install.lock": "done", "public/installed.txt": "done" });
    must(update(site, "1.2"));
    expect(text(live(site, "storage/installed"))).toBe("2025-05-05");
    expect(text(live(site, "install.lock"))).toBe("done");
    expect(text(live(site, "public/installed.txt"))).toBe("done");
  });
});
