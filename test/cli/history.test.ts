import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  holdfastJson,
  LAYOUTS,
  must,
  nextVersion,
  persist,
  persistedSite,
  siteOf,
  typed,
} from "../support/cli.ts";
import { manifest } from "../support/tree.ts";

interface Document {
  readonly lines: readonly { readonly line: string; readonly says: { readonly command: string } | null }[];
  readonly earlier: number;
}

describe.each(LAYOUTS)("history in the %s layout", (layout) => {
  it("prints what was done, newest last, from anywhere in the site, and changes nothing", () => {
    const site = persistedSite(layout);
    const next = nextVersion(site, { ...BOUGHT_SCRIPT, "version.txt": "2" });
    persist(next.app);
    const before = manifest(site.root);
    const { out } = must(holdfast(["history"], { cwd: site.root }));
    const lines = out.trimEnd().split("\n").slice(1);
    expect(lines[0]).toMatch(
      /^ {3}\d{4}-\d\d-\d\d \d\d:\d\d UTC, persist \(the first\) of .*: done, \d+ entries, frameworks laravel/,
    );
    expect(lines[1]).toMatch(/persist of .*: done/);
    expect(lines).toHaveLength(2);
    expect(must(holdfast(["history"], { cwd: site.app })).out).toBe(out);
    expect(must(holdfast(["history", "--site", site.root])).out).toBe(out);
    expect(manifest(site.root)).toEqual(before);
  });

  it("prints only the newest when asked, and one document with --json", () => {
    const site = persistedSite(layout);
    persist(nextVersion(site, { ...BOUGHT_SCRIPT, "version.txt": "2" }).app);
    expect(must(holdfast(["history", site.root, "--last", "1"])).out).toContain("(1 earlier left out)\n");
    const { lines, earlier } = holdfastJson(["history", site.root, "--last", "1"]).json as Document;
    expect([lines.length, lines[0]?.says?.command, earlier]).toEqual([1, "persist", 1]);
  });
});

describe("history", () => {
  it("says where there is none yet", () => {
    const { code, out } = holdfast(["history", siteOf("flat").app]);
    expect([code, out.includes("Nothing yet")]).toEqual([0, true]);
  });

  it("prints a line that it cannot read as it stands, safe for a terminal", () => {
    const site = persistedSite("flat");
    const file = join(site.shared, ".deployment-history");
    writeFileSync(file, `${readFileSync(file, "utf8")}by \u001b[31mhand\n`);
    expect(must(holdfast(["history", site.root])).out).toContain("by \\x1b[31mhand");
  });

  it.each(["0", "-1", "many", "1.5"])("refuses --last %s", (last) => {
    const { code, err } = holdfast(["history", `--last=${last}`, siteOf("flat").app]);
    expect([code, err.includes("a number from 1")]).toEqual([64, true]);
  });

  it("tells of a deployment that could not do all of it", () => {
    const site = siteOf("flat");
    must(typed("rm .env && mkfifo .env", { cwd: site.app }));
    expect(holdfast(["persist", site.app, "--yes"]).code).toBe(1);
    expect(must(holdfast(["history", site.root])).out).toContain("done but for what it named");
  });
});
