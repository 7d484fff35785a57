import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HoldfastError } from "../../src/core/error.ts";
import { type ResolvedSite, resolveSite } from "../../src/plan/site.ts";
import { readSiteFacts } from "../../src/system/site-facts.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

function resolve(app: string, shared: string | null = null, cwd = "/"): ResolvedSite {
  return resolveSite(readSiteFacts({ cwd, app, shared }));
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as HoldfastError).code;
  }
  return "accepted";
}

describe("resolveSite()", () => {
  it("flat: the folder beside the app is shared, the app is live", () => {
    const site = freshFolder();
    mkdirSync(join(site, "app"));
    expect(resolve("app/", null, site).layout).toEqual({
      kind: "flat",
      site,
      app: join(site, "app"),
      shared: join(site, "shared"),
      release: null,
      live: true,
    });
  });

  it("releases: reached through current, through the site, or by its name, it is the same live release", () => {
    const site = freshFolder();
    writeTree(site, { "releases/2/x": "", "releases/1/x": "", current: { link: "releases/2" } });
    const expected = {
      kind: "releases",
      site,
      app: join(site, "releases/2"),
      shared: join(site, "shared"),
      release: "2",
      live: true,
    };
    for (const app of [join(site, "current"), site, join(site, "releases/2/")])
      expect(resolve(app).layout, app).toEqual(expected);
    expect(resolve(join(site, "releases/1")).layout.live).toBe(false);
  });

  it("the specification's ../shared, typed inside a release, is the site's own, with a notice", () => {
    const site = freshFolder();
    writeTree(site, { "releases/1/x": "", current: { link: "releases/1" } });
    const found = resolve(".", "../shared", join(site, "releases/1"));
    expect(found.layout.shared).toBe(join(site, "shared"));
    expect(found.notices.map(({ code }) => code)).toEqual(["sites-own-shared"]);
  });

  it("an owner's shared -> /mnt/big is followed once", () => {
    const site = freshFolder();
    const big = freshFolder();
    writeTree(site, { "app/x": "", shared: { link: big } });
    expect(resolve(join(site, "app")).layout.shared).toBe(big);
  });

  it.each<[string, (site: string) => () => unknown]>([
    ["app-missing", (site) => () => resolve(join(site, "nowhere"))],
    ["app-not-a-folder", (site) => () => resolve(join(site, "file"))],
    ["app-link-loop", (site) => () => resolve(join(site, "loop"))],
    ["app-is-root", () => () => resolve("/")],
    ["shared-inside-app", (site) => () => resolve(join(site, "app"), join(site, "app/data"))],
    ["app-inside-shared", (site) => () => resolve(join(site, "app/inner"), join(site, "app"))],
    ["shared-is-app", (site) => () => resolve(join(site, "app"), join(site, "app/"))],
    ["shared-not-a-folder", (site) => () => resolve(join(site, "app"), join(site, "file"))],
    ["shared-link-loop", (site) => () => resolve(join(site, "app"), join(site, "loop"))],
    ["shared-in-web-root", (site) => () => resolve(join(site, "public_html/app"))],
  ])("refuses %s", (code, attempt) => {
    const site = freshFolder();
    writeTree(site, { "app/inner/x": "", file: "", "public_html/app/x": "" });
    symlinkSync("loop", join(site, "loop"));
    expect(codeOf(attempt(site))).toBe(code);
  });

  it("refuses a current that is a real folder, and one that leads outside releases/", () => {
    const site = freshFolder();
    writeTree(site, { "releases/1/x": "", "current/x": "" });
    expect(codeOf(() => resolve(join(site, "releases/1")))).toBe("current-is-a-folder");
    const other = freshFolder();
    writeTree(other, { "releases/1/x": "", "elsewhere/x": "", current: { link: "elsewhere" } });
    expect(codeOf(() => resolve(join(other, "releases/1")))).toBe("current-outside-releases");
  });

  it("warns about an existing shared inside a web root instead of refusing it", () => {
    const site = freshFolder();
    writeTree(site, { "public_html/app/x": "", "public_html/shared/x": "" });
    expect(resolve(join(site, "public_html/app")).notices.map(({ code }) => code)).toEqual(["shared-in-web-root"]);
  });
});
