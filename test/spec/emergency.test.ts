import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  countsOf,
  holdfast,
  LAYOUTS,
  modeOf,
  must,
  lookedAtSite,
  persistedSite,
  type Site,
  typed,
} from "../support/cli.ts";
import { manifest } from "../support/tree.ts";

const BROKEN = ["storage", ".env", "public/uploads"];

/** The three links that the specification recreates by hand are gone. */
function broken(site: Site): Site {
  for (const path of BROKEN) unlinkSync(join(site.app, path));
  return site;
}

const RECOVERY = 'bash shared/emergency-recovery.sh "$(pwd)"';
const MANUAL =
  "ln -sf ../shared/storage storage\nln -sf ../shared/.env .env\nln -sf ../shared/public/uploads public/uploads";

function expectWhole(site: Site): void {
  expect(readlinkSync(join(site.app, "storage"))).toBe(`${site.up}/shared/storage`);
  expect(readlinkSync(join(site.app, ".env"))).toBe(`${site.up}/shared/.env`);
  expect(readlinkSync(join(site.app, "public/uploads"))).toBe(`${site.up}/../shared/public/uploads`);
  const { out } = must(typed("bash shared/health-check.sh", { cwd: site.root }));
  expect(countsOf(out)).toMatchObject({ warnings: 0, failed: 0 });
}

describe.each(LAYOUTS)("the emergency procedures in the %s layout", (layout) => {
  it("recover with one command from the site", () => {
    const site = broken(persistedSite(layout));
    const before = manifest(site.shared);
    must(typed(RECOVERY, { cwd: site.root }));
    expectWhole(site);
    for (const [path, what] of before)
      if (!path.startsWith(".holdfast")) expect(manifest(site.shared).get(path)).toBe(what);
  });

  it("recover with one command from the app", () => {
    const site = broken(persistedSite(layout));
    must(typed(`bash ${site.up}/shared/emergency-recovery.sh "$(pwd)"`, { cwd: site.app }));
    expectWhole(site);
  });

  it("say beforehand that the links are missing, and fail", () => {
    const site = broken(persistedSite(layout));
    const { code, out } = typed("bash shared/health-check.sh", { cwd: site.root });
    expect(code).toBe(1);
    expect(countsOf(out).failed).toBe(BROKEN.length);
    expect(out).toContain(`❌ Missing symlink: storage → ${site.up}/shared/storage`);
  });

  it("survive the manual lines, whose relative texts hold only where the layout is flat and the link at the top", () => {
    const site = broken(persistedSite(layout));
    const before = manifest(site.shared);
    must(typed(MANUAL, { cwd: site.app }));
    const right = layout === "flat" ? 2 : 0;
    const { code, out } = typed("bash shared/health-check.sh", { cwd: site.root });
    expect(code).toBe(1);
    expect(countsOf(out).failed).toBe(BROKEN.length - right);
    expect(out).toContain(`it should be ${site.up}/../shared/public/uploads`);
    must(typed(RECOVERY, { cwd: site.root }));
    expectWhole(site);
    for (const [path, what] of before)
      if (!path.startsWith(".holdfast")) expect(manifest(site.shared).get(path)).toBe(what);
  });

  it("survive the manual lines on a healthy site, where ln puts a link inside shared", () => {
    const site = persistedSite(layout);
    typed(MANUAL, { cwd: site.app });
    must(typed(RECOVERY, { cwd: site.root }));
    expectWhole(site);
    expect(readFileSync(join(site.shared, "storage/app/public/a.jpg"), "utf8")).toBe("picture a");
  });

  it("give the same lines, true for this site, in the guide", () => {
    const site = broken(persistedSite(layout));
    const guide = readFileSync(join(site.shared, "MANUAL-SETUP-GUIDE.md"), "utf8");
    const lines = guide.split("\n").filter((line) => line.includes("ln -s "));
    expect(lines.length).toBeGreaterThanOrEqual(BROKEN.length);
    must(typed(lines.join("\n"), { cwd: "/" }));
    expectWhole(site);
  });

  it("never widen modes: the chmod lines are not repeated, and their effect is reported", () => {
    const site = persistedSite(layout);
    for (const file of readdirSync(site.shared).filter((name) => /\.(sh|md)$/.test(name)))
      expect(readFileSync(join(site.shared, file), "utf8")).not.toMatch(/chmod (-R )?(644|755)/);
    broken(site);
    must(typed(RECOVERY, { cwd: site.root }));
    expect(modeOf(join(site.shared, ".env"))).toBe(0o600);
    must(
      typed("find shared/ -type d -exec chmod 755 {} \\;\nfind shared/ -type f -exec chmod 644 {} \\;", {
        cwd: site.root,
      }),
    );
    chmodSync(dirname(site.root), 0o755);
    const { code, out } = typed("bash shared/health-check.sh", { cwd: site.root });
    expect(code).toBe(0);
    expect(out).toContain("⚠️ Secret that every user of this server can read: .env");
    expect(out).toMatch(/👉 chmod o-rwx '?\/.*\/shared\/.env/u);
    expect(out).not.toContain("perfectly healthy");
  });

  it("answer the specification's look at specific issues", () => {
    const site = lookedAtSite(layout);
    const { out } = must(typed('ls -la | grep -E "(storage|uploads|env)"', { cwd: site.app }));
    expect(out).toContain(`storage -> ${site.up}/shared/storage`);
  });

  it("merge back what was written into a real folder meanwhile", () => {
    const site = broken(persistedSite(layout));
    mkdirSync(join(site.app, "public/uploads"));
    writeFileSync(join(site.app, "public/uploads/meanwhile.jpg"), "meanwhile");
    writeFileSync(join(site.app, "public/uploads/photo.jpg"), "another photo");
    const { out } = must(typed(RECOVERY, { cwd: site.root }));
    expectWhole(site);
    expect(readFileSync(join(site.shared, "public/uploads/meanwhile.jpg"), "utf8")).toBe("meanwhile");
    expect(contentsNamed("photo.jpg", site.shared)).toEqual(new Set(["demo photo", "another photo"]));
    expect(out).toContain("photo.jpg");
  });
});

/** What all files of this name hold, wherever they are below the folder. */
function contentsNamed(name: string, folder: string): Set<string> {
  const paths = [...manifest(folder).keys()].filter((path) => path.endsWith(`/${name}`));
  return new Set(paths.map((path) => readFileSync(join(folder, path), "utf8")));
}

describe("a host that restricts links at the web root", () => {
  it("keeps the data through the typical manual steps", () => {
    const site = persistedSite("releases");
    symlinkSync(site.app, join(site.root, "releases/current"));
    mkdirSync(join(site.root, "public_html"));
    const steps = [
      "cp -r releases/current/public/* public_html/",
      "rm -rf public_html/uploads",
      "ln -s ../shared/public/uploads public_html/uploads",
    ];
    must(typed(steps.join(" &&\n"), { cwd: site.root }));
    expect(readFileSync(join(site.root, "public_html/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(lstatSync(join(site.shared, "public/uploads")).isDirectory()).toBe(true);
    expectWhole(site);
    const again = must(holdfast(["persist", site.app, "--yes"]));
    expect(again.out).toContain("Nothing to do");
    expect(existsSync(join(site.root, "public_html/uploads/photo.jpg"))).toBe(true);
  });
});
