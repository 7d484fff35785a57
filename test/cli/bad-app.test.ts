import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  FIRST_RELEASE,
  holdfast,
  holdfastJson,
  must,
  NOBODY,
  persist,
  persistedSite,
  type Site,
  siteOf,
  start,
} from "../support/cli.ts";
import { expectRefused } from "../support/refused.ts";
import { manifest, writeTree } from "../support/tree.ts";

describe("an application that cannot be one", () => {
  it.each([
    ["is not there", (site: Site) => `${site.app}/nowhere`, "There is no folder"],
    ["is a file", (site: Site) => `${site.app}/artisan`, "is not a folder"],
    ["is a link loop", (site: Site) => `${site.app}/loop`, "leads to itself"],
    ["is the root of the disk", () => "/", 'cannot be "/"'],
  ])("%s: refused", (_, pick, says) => {
    const site = siteOf("flat");
    symlinkSync("loop", join(site.app, "loop"));
    expectRefused(site, ["persist", pick(site), "--yes"], { code: 2, says });
    expectRefused(site, ["inspect", pick(site)], { code: 2, says });
  });

  it("is the home folder: refused, naming the application's folder instead", () => {
    const site = siteOf("flat");
    const refused = { code: 2, says: "is a home folder", next: `${site.root}/public_html` };
    expectRefused(site, ["persist", site.root, "--yes"], { ...refused, env: { HOME: site.root } });
  });

  it("may not be looked into by this user: refused", () => {
    const site = siteOf("flat");
    chmodSync(site.root, 0o700);
    const refused = { code: 2, says: "Not allowed to look into", next: "as the user that owns", as: NOBODY };
    expectRefused(site, ["persist", site.app, "--yes"], refused);
    expectRefused(site, ["check", site.app], refused);
  });

  it("may not be changed by this user: one message, and nothing is changed", () => {
    const site = siteOf("flat", { "index.php": "<?php", "uploads/a.jpg": "a" });
    expectRefused(site, ["persist", site.app, "--yes"], {
      code: 2,
      says: "belongs to another user",
      next: "as its owner or as root",
      as: NOBODY,
    });
  });

  it("matches no framework: says so, lists what it saw, persists only what evidence supports", () => {
    const site = siteOf("flat", { "notes.txt": "n", "things/a.txt": "a", "uploads/1.jpg": "j" });
    const inspected = must(holdfast(["inspect", site.app])).out;
    expect(inspected).toMatch(/no framework/iu);
    for (const name of ["notes.txt", "things", "uploads"]) expect(inspected).toContain(name);
    expect(must(holdfast(["persist", site.app, "--yes"])).out).toContain("Seen here: notes.txt, things, uploads");
    expect(lstatSync(join(site.app, "uploads")).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(site.app, "things")).isDirectory()).toBe(true);
  });

  it("has a link loop where .env belongs: the others are taken over, the loop stays and is named, exit 1", () => {
    const site = siteOf("flat");
    rmSync(join(site.app, ".env"));
    symlinkSync(".env", join(site.app, ".env"));
    const { code, out } = holdfast(["persist", site.app, "--yes"]);
    expect(code).toBe(1);
    expect(out).toContain(`".env" is a link to ".env" that leads to nothing`);
    expect(out).toContain(`👉 Put the file at "${site.shared}/.env"`);
    expect(lstatSync(join(site.app, ".env")).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(site.app, "storage")).isSymbolicLink()).toBe(true);
  });
});

describe("a site that is not laid out as it should be", () => {
  it("has a real folder as current: refused with the commands that put it right", () => {
    const site = siteOf("releases");
    unlinkSync(join(site.root, "current"));
    mkdirSync(join(site.root, "current"));
    const refused = { code: 2, says: "is a real folder, not a link to a release", next: "ln -s releases/NAME" };
    expectRefused(site, ["persist", site.app, "--yes"], refused);
    expectRefused(site, ["check", site.root], refused);
  });

  it("has a current that leads outside releases: refused", () => {
    const site = siteOf("releases");
    unlinkSync(join(site.root, "current"));
    symlinkSync("/usr", join(site.root, "current"));
    expectRefused(site, ["persist", site.app, "--yes"], { code: 2, says: 'leads to "/usr", outside' });
  });

  it("was never persisted: check and recover say which command does it", () => {
    const site = siteOf("flat");
    for (const command of ["check", "recover"])
      expectRefused(site, [command, site.app], { code: 1, says: "has not been persisted", next: "holdfast persist" });
  });

  it("was laid out by another deployer: adopted, absolute links made relative, its own records kept aside", () => {
    const site = siteOf("releases");
    const app = join(site.root, "releases/42");
    renameSync(site.app, app);
    unlinkSync(join(site.root, "current"));
    mkdirSync(site.shared);
    renameSync(join(app, "storage"), join(site.shared, "storage"));
    renameSync(join(app, ".env"), join(site.shared, ".env"));
    writeTree(site.root, {
      current: { link: join(site.root, "releases/42") },
      "releases/42/storage": { link: join(site.shared, "storage") },
      "releases/42/.env": { link: join(site.shared, ".env") },
      ".dep/latest_release": "42",
      "shared/.persistence-config": "MODE=first\n",
      "shared/.deployment-history": "2024-01-15 deployed by something else\n",
    });
    const data = manifest(join(site.shared, "storage"));
    persist(app);
    const now = manifest(join(site.shared, "storage"));
    expect([...data].filter(([path, what]) => now.get(path) !== what)).toEqual([]);
    const kept = [...manifest(site.shared).keys()].filter((path) => /persistence-config|deployment-history/.test(path));
    const texts = kept.map((path) => readFileSync(join(site.shared, path), "utf8"));
    expect(texts).toContain("MODE=first\n");
    expect(texts.some((text) => text.includes("deployed by something else"))).toBe(true);
    must(holdfast(["check", site.root]));
    expect(manifest(app).get("storage")).toBe("link ../../shared/storage");
  });

  it("has a backup copy of the app beside it: the app that was persisted is meant", () => {
    const site = persistedSite("flat");
    must(start(["cp", "-a", site.app, `${site.app}-backup`]));
    for (const named of [site.root, site.shared]) {
      const { json } = holdfastJson(["check", named]);
      expect(json).toMatchObject({ app: site.app, failed: 0 });
    }
    expectRefused(site, ["persist", `${site.app}-backup`, "--yes"], {
      code: 2,
      says: `holds the data of "${site.app}"`,
    });
  });

  it("is named in place of its app, or its shared folder is: the live copy is meant", () => {
    for (const site of [persistedSite("releases"), persistedSite("flat")]) {
      for (const named of [site.root, `${site.root}/`, site.shared]) {
        const { out } = must(holdfast(["check", named]));
        expect(out).toContain("🎉");
      }
    }
    expect(FIRST_RELEASE).toMatch(/^\d{4}-/);
  });
});
