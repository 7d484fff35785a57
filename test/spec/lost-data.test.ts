import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, holdfast, must, nextVersion, persist, persistedSite, siteOf, typed } from "../support/cli.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

/**
 * The public script that the specification describes loses data in the situations below. Each is made here as it was
 * observed, and must end with everything in place.
 */

const SAMPLE: TreeShape = {
  "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "public/index.php": "<?php",
  ".env": { text: "APP_KEY=live", mode: 0o600 },
  ".env.example": "APP_KEY=",
  "storage/.hidden": "hidden",
  "storage/app/file.txt": "file",
  "bootstrap/cache/services.php": "<?php return 1;",
  "public/invoices/i1.pdf": "invoice",
  "public/uploads/u.jpg": "upload",
};

/** Every link below a folder that leads nowhere. */
function dangling(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => lstatSync(join(folder, path)).isSymbolicLink() && !existsSync(join(folder, path)),
  );
}

describe("data that the public script loses", () => {
  it("in its first run: .env, dotfiles, the compiled cache, invoices; and links that dangle", () => {
    const site = siteOf("flat", SAMPLE);
    persist(site.app, [site.shared, "first"]);
    const kept = [".env", "storage/.hidden", "storage/app/file.txt", "public/invoices/i1.pdf", "public/uploads/u.jpg"];
    for (const path of kept) {
      const text = SAMPLE[path];
      const expected = typeof text === "string" ? text : "APP_KEY=live";
      expect(readFileSync(join(site.shared, path), "utf8"), path).toBe(expected);
      expect(readFileSync(join(site.app, path), "utf8"), path).toBe(expected);
    }
    expect(readFileSync(join(site.app, "bootstrap/cache/services.php"), "utf8")).toBe("<?php return 1;");
    expect(dangling(site.root)).toEqual([]);
  });

  it("when it is asked to verify a site that was never converted", () => {
    const site = siteOf("flat", SAMPLE);
    const before = manifest(site.root);
    const { code, err } = holdfast(["check", site.app]);
    expect(code).toBe(1);
    expect(err).toContain("has not been persisted");
    expect(manifest(site.root)).toEqual(before);
  });

  it("by taking every cPanel account for a developer's machine and making no links", () => {
    const app = join(freshFolder(), "home/cpuser/domain.com/app");
    mkdirSync(app, { recursive: true });
    writeTree(app, SAMPLE);
    persist(app);
    expect(readlinkSync(join(app, "storage"))).toBe("../shared/storage");
    expect(readlinkSync(join(app, "public/uploads"))).toBe("../../shared/public/uploads");
  });

  it("by forgetting a path that the new release lacks", () => {
    const site = persistedSite("releases", SAMPLE);
    const { "public/invoices/i1.pdf": dropped, ...without } = SAMPLE;
    expect(dropped).toBe("invoice");
    const next = nextVersion(site, without);
    persist(next.app, [next.shared, "subsequent"]);
    expect(readFileSync(join(next.app, "public/invoices/i1.pdf"), "utf8")).toBe("invoice");
    writeFileSync(join(next.app, "public/invoices/i2.pdf"), "written by the new release");
    expect(readFileSync(join(site.shared, "public/invoices/i2.pdf"), "utf8")).toBe("written by the new release");
  });

  it("by making a link inside the shared folder when it runs again", () => {
    const site = persistedSite("flat", SAMPLE);
    for (const mode of ["auto", "first", "subsequent"]) persist(site.app, [site.shared, mode]);
    expect(existsSync(join(site.shared, "storage/storage"))).toBe(false);
    expect(existsSync(join(site.shared, "bootstrap/cache/cache"))).toBe(false);
  });

  it.each([
    ["the portable recovery", (app: string, shared: string) => typed(`sh "${shared}/emergency-recovery.sh" "${app}"`)],
    ["recover", (app: string) => holdfast(["recover", app])],
  ])("when it recovers over a real folder in use, with %s", (_, recover) => {
    const site = persistedSite("flat", SAMPLE);
    unlinkSync(join(site.app, "storage"));
    writeTree(site.app, { "storage/app/new.txt": "written after the link was lost" });
    must(recover(site.app, site.shared));
    expect(readFileSync(join(site.shared, "storage/app/new.txt"), "utf8")).toBe("written after the link was lost");
    expect(readFileSync(join(site.app, "storage/app/file.txt"), "utf8")).toBe("file");
    expect(dangling(site.app)).toEqual([]);
    expect(lstatSync(join(site.shared, ".env")).mode & 0o777).toBe(0o600);
  });

  it("at the second release, whose .env and storage it copies over the live ones", () => {
    const site = persistedSite("releases", SAMPLE);
    writeTree(site.shared, { "storage/app/file.txt": "changed by a user" });
    const next = nextVersion(site, { ...SAMPLE, ".env": "APP_KEY=vendor", "storage/app/file.txt": "vendor's" });
    persist(next.app);
    expect(readFileSync(join(next.app, ".env"), "utf8")).toBe("APP_KEY=live");
    expect(readFileSync(join(next.app, "storage/app/file.txt"), "utf8")).toBe("changed by a user");
  });

  it("by removing storage before it was copied, and runtime folders without moving them", () => {
    const site = siteOf("flat", { ...SAMPLE, "public/qrcodes/q.png": "qr", "storage/app/public/user.jpg": "user's" });
    rmSync(join(site.app, ".env"));
    persist(site.app, [site.shared, "first"]);
    expect(readFileSync(join(site.shared, "storage/app/public/user.jpg"), "utf8")).toBe("user's");
    expect(readFileSync(join(site.shared, "public/qrcodes/q.png"), "utf8")).toBe("qr");
    expect(readFileSync(join(site.shared, "public/invoices/i1.pdf"), "utf8")).toBe("invoice");
  });

  it("in a half-finished copy that an interrupted deployer left in shared", () => {
    const site = siteOf("releases", BOUGHT_SCRIPT);
    writeTree(site.app, { "public/uploads/b.jpg": "b", "public/uploads/c.jpg": "c" });
    writeTree(site.shared, { "public/uploads/photo.jpg": "half" });
    persist(site.app);
    const uploads = join(site.shared, "public/uploads");
    const texts = ["photo.jpg", "b.jpg", "c.jpg"].map((name) => readFileSync(join(uploads, name), "utf8"));
    expect(texts).toEqual(["demo photo", "b", "c"]);
    const rescued = [...manifest(join(site.shared, ".holdfast/rescued")).keys()];
    expect(rescued.some((path) => path.endsWith("photo.jpg"))).toBe(true);
  });
});
