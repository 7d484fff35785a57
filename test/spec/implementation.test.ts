import { existsSync, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  countsOf,
  holdfast,
  LAYOUTS,
  must,
  nextVersion,
  lookedAtSite,
  persistedSite,
  type Site,
  siteOf,
  typed,
} from "../support/cli.ts";
import { writeTree } from "../support/tree.ts";

/** The specification's "Phase 1" line with its mode. */
const line = (mode: string): string => `bash scripts/ultimate-persistence.sh "$(pwd)" "$(pwd)/../shared" "${mode}"`;

/** A site whose application carries its own tool, as `holdfast init` leaves it. */
function carrying(site: Site): Site {
  must(holdfast(["init"], { cwd: site.app }));
  return site;
}

describe.each(LAYOUTS)("the implementation section in the %s layout", (layout) => {
  it("sets everything up with the single command", () => {
    const site = carrying(siteOf(layout));
    const { out } = must(typed(line("auto"), { cwd: site.app }));
    expect(out).toContain("🎉 System is perfectly healthy!");
    expect(readlinkSync(join(site.app, "storage"))).toBe(`${site.up}/shared/storage`);
    expect(readlinkSync(join(site.app, ".env"))).toBe(`${site.up}/shared/.env`);
    expect(readFileSync(join(site.shared, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });

  it("asks nothing and needs no terminal", () => {
    const site = carrying(siteOf(layout));
    const { err, code } = typed(`${line("auto")} </dev/null`, { cwd: site.app });
    expect(code).toBe(0);
    expect(err).not.toContain("?");
  });

  it("keeps demo content with the mode first", () => {
    const site = carrying(siteOf(layout));
    must(typed(line("first"), { cwd: site.app }));
    expect(readFileSync(join(site.shared, "public/user-uploads/logo.png"), "utf8")).toBe("logo");
    expect(lstatSync(join(site.app, "public/user-uploads")).isSymbolicLink()).toBe(true);
  });

  it("protects what is there with the mode subsequent", () => {
    const site = persistedSite(layout);
    writeTree(site.shared, { "public/uploads/mine.jpg": "mine", "public/uploads/photo2.jpg": "mine too" });
    const next = carrying(
      nextVersion(site, {
        ...BOUGHT_SCRIPT,
        "public/uploads/photo.jpg": "vendor's new",
        "public/uploads/photo2.jpg": "theirs",
      }),
    );
    must(typed(line("subsequent"), { cwd: next.app }));
    const uploads = join(next.app, "public/uploads");
    expect(lstatSync(uploads).isSymbolicLink()).toBe(true);
    expect(["photo.jpg", "mine.jpg", "photo2.jpg"].map((name) => readFileSync(join(uploads, name), "utf8"))).toEqual([
      "demo photo",
      "mine",
      "mine too",
    ]);
  });

  it("prints the health check's lines as given, with counts that were counted", () => {
    const site = lookedAtSite(layout);
    const { out } = must(typed("bash shared/health-check.sh", { cwd: site.root }));
    const lines = out.trimEnd().split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "🏥 Universal Data Persistence Health Check",
      "==============================================",
    ]);
    expect(lines).toContain(`✅ Valid symlink: storage → ${site.up}/shared/storage`);
    expect(lines).toContain(`✅ Valid symlink: .env → ${site.up}/shared/.env`);
    expect(lines).toContain(`✅ Valid public symlink: storage → ${site.up}/../shared/public/storage`);
    expect(lines).toContain("✅ User data protected: public/uploads");
    expect(lines).toContain("✅ Runtime data protected: public/qrcodes");
    const ticks = lines.filter((text) => text.startsWith("✅")).length;
    expect(lines.at(-2)).toBe(`📊 Results: ✅ ${ticks} passed, ⚠️ 0 warnings, ❌ 0 failed`);
    expect(lines.at(-1)).toBe("🎉 System is perfectly healthy!");
  });

  it("checks from the site, from the app and from anywhere", () => {
    const site = lookedAtSite(layout);
    const outputs = [
      must(typed("bash shared/health-check.sh", { cwd: site.root })).out,
      must(typed(`bash ${site.up}/shared/health-check.sh`, { cwd: site.app })).out,
      must(typed(`bash "${site.shared}/health-check.sh"`, { cwd: "/" })).out,
      must(typed(`bash "${site.shared}/health-check.sh" "${site.app}"`, { cwd: "/tmp" })).out,
    ];
    expect(new Set(outputs).size).toBe(1);
    expect(countsOf(outputs[0] ?? "").failed).toBe(0);
  });

  it("shows in listings that storage and the public folders lead to shared", () => {
    const site = lookedAtSite(layout);
    const inApp = (command: string): string => must(typed(command, { cwd: site.app })).out;
    expect(inApp("ls -la storage/")).toContain(".hidden");
    expect(inApp("ls -la storage")).toContain(`storage -> ${site.up}/shared/storage`);
    expect(inApp("ls -la public/storage/")).toContain("a.jpg");
    expect(inApp("ls -la public/uploads/")).toContain("photo.jpg");
    expect(inApp("ls -la public/uploads")).toContain(`-> ${site.up}/../shared/public/uploads`);
  });

  it("documents the configuration where the specification looks for it", () => {
    const site = lookedAtSite(layout);
    const shown = (name: string): string => must(typed(`cat shared/${name}`, { cwd: site.root })).out;
    const config = JSON.parse(shown(".persistence-config")) as { entries: { path: string }[] };
    expect(config.entries.map(({ path }) => path)).toEqual(
      expect.arrayContaining([".env", "storage", "public/uploads"]),
    );
    expect(shown("DEPLOYMENT-SUMMARY.md")).toContain("| `public/qrcodes` | 🟣 generated |");
    expect(shown("MANUAL-SETUP-GUIDE.md")).toContain("ln -s ");
  });

  it("stays within the specification's times: set-up 30 s, health check 5 s, recovery 10 s", () => {
    const site = carrying(siteOf(layout));
    expect(secondsOf(() => typed(line("auto"), { cwd: site.app }))).toBeLessThan(30);
    expect(secondsOf(() => typed("bash shared/health-check.sh", { cwd: site.root }))).toBeLessThan(5);
    expect(secondsOf(() => typed('bash shared/emergency-recovery.sh "$(pwd)"', { cwd: site.root }))).toBeLessThan(10);
  });
});

describe("the implementation section's second folder, typed inside a release", () => {
  it("means the site's own shared, and says so", () => {
    const site = carrying(siteOf("releases"));
    const { out } = must(typed(line("auto"), { cwd: site.app }));
    expect(out).toContain(`would be "${site.root}/releases/shared"; the site's own "${site.shared}" is used`);
    expect(existsSync(join(site.root, "releases/shared"))).toBe(false);
    expect(existsSync(join(site.shared, ".env"))).toBe(true);
  });

  it("means the same from inside current", () => {
    const site = carrying(siteOf("releases"));
    must(typed(`cd current && ${line("auto")}`, { cwd: site.root }));
    expect(readlinkSync(join(site.app, "storage"))).toBe("../../shared/storage");
    expect(existsSync(join(site.root, "releases/shared"))).toBe(false);
  });
});

function secondsOf(work: () => { readonly code: number | null }): number {
  const started = performance.now();
  expect(work().code).toBe(0);
  return (performance.now() - started) / 1000;
}
