import { lchownSync, lstatSync, mkdirSync, readlinkSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, holdfast, must, NOBODY, persist, persistedSite, siteOf } from "../support/cli.ts";
import { expectRefused } from "../support/refused.ts";
import { writeTree } from "../support/tree.ts";

describe("a shared folder that cannot be one", () => {
  it("lies inside the application: refused, naming the folder beside it", () => {
    const site = siteOf("flat");
    const refused = { code: 2, says: "lies inside the application", next: `${site.root}/shared` };
    expectRefused(site, ["persist", site.app, join(site.app, "shared"), "--yes"], refused);
    expectRefused(site, ["persist", site.app, join(site.app, "public/uploads"), "--yes"], refused);
  });

  it("holds the application: refused", () => {
    const site = siteOf("flat");
    expectRefused(site, ["persist", site.app, site.root, "--yes"], { code: 2, says: "lies inside shared" });
  });

  it("is the application: refused", () => {
    const site = siteOf("flat");
    expectRefused(site, ["persist", site.app, `${site.app}/`, "--yes"], { code: 2, says: "are the same folder" });
  });

  it("is a file: refused", () => {
    const site = siteOf("flat");
    writeFileSync(site.shared, "a file");
    expectRefused(site, ["persist", site.app, "--yes"], { code: 2, says: "is not a folder" });
  });

  it("is a link loop: refused", () => {
    const site = siteOf("flat");
    symlinkSync("shared", site.shared);
    expectRefused(site, ["persist", site.app, "--yes"], { code: 2, says: "leads to itself", next: "ls -l" });
  });

  it("is a link that another user made: refused; the owner's own link is followed", () => {
    const site = siteOf("flat");
    const big = join(site.root, "big");
    mkdirSync(big);
    symlinkSync("big", site.shared);
    lchownSync(site.shared, NOBODY, NOBODY);
    expectRefused(site, ["persist", site.app, "--yes"], { code: 2, says: "made by another user", next: "chown -h" });
    lchownSync(site.shared, 0, 0);
    persist(site.app);
    expect(readlinkSync(join(site.app, "storage"))).toBe("../big/storage");
    expect(lstatSync(join(big, "storage")).isDirectory()).toBe(true);
  });

  it("would be new inside the web root: refused, naming one outside", () => {
    const site = siteOf("flat");
    const app = join(site.root, "public_html/shop");
    mkdirSync(join(site.root, "public_html"));
    renameSync(site.app, app);
    const refused = { code: 2, says: "inside the web root", next: `${site.root}/shop-shared` };
    expectRefused(site, ["persist", app, "--yes"], refused);
    must(holdfast(["persist", app, join(site.root, "shop-shared"), "--yes"]));
    expect(readlinkSync(join(app, "storage"))).toBe("../../shop-shared/storage");
  });

  it("is already inside the web root: warned about, with the way out", () => {
    const site = siteOf("flat");
    const app = join(site.root, "public_html/shop");
    mkdirSync(join(site.root, "public_html/shared"), { recursive: true });
    renameSync(site.app, app);
    const { out } = must(holdfast(["persist", app, "--yes"]));
    expect(out).toContain("its files may be fetched by anybody");
    expect(out).toContain(`${site.root}/shop-shared`);
  });

  it("is another one than the app's links already reach: refused with both paths", () => {
    const site = persistedSite("flat");
    const other = join(site.root, "other-shared");
    const refused = { code: 2, says: site.shared, next: site.shared };
    expectRefused(site, ["persist", site.app, other, "--yes"], refused);
    expect(holdfast(["persist", site.app, other, "--yes"]).err).toContain(other);
  });

  it("is that of another app whose links still reach it: refused, naming one of its own", () => {
    const site = persistedSite("flat");
    const second = join(site.root, "second");
    mkdirSync(second);
    writeTree(second, BOUGHT_SCRIPT);
    const refused = { code: 2, says: `holds the data of "${site.app}"`, next: `${site.root}/second-shared` };
    expectRefused(site, ["persist", second, "--yes"], refused);
    must(holdfast(["persist", second, join(site.root, "second-shared"), "--yes"]));
  });

  it("is on another file system: refused, saying what to do", () => {
    const site = siteOf("flat");
    expect(lstatSync("/dev/shm").dev).not.toBe(lstatSync(site.app).dev);
    const refused = { code: 2, says: "file system" };
    expectRefused(site, ["persist", site.app, `/dev/shm/holdfast-${process.pid}`, "--yes"], refused);
    expect(() => lstatSync(`/dev/shm/holdfast-${process.pid}`)).toThrow("ENOENT");
  });

  it("is spelled with a trailing slash, as the app is: the same as without", () => {
    const site = siteOf("flat");
    must(holdfast(["persist", `${site.app}//`, `${site.shared}/`, "--yes"]));
    expect(readlinkSync(join(site.app, "storage"))).toBe("../shared/storage");
    expect(must(holdfast(["persist", `${site.app}/`, `${site.shared}///`])).out).toContain("Nothing to do");
    must(holdfast(["check", `${site.app}/`]));
    must(holdfast(["inspect", `${site.app}/`, "--path", "public/uploads/"]));
  });
});
