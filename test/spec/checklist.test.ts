import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAYOUTS, must, lookedAtSite, type Site, typed } from "../support/cli.ts";

/** Where a link of the app ends, below the site. */
function leadsTo(site: Site, path: string): string {
  expect(lstatSync(join(site.app, path)).isSymbolicLink()).toBe(true);
  return realpathSync(join(site.app, path)).slice(site.root.length + 1);
}

describe.each(LAYOUTS)("the verification checklist in the %s layout", (layout) => {
  it("has the core links: storage, .env, public/storage", () => {
    const site = lookedAtSite(layout);
    expect(leadsTo(site, "storage")).toBe("shared/storage");
    expect(leadsTo(site, ".env")).toBe("shared/.env");
    expect(leadsTo(site, "public/storage")).toBe("shared/storage/app/public");
  });

  it("protects user data: uploads, avatars, media", () => {
    const site = lookedAtSite(layout);
    for (const name of ["uploads", "avatars", "media"]) {
      expect(leadsTo(site, `public/${name}`)).toBe(`shared/public/${name}`);
    }
    const { out } = must(typed("bash shared/health-check.sh", { cwd: site.root }));
    for (const name of ["uploads", "avatars", "media"])
      expect(out).toContain(`✅ User data protected: public/${name}\n`);
  });

  it("protects runtime data: qrcodes, invoices, exports", () => {
    const site = lookedAtSite(layout);
    for (const name of ["qrcodes", "invoices", "exports"]) {
      expect(leadsTo(site, `public/${name}`)).toBe(`shared/public/${name}`);
    }
    const { out } = must(typed("bash shared/health-check.sh", { cwd: site.root }));
    for (const name of ["qrcodes", "invoices", "exports"])
      expect(out).toContain(`✅ Runtime data protected: public/${name}\n`);
  });

  it("leaves app assets as real folders: flags, css, js, build", () => {
    const site = lookedAtSite(layout);
    const { out } = must(typed("bash shared/health-check.sh", { cwd: site.root }));
    for (const name of ["flags", "css", "js", "build"]) {
      expect(lstatSync(join(site.app, "public", name)).isDirectory()).toBe(true);
      expect(out).toContain(`✅ App asset, a real folder: public/${name}\n`);
    }
    expect(readFileSync(join(site.app, "public/flags/us.svg"), "utf8")).toBe("flag");
  });

  it("answers the quick symlink checks as written", () => {
    const site = lookedAtSite(layout);
    const top = must(typed('ls -la | grep -E "(storage|env)"', { cwd: site.app })).out;
    expect(top).toContain(`.env -> ${site.up}/shared/.env\n`);
    expect(top).toContain(`storage -> ${site.up}/shared/storage\n`);
    const inPublic = must(typed('ls -la public/ | grep -E "(uploads|qrcodes|storage)"', { cwd: site.app })).out;
    for (const name of ["uploads", "qrcodes", "storage"]) {
      expect(inPublic).toContain(` ${name} -> ${site.up}/../shared/public/${name}\n`);
    }
  });
});
