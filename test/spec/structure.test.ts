import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  ASSET_FOLDERS,
  BOUGHT_SCRIPT,
  DATA_FOLDERS,
  FIRST_RELEASE,
  holdfast,
  LAYOUTS,
  modeOf,
  NEXT_RELEASE,
  must,
  nextVersion,
  persist,
  lookedAtSite,
  persistedSite,
  typed,
} from "../support/cli.ts";

describe("the directory structure on the server", () => {
  it("stands as drawn after two releases", () => {
    const first = persistedSite("releases");
    symlinkSync("current/public", join(first.root, "public_html"));
    const next = nextVersion(first, BOUGHT_SCRIPT);
    persist(next.app);
    symlinkSync(`releases/${NEXT_RELEASE}`, join(first.root, "current.new"));
    renameSync(join(first.root, "current.new"), join(first.root, "current"));

    expect(readdirSync(first.root).sort()).toEqual(["current", "public_html", "releases", "shared"]);
    expect(readdirSync(join(first.root, "releases")).sort()).toEqual([FIRST_RELEASE, NEXT_RELEASE]);
    for (const release of [FIRST_RELEASE, NEXT_RELEASE]) {
      const app = join(first.root, "releases", release);
      expect(readlinkSync(join(app, "storage"))).toBe("../../shared/storage");
      expect(readlinkSync(join(app, ".env"))).toBe("../../shared/.env");
      expect(readlinkSync(join(app, "public/uploads"))).toBe("../../../shared/public/uploads");
      for (const code of ["app", "vendor", "public"]) expect(lstatSync(join(app, code)).isDirectory()).toBe(true);
    }
    for (const kept of ["storage", "public/uploads", "public/qrcodes"])
      expect(lstatSync(join(first.shared, kept)).isDirectory()).toBe(true);
    for (const file of [".env", "health-check.sh", "emergency-recovery.sh", ".deployment-history"])
      expect(lstatSync(join(first.shared, file)).isFile()).toBe(true);
    expect(readFileSync(join(first.root, "public_html/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    must(typed("bash shared/health-check.sh", { cwd: first.root }));
  });

  it("gives each release its own bootstrap/cache, because one release's cache takes the other down", () => {
    const first = persistedSite("releases");
    const next = nextVersion(first, BOUGHT_SCRIPT);
    persist(next.app);
    expect(readlinkSync(join(first.app, "bootstrap/cache"))).toBe(`../../../shared/bootstrap/cache/${FIRST_RELEASE}`);
    expect(readlinkSync(join(next.app, "bootstrap/cache"))).toBe(`../../../shared/bootstrap/cache/${NEXT_RELEASE}`);
  });
});

describe.each(LAYOUTS)("the symlink structure in the %s layout", (layout) => {
  it("has every link of the picture, and the code's own folders as they were", () => {
    const site = lookedAtSite(layout);
    const text = (path: string): string => readlinkSync(join(site.app, path));
    const cache = layout === "flat" ? "bootstrap/cache" : `bootstrap/cache/${FIRST_RELEASE}`;
    expect(text("storage")).toBe(`${site.up}/shared/storage`);
    expect(text(".env")).toBe(`${site.up}/shared/.env`);
    expect(text("bootstrap/cache")).toBe(`${site.up}/../shared/${cache}`);
    expect(text("public/storage")).toBe(`${site.up}/../shared/public/storage`);
    for (const name of DATA_FOLDERS) expect(text(`public/${name}`)).toBe(`${site.up}/../shared/public/${name}`);
    for (const name of ASSET_FOLDERS) expect(lstatSync(join(site.app, "public", name)).isDirectory()).toBe(true);
  });

  it("makes both forms of public/storage hold", () => {
    const site = lookedAtSite(layout);
    expect(readlinkSync(join(site.shared, "public/storage"))).toBe("../storage/app/public");
    expect(readFileSync(join(site.app, "public/storage/a.jpg"), "utf8")).toBe("picture a");
    expect(lstatSync(join(site.app, "public/storage/a.jpg")).ino).toBe(
      lstatSync(join(site.shared, "storage/app/public/a.jpg")).ino,
    );
  });
});

describe.each(LAYOUTS)("the output files in the %s layout", (layout) => {
  it("are all there after one run", () => {
    const site = lookedAtSite(layout);
    const files = [
      "health-check.sh",
      "emergency-recovery.sh",
      ".persistence-config",
      "DEPLOYMENT-SUMMARY.md",
      "MANUAL-SETUP-GUIDE.md",
      "SHARED-HOSTING-SETUP.md",
      ".deployment-history",
    ];
    for (const file of files) expect(readFileSync(join(site.shared, file), "utf8").length).toBeGreaterThan(60);
    for (const script of files.slice(0, 2)) expect(modeOf(join(site.shared, script)) & 0o111).toBe(0o111);
  });

  it("come with the main script once the application carries it", () => {
    const site = persistedSite(layout);
    const script = join(site.app, "scripts/ultimate-persistence.sh");
    expect(existsSync(script)).toBe(false);
    must(holdfast(["init"], { cwd: site.app }));
    expect(modeOf(script) & 0o111).toBe(0o111);
    must(typed('bash scripts/ultimate-persistence.sh "$(pwd)" "$(pwd)/../shared" "auto"', { cwd: site.app }));
  });

  it("are confirmed by the final verification", () => {
    const site = lookedAtSite(layout);
    const line = 'bash shared/health-check.sh && echo "✅ Step 18: Universal Data Persistence COMPLETE"';
    const { out } = must(typed(line, { cwd: site.root }));
    expect(out).toMatch(/perfectly healthy!\n✅ Step 18: Universal Data Persistence COMPLETE\n$/);
  });
});
