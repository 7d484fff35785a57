import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  BOUGHT_SCRIPT,
  FIRST_RELEASE,
  holdfast,
  LAYOUTS,
  must,
  NOBODY,
  persistedSite,
  type Site,
} from "../support/cli.ts";
import { delivered, listed, live, liveVersion, packed } from "../support/deliveries-of.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { expectRefused } from "../support/refused.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

const ON_SITE: TreeShape = {
  ...BOUGHT_SCRIPT,
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php // 1.0",
};

const argsFor = (site: Site, source: string): string[] => ["release", source, "--site", live(site), "--yes"];

describe.each(LAYOUTS)("a delivery that does not fit, in the %s layout: refused, and nothing is written", (layout) => {
  it("a ZIP of another application", () => {
    const site = persistedSite(layout, ON_SITE);
    const folder = join(dirname(site.root), "blog");
    writeTree(folder, {
      "wp-config-sample.php": "<?php",
      "wp-includes/version.php": "<?php\n$wp_version = '6.8';\n",
      "wp-admin/index.php": "<?php",
      "wp-login.php": "<?php",
      "index.php": "<?php",
      "public/index.php": "<?php",
    });
    execFileSync("zip", ["-qr", `${folder}.zip`, basename(folder)], { cwd: dirname(folder) });
    const refusal = { code: 2, says: '"blog.zip" looks like another application', next: "--allow-other" };
    expectRefused(site, argsFor(site, `${folder}.zip`), refusal);
  });

  it("another package under the same framework", () => {
    const site = persistedSite(layout, ON_SITE);
    const source = delivered(site, "1.1", {
      "composer.json": '{"name":"other/crm","version":"1.1","require":{"laravel/framework":"^11.0"}}',
    });
    expectRefused(site, argsFor(site, source), { code: 2, says: "looks like another application" });
  });

  it("an older version, unless it is allowed", () => {
    const site = persistedSite(layout, ON_SITE);
    const args = argsFor(site, packed(delivered(site, "0.9")));
    expectRefused(site, args, {
      code: 2,
      says: "is version 0.9, older than the 1.0 that is live",
      next: "holdfast rollback",
    });
    must(holdfast([...args, "--allow-older"]));
    expect(liveVersion(site)).toBe("0.9");
  });

  it("one without the folder that the web server serves", () => {
    const site = persistedSite(layout, ON_SITE);
    const source = delivered(site, "1.1");
    rmSync(join(source, "public"), { recursive: true });
    expectRefused(site, argsFor(site, source), { code: 2, says: 'has no folder "public"', next: "--root" });
  });

  it.each<[string, TreeShape]>([
    ["never had", {}],
    ["has for the links to its data alone", { "static/uploads/a.png": "a picture" }],
  ])("but not one without a folder that the application %s", (_what, more) => {
    const code = { "requirements.txt": "flask==3.1\n", "app.py": "import flask\n" };
    const site = persistedSite(layout, { ...code, ...more, ".env": "KEY=1" });
    const next = join(dirname(site.root), "next");
    writeTree(next, { ...code, "app.py": "import flask  # 1.1\n" });
    must(holdfast(argsFor(site, next)));
    expect(readFileSync(join(live(site), "app.py"), "utf8")).toContain("1.1");
    for (const [path, text] of Object.entries(more)) expect(readFileSync(join(live(site), path), "utf8")).toBe(text);
  });

  it("nothing, an empty folder, and the site itself", () => {
    const site = persistedSite(layout, ON_SITE);
    const nothing = join(dirname(site.root), "nothing");
    expectRefused(site, argsFor(site, nothing), { code: 2, says: nothing });
    mkdirSync(nothing);
    expectRefused(site, argsFor(site, nothing), { code: 2, says: "nothing" });
    expectRefused(site, argsFor(site, live(site)), { code: 2, says: "is a part of the site itself" });
    expectRefused(site, argsFor(site, site.shared), { code: 2, says: "is a part of the site itself" });
  });
});

