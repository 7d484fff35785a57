import { readFileSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAYOUTS, persistedSite, type Site, siteOf } from "../support/cli.ts";
import { watched, watchedProgram } from "../support/changing-calls.ts";
import { freshFolder, manifest } from "../support/tree.ts";

/** Every command that promises to change nothing. */
const LOOKING: readonly (readonly string[])[] = [
  ["inspect"],
  ["inspect", "--path", "public/uploads", "--path", "not/there"],
  ["plan"],
  ["check"],
  ["persist", "--dry-run"],
  ["recover", "--dry-run"],
  ["init", "--dry-run"],
  ["decide"],
  ["decide", "--list"],
  ["decide", "--set", "public/flags=user", "--dry-run"],
  ["persist", "--help"],
];

function brokenSite(): Site {
  const site = persistedSite("flat");
  unlinkSync(join(site.app, "storage"));
  unlinkSync(join(site.app, "public/uploads"));
  symlinkSync("/nowhere", join(site.app, "public/uploads"));
  return site;
}

describe("looking changes nothing", () => {
  it.each([
    ["a site that was never persisted", () => siteOf("flat")],
    ["a release that was never persisted", () => siteOf("releases")],
    ["a healthy site", () => persistedSite("releases")],
    ["a broken site", brokenSite],
  ])("not one changing system call on %s", (_, make) => {
    const site = make();
    const before = manifest(site.root);
    for (const args of LOOKING) {
      const { changing, out, err } = watched(args, { cwd: site.app });
      expect(changing, args.join(" ")).toEqual([]);
      expect(`${out}${err}`).not.toContain("defect");
    }
    expect(manifest(site.root)).toEqual(before);
  });

  it("the portable health check makes none either", () => {
    const site = brokenSite();
    const ended = watchedProgram(["sh", join(site.shared, "health-check.sh")], { cwd: site.root });
    expect(ended.code).toBe(1);
    expect(ended.changing).toEqual([]);
  });

  it("the portable recovery's dry run makes none either", () => {
    const site = brokenSite();
    const ended = watchedProgram(["sh", join(site.shared, "emergency-recovery.sh"), "--dry-run"], { cwd: site.root });
    expect(ended.out).toContain("storage");
    expect(ended.changing).toEqual([]);
  });

  it("plan --out writes the one file that it names", () => {
    const site = siteOf("flat");
    const file = join(freshFolder(), "plan.json");
    const { changing, code } = watched(["plan", "--out", file], { cwd: site.app });
    expect(code).toBe(0);
    expect(changing.filter((line) => !line.includes(file))).toEqual([]);
    expect(changing.length).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ schema: 1, command: "persist" });
  });
});

describe.each(LAYOUTS)("persist again right after the first run in the %s layout", (layout) => {
  it("makes no changing call at all, and says so", () => {
    const site = siteOf(layout);
    const first = watched(["persist", "--yes"], { cwd: site.app });
    expect(first.code).toBe(0);
    expect(first.changing.some((line) => line.includes("renameat2"))).toBe(true);
    const before = manifest(site.root);
    for (const args of [["persist", "--yes"], ["persist"], ["persist", ".", site.shared, "subsequent", "--yes"]]) {
      const { changing, out, code } = watched(args, { cwd: site.app });
      expect(code).toBe(0);
      expect(changing, args.join(" ")).toEqual([]);
      expect(out).toContain("Nothing to do: everything is already where it belongs; nothing was changed");
    }
    expect(manifest(site.root)).toEqual(before);
  });
});
