/** A site that was copied, moved to another server or restored from a backup: every folder is another one than the records say, and holds the same. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, holdfast, LAYOUTS, must, type Site, siteOf } from "../support/cli.ts";
import { delivered, listed, live, liveVersion } from "../support/deliveries-of.ts";
import { writeTree } from "../support/tree.ts";

const CSS = { "public/css/site.css": "a{}" };
const OWN = {
  "public/sitemap.xml": "<urlset/>",
  "public/css/site.css": "a{color:red}",
  "Modules/Pay/pay.php": "<?php // bought",
};

const release = (site: Site, source: string, ...more: readonly string[]): ReturnType<typeof holdfast> =>
  holdfast(["release", source, "--site", live(site), "--yes", ...more]);

/** A site that runs 1.1, which arrived here, with files of its own. */
function updated(layout: (typeof LAYOUTS)[number]): Site {
  const site = siteOf(layout, { ...BOUGHT_SCRIPT, ...CSS });
  must(release(site, delivered(site, "1.1", CSS), "--shipped", delivered(site, "1.0", CSS)));
  writeTree(live(site), OWN);
  return site;
}

/** The same site somewhere else, the first one gone. */
function moved(site: Site): Site {
  const root = join(dirname(site.root), "elsewhere");
  execFileSync("cp", ["-a", site.root, root]);
  rmSync(site.root, { recursive: true });
  const placed = (path: string): string => path.replace(site.root, root);
  return { ...site, root, app: placed(site.app), shared: placed(site.shared) };
}

const texts = (site: Site): Record<string, string> =>
  Object.fromEntries(
    Object.keys(OWN).flatMap((path) =>
      existsSync(live(site, path)) ? [[path, readFileSync(live(site, path), "utf8")]] : [],
    ),
  );

describe.each(LAYOUTS)("a copied site in the %s layout", (layout) => {
  it("knows its releases, and takes along what was made and changed among its code", () => {
    const site = moved(updated(layout));
    expect(listed(site).find(({ state }) => state === "live")?.version).toBe("1.1");
    const { out } = must(release(site, delivered(site, "1.2", CSS)));
    expect(texts(site)).toEqual(OWN);
    expect(out).not.toContain("nobody knows");
    expect(listed(site).map(({ version }) => version)).toContain("1.1");
    // And once more, from what was written down meanwhile.
    must(release(site, delivered(site, "1.3", CSS)));
    expect(texts(site)).toEqual(OWN);
  });
});

describe("a release whose record cannot be used", () => {
  const nameOf = (site: Site): string => basename(readlinkSync(live(site)));
  const baselineOf = (site: Site): string => join(site.shared, ".holdfast/baselines", nameOf(site));

  it("is of another folder: what was put there instead is not taken for it, and the update is refused before anything is changed", () => {
    const site = updated("releases");
    const folder = join(site.root, "releases", nameOf(site));
    rmSync(folder, { recursive: true });
    writeTree(folder, { "public/index.php": "<?php // by hand", "public/own.txt": "own", "composer.json": "{}" });
    must(holdfast(["persist", live(site), "--yes"]));
    const before = readdirSync(join(site.root, "releases"));
    const next = delivered(site, "1.2", CSS);
    const stopped = release(site, next, "--allow-other");
    expect(stopped.err).toContain("it is that of another folder of this name");
    expect(stopped.err).toContain("Only what is live has public/own.txt");
    expect([stopped.code, liveVersion(site)]).toEqual([2, "by hand"]);
    expect(readdirSync(join(site.root, "releases"))).toEqual(before);
  });

  it("is damaged: refused likewise, naming what would be left out; the vendor's archive of it helps, and so does the way that is told", () => {
    const site = updated("releases");
    const baseline = baselineOf(site);
    writeFileSync(baseline, readFileSync(baseline, "utf8").replace("site.css", "sitE.css"));
    const next = delivered(site, "1.2", CSS);
    for (const more of [[], ["--dry-run"]]) {
      const stopped = release(site, next, ...more);
      expect(stopped.code).toBe(2);
      expect(stopped.err).toContain("its checksum is wrong");
      expect(stopped.err).toContain("Only what is live has Modules/Pay/pay.php, public/sitemap.xml");
    }
    expect(liveVersion(site)).toBe("1.1");
    execFileSync("mv", [baseline, `${baseline}.old`]);
    expect(must(release(site, next, "--dry-run")).out).toContain("Dry run");
    execFileSync("mv", [`${baseline}.old`, baseline]);
    must(release(site, next, "--shipped", join(dirname(site.root), "shop-1.1")));
    expect(texts(site)).toEqual(OWN);
  });
});