describe("current", () => {
  const args = (site: Site, source: string): string[] => ["release", source, "--site", site.root, "--yes"];

  it("that leads out of releases is refused", () => {
    const site = persistedSite("releases", ON_SITE);
    const outside = join(dirname(site.root), "outside");
    writeTree(outside, ON_SITE);
    unlinkSync(join(site.root, "current"));
    symlinkSync(outside, join(site.root, "current"));
    expectRefused(site, args(site, delivered(site, "1.1")), {
      code: 2,
      says: `leads to "${outside}"`,
      next: "ln -sfn",
    });
    expect(readFileSync(join(outside, "public/index.php"), "utf8")).toBe("<?php // 1.0");
  });

  it("that is a folder or a file is refused", () => {
    const site = persistedSite("releases", ON_SITE);
    const source = delivered(site, "1.1");
    for (const make of [mkdirSync, (path: string) => writeFileSync(path, "")]) {
      rmSync(join(site.root, "current"), { recursive: true });
      make(join(site.root, "current"));
      expectRefused(site, args(site, source), { code: 2, says: "is a real folder or file", next: "mv " });
    }
  });

  it("that leads to a release that was deleted by hand is made anew", () => {
    const site = persistedSite("releases", ON_SITE);
    renameSync(site.app, join(dirname(site.root), "deleted"));
    must(holdfast(args(site, delivered(site, "1.1"))));
    expect(liveVersion(site)).toBe("1.1");
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(readFileSync(live(site, ".env"), "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
  });
});

describe.each(LAYOUTS)("a delivery with what no link can stand at, in the %s layout", (layout) => {
  it("a file where the site has a folder of data, or above it: refused beforehand, naming both; without it the release goes live", () => {
    const site = persistedSite(layout, ON_SITE);
    const source = delivered(site, "1.1");
    rmSync(join(source, "public/uploads"), { recursive: true });
    writeFileSync(join(source, "public/uploads"), "");
    for (const more of [[], ["--dry-run"]])
      expectRefused(site, [...argsFor(site, source), ...more], {
        code: 2,
        says: 'ships a file "public/uploads"',
        next: 'remove "public/uploads" from it',
      });
    expect(liveVersion(site)).toBe("1.0");
    rmSync(join(source, "public/uploads"));
    must(holdfast(argsFor(site, source)));
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });
});

describe("current that is gone", () => {
  const gone = (): Site => {
    const site = persistedSite("releases", ON_SITE);
    must(holdfast(["release", delivered(site, "1.1"), "--site", site.root, "--yes"]));
    writeTree(live(site), { "public/sitemap.xml": "<urlset/>", "Modules/Pay/pay.php": "<?php // bought" });
    unlinkSync(join(site.root, "current"));
    return site;
  };
  const next = (out: string): string[] => (/holdfast (rollback .*)$/m.exec(out)?.[1] ?? "").split(" ");

  it("refuses a release, and a rollback to another one, with the way back; with that the site's own goes along again", () => {
    const site = gone();
    const source = delivered(site, "1.2");
    const args = ["release", source, "--site", site.root, "--yes"];
    expectRefused(site, args, { code: 2, says: "so that nothing of the site is live", next: "holdfast rollback " });
    expectRefused(site, ["rollback", FIRST_RELEASE, "--site", site.root], {
      code: 2,
      says: "was live last",
      next: "rollback",
    });
    const back = must(holdfast(next(holdfast(args).err)));
    expect(back.out).not.toContain("there is no earlier release");
    expect(liveVersion(site)).toBe("1.1");
    must(holdfast(args));
    expect(readFileSync(live(site, "public/sitemap.xml"), "utf8")).toBe("<urlset/>");
    expect(readFileSync(live(site, "Modules/Pay/pay.php"), "utf8")).toBe("<?php // bought");
  });

  it("is a problem that check and releases tell, with the way back", () => {
    const site = gone();
    const checked = holdfast(["check", site.root]);
    expect([checked.code, next(checked.err)[0]]).toEqual([1, "rollback"]);
    expect(must(holdfast(["releases", "--site", site.root])).out).toContain("so that nothing of the site is live");
    must(holdfast(next(checked.err)));
    must(holdfast(["check", site.root]));
  });

  it("does not hinder where only a release that waits is there, and a site that no release of ours was in is told likewise", () => {
    const site = persistedSite("releases", ON_SITE);
    unlinkSync(join(site.root, "current"));
    const args = ["release", delivered(site, "1.1"), "--site", site.root, "--yes"];
    expectRefused(site, args, { code: 2, says: `release ${FIRST_RELEASE} was live last`, next: "holdfast rollback " });
    must(holdfast(next(holdfast(args).err)));
    expect(liveVersion(site)).toBe("1.0");
    const fresh: Site = { ...site, root: join(freshFolder(), "fresh") };
    mkdirSync(fresh.root);
    must(holdfast(["release", join(dirname(site.root), "shop-1.1"), "--site", fresh.root, "--yes", "--no-activate"]));
    must(holdfast(["release", delivered(site, "1.2"), "--site", fresh.root, "--yes"]));
    expect(liveVersion(fresh)).toBe("1.2");
  });
});

describe("no room for another release", () => {
  /** A persisted site on a disk of its own. */
  function onDisk(limits: { readonly size?: string; readonly inodes?: number }): Site {
    const root = freshFolder();
    mountAt(join(root, "disk"), limits);
    onTestFinished(() => {
      unmountBelow(root);
    });
    const app = join(root, "disk/site/releases", FIRST_RELEASE);
    mkdirSync(app, { recursive: true });
    writeTree(app, ON_SITE);
    const site = join(root, "disk/site");
    symlinkSync(`releases/${FIRST_RELEASE}`, join(site, "current"));
    must(holdfast(["persist", app, "--yes"]));
    return { layout: "releases", root: site, app, shared: join(site, "shared"), up: "../.." };
  }

  it.each([
    {
      what: "bytes",
      limits: { size: "3m" },
      lack: /it needs about 4\.\d MB, and \d\.\d MB are free; nothing was written/,
    },
    { what: "inodes", limits: { inodes: 210 }, lack: /it needs about 4\d\d inodes .*, and \d+ are free; nothing was/ },
  ])("$what: said with the numbers, and nothing is written", ({ what, limits, lack }) => {
    const site = onDisk(limits);
    const elsewhere = { root: join(dirname(dirname(site.root)), "site") };
    const many = Array.from({ length: 300 }, (_, number) => [`vendor/many/${number}.php`, "<?php"] as const);
    const more = what === "bytes" ? { "vendor/large.bin": "x".repeat(4_000_000) } : Object.fromEntries(many);
    const args = argsFor(site, delivered(elsewhere, "1.1", more));
    expectRefused(site, args, { code: 1, says: "There is no room for another copy", next: "holdfast prune --keep 2" });
    expect(holdfast(args).err).toMatch(lack);
  });
});

describe("what changes behind its back", () => {
  it("a release deleted by hand is no longer known; the way back goes to the one before", () => {
    const site = persistedSite("releases", ON_SITE);
    for (const version of ["1.1", "1.2"]) must(holdfast(argsFor(site, delivered(site, version))));
    const gone = listed(site).find(({ version }) => version === "1.1");
    renameSync(gone?.path ?? "", join(dirname(site.root), "gone"));
    expect(listed(site).map(({ version }) => version)).toEqual(["1.2", null]);
    const named = ["rollback", gone?.name ?? "", "--site", site.root];
    expectRefused(site, named, { code: 2, says: `There is no release "${gone?.name ?? ""}"` });
    must(holdfast(["rollback", "--site", site.root]));
    expect(liveVersion(site)).toBe("1.0");
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });

  it.each(LAYOUTS)("a clock that jumps back a year misleads neither rollback nor prune (%s)", (layout) => {
    const site = persistedSite(layout, ON_SITE);
    must(holdfast(argsFor(site, delivered(site, "1.1"))));
    const back = clock(site, -365 * 24 * 3600);
    must(holdfast(argsFor(site, delivered(site, "1.2")), back));
    expect(
      listed(site)
        .map(({ version }) => version)
        .slice(0, 2),
    ).toEqual(["1.2", "1.1"]);
    must(holdfast(["rollback", "--site", live(site)], back));
    expect(liveVersion(site)).toBe("1.1");
    must(holdfast(["rollback", "--site", live(site)]));
    expect(liveVersion(site)).toBe("1.2");
    must(holdfast(["prune", "--keep", "2", "--site", live(site), "--yes"], back));
    expect(
      listed(site)
        .map(({ version }) => version)
        .slice(0, 2),
    ).toEqual(["1.2", "1.1"]);
  });
});

describe.each(LAYOUTS)("a site in the %s layout that this user may not look into", (layout) => {
  it("is not taken for an empty place: refused by release, rollback and prune", () => {
    const site = persistedSite(layout, ON_SITE);
    const source = delivered(site, "1.1");
    chmodSync(site.root, 0o700);
    const refused = { code: 2, says: "Not allowed to look into", next: "as the user that owns", as: NOBODY };
    expectRefused(site, ["release", source, "--site", live(site), "--yes"], refused);
    expectRefused(site, ["rollback", "--site", live(site)], refused);
    expectRefused(site, ["prune", "--site", live(site), "--yes"], refused);
  });
});

it("a folder that may be written and not listed is not taken for an empty one", () => {
  const folder = freshFolder();
  writeTree(folder, { "place/notes.txt": "somebody's", "delivery/index.php": "<?php", "delivery/composer.json": "{}" });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "place"), 0o733);
  const before = manifest(folder);
  const args = ["release", join(folder, "delivery"), "--site", join(folder, "place"), "--yes"];
  expect(holdfast(args, { as: NOBODY })).toMatchObject({ code: 1, err: expect.stringContaining("EACCES") });
  expect(manifest(folder)).toEqual(before);
});

/** The program under a clock that is wrong by so many seconds. */
function clock(site: Site, seconds: number): { readonly env: Readonly<Record<string, string>> } {
  const file = join(dirname(site.root), "clock.cjs");
  writeFileSync(
    file,
    `const Real = Date; const shift = ${seconds} * 1000;
     globalThis.Date = class extends Real {
       constructor(...given) { given.length === 0 ? super(Real.now() + shift) : super(...given); }
       static now() { return Real.now() + shift; }
     };`,
  );
  return { env: { NODE_OPTIONS: `--require ${file}` } };
}
