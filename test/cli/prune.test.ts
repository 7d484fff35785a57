import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runInProcess } from "../faults/lab/in-process.ts";
import { BOUGHT_SCRIPT, holdfast, LAYOUTS, must, type Site, siteOf } from "../support/cli.ts";
import { delivered, listed, live } from "../support/deliveries-of.ts";
import { manifest } from "../support/tree.ts";

/** A site that went through `versions`; the first is what it was adopted with. */
async function siteWith(layout: Site["layout"], versions: readonly string[]): Promise<Site> {
  const site = siteOf(layout, {
    ...BOUGHT_SCRIPT,
    "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
    "public/index.php": "<?php // 1.0",
  });
  for (const version of versions) await updated(site, version);
  return site;
}

/** In this process, which is quicker. */
async function updated(site: Site, version: string): Promise<void> {
  const argv = ["release", delivered(site, version), "--site", live(site), "--yes"];
  const { code, text } = await runInProcess({ cwd: site.root, argv }, null);
  expect(code, text).toBe(0);
}

/** The contents of everything in the rescue folder. */
function rescued(site: Site): string[] {
  const folder = join(site.shared, ".holdfast/rescued");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((child) => child.isFile());
  return files.map((child) => readFileSync(join(child.parentPath, child.name), "utf8"));
}

const prune = (site: Site, ...more: readonly string[]): ReturnType<typeof holdfast> =>
  holdfast(["prune", "--site", live(site), "--yes", ...more]);

const versionsOf = (site: Site): (string | null)[] => listed(site).map(({ version }) => version);

describe.each(LAYOUTS)("prune in the %s layout", (layout) => {
  it("keeps the newest N, the live one counted, and never the one before it", async () => {
    const site = await siteWith(layout, ["1.1", "1.2", "1.3", "1.4"]);
    must(prune(site, "--keep", "3"));
    expect(versionsOf(site)).toEqual(["1.4", "1.3", "1.2", null]);
    must(prune(site, "--keep", "1"));
    expect(versionsOf(site)).toEqual(["1.4", "1.3", null]);
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });

  it("what only a removed release held of the site's own is in the rescue folder afterwards", async () => {
    const site = await siteWith(layout, ["1.1"]);
    writeFileSync(live(site, "public/door.php"), "<?php // planted");
    for (const version of ["1.2", "1.3"]) await updated(site, version);
    writeFileSync(join(listed(site)[2]?.path ?? "", "late.txt"), "written by a process that was late");
    must(prune(site, "--keep", "2"));
    expect(rescued(site)).toEqual(expect.arrayContaining(["<?php // planted", "written by a process that was late"]));
    expect(versionsOf(site)).toEqual(["1.3", "1.2", null]);
  });

  it("an adopted one whose delivery nobody knows is pinned; its owner's answer lets it go, and what differed is rescued", async () => {
    const site = await siteWith(layout, ["1.1", "1.2"]);
    const adopted = listed(site).find(({ version }) => version === null);
    const { out } = must(prune(site, "--keep", "1"));
    expect(out).toContain("it is pinned: it may hold what nothing else does");
    expect(out).toContain(`--release ${adopted?.name ?? ""} --rescue-unknown`);
    expect(existsSync(adopted?.path ?? "")).toBe(true);
    must(prune(site, "--release", adopted?.name ?? "", "--rescue-unknown"));
    expect(existsSync(adopted?.path ?? "")).toBe(false);
    expect(rescued(site)).toContain("<?php // 1.0");
  });

  it("one that cannot go is not named in an advice, and asking for it by name is refused", async () => {
    const site = await siteWith(layout, ["1.1"]);
    const [liveOne, before] = listed(site);
    const { out } = must(prune(site, "--keep", "1"));
    expect(out).toContain("it was live before, rollback goes to it");
    expect(out).not.toContain("--rescue-unknown");
    for (const [release, why] of [
      [liveOne, "it is live"],
      [before, "it was live before"],
    ] as const) {
      const refused = prune(site, "--release", release?.name ?? "", "--rescue-unknown");
      expect(refused.code, refused.out).toBe(2);
      expect(refused.out).toContain(`❌ ${release?.name ?? ""} stays: ${why}`);
    }
    expect(listed(site)).toHaveLength(2);
  });

  it("one that a process works in stays", async () => {
    const site = await siteWith(layout, ["1.1", "1.2", "1.3"]);
    const old = listed(site).find(({ version }) => version === "1.1");
    const worker = spawn("sleep", ["60"], { cwd: old?.path ?? "" });
    await once(worker, "spawn");
    try {
      const { out } = must(prune(site, "--keep", "1"));
      expect(out).toContain(`sleep (process ${worker.pid ?? 0}) still works in it`);
      expect(existsSync(old?.path ?? "")).toBe(true);
    } finally {
      worker.kill("SIGKILL");
      await once(worker, "close");
    }
  });

  it("--dry-run changes nothing", async () => {
    const site = await siteWith(layout, ["1.1", "1.2", "1.3"]);
    const before = manifest(site.root);
    expect(must(prune(site, "--keep", "1", "--dry-run")).out).toContain("goes");
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("a folder that stands at the name of a removed release again", () => {
  it("is named by releases, and what is in it is rescued by prune", async () => {
    const site = await siteWith("releases", ["1.1", "1.2", "1.3"]);
    const gone = listed(site).find(({ version }) => version === "1.1");
    must(prune(site, "--keep", "1"));
    mkdirSync(join(gone?.path ?? "", "storage/logs"), { recursive: true });
    writeFileSync(join(gone?.path ?? "", "storage/logs/worker.log"), "still here");
    expect(must(holdfast(["releases", "--site", site.root])).out).toContain(gone?.name);
    must(prune(site, "--keep", "1"));
    expect(existsSync(gone?.path ?? "")).toBe(false);
    expect(rescued(site)).toContain("still here");
  });
});

describe("prune", () => {
  it("a name that nobody knows is refused, with the nearest one", async () => {
    const site = await siteWith("releases", ["1.1"]);
    const name = listed(site)[1]?.name ?? "";
    const { code, err } = prune(site, "--release", `${name}x`);
    expect(code).toBe(2);
    expect(err).toContain(`Did you mean ${name}?`);
  });
});
