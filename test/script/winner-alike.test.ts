import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FIRST_RELEASE, holdfast, holdfastJson, type Layout, persistedSite, type Site, start } from "../support/cli.ts";
import { manifest, type TreeShape, writeTree } from "../support/tree.ts";

/**
 * `holdfast recover` and `emergency-recovery.sh` on two sites that were made and broken by the same steps: both must end with the same
 * version of everything in use, keep the same ones, leave the same ones to their owner, and give the same reasons.
 */
const SHAPE: TreeShape = {
  "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "public/index.php": "<?php",
  ".env": { text: "APP_KEY=live", mode: 0o600 },
  "storage/app/public/a.jpg": "picture a",
  "storage/logs/laravel.log": "log",
  "public/uploads/photo.jpg": "photo",
  "public/uploads/deep/inner.jpg": "inner",
  "public/invoices/i1.pdf": "invoice",
};

/** What the app itself has where links belong. */
const IN_THE_WAY: TreeShape = {
  ".env": { text: "APP_KEY=other", mode: 0o600 },
  "storage/logs/laravel.log": "another log",
  "storage/app/public/a.jpg": "picture a",
  "storage/app/public/b.jpg": "picture b",
  "public/uploads/photo.jpg": "another photo",
  "public/uploads/deep/inner.jpg": "another inner",
  "public/uploads/deep/new.jpg": "new",
};
const LINKED = [".env", "storage", "public/uploads", "public/invoices"];

function standInTheWay(site: Site): void {
  for (const path of [".env", "storage", "public/uploads"]) unlinkSync(join(site.app, path));
  writeTree(site.app, IN_THE_WAY);
}

function moveAway(site: Site): void {
  renameSync(site.app, `${site.root}-before`);
}

/** Each breaks a persisted site; it hands back the app to repair where that is another. */
const STEPS: Readonly<Record<string, (site: Site) => Site>> = {
  "the code is the one that was linked": (site) => {
    standInTheWay(site);
    return site;
  },
  "the code was updated in place": (site) => {
    standInTheWay(site);
    writeFileSync(join(site.app, "artisan"), "newer");
    return site;
  },
  "nothing names a version any more": (site) => {
    standInTheWay(site);
    for (const path of ["composer.json", "artisan", "public/index.php"]) unlinkSync(join(site.app, path));
    return site;
  },
  "a copy of the code took its folder": (site) => {
    standInTheWay(site);
    moveAway(site);
    expect(spawnSync("cp", ["-a", `${site.root}-before`, site.app]).status).toBe(0);
    return site;
  },
  "a vendor's update took its folder": (site) => {
    moveAway(site);
    writeTree(site.app, { ...SHAPE, ...IN_THE_WAY, artisan: "newer" });
    return site;
  },
  "a vendor's update of the same version was put into the old folder": (site) => {
    for (const path of [...LINKED, "public/storage", "bootstrap/cache"])
      if (existsSync(join(site.app, path))) unlinkSync(join(site.app, path));
    writeTree(site.app, { ...SHAPE, ...IN_THE_WAY });
    return site;
  },
};

const ON_RELEASES: typeof STEPS = {
  "the release is not live": (site) => {
    const next = { ...site, app: join(site.root, "releases/next") };
    mkdirSync(next.app);
    writeTree(next.app, { ...SHAPE, ...IN_THE_WAY });
    return next;
  },
  "the release was live once": (site) => {
    standInTheWay(site);
    expect(spawnSync("cp", ["-a", site.app, join(site.root, "releases/next")]).status).toBe(0);
    unlinkSync(join(site.root, "current"));
    writeTree(site.root, { current: { link: "releases/next" } });
    expect(readlinkSync(join(site.root, "current"))).not.toContain(FIRST_RELEASE);
    return site;
  },
};

const CASES = [
  ...Object.entries(STEPS).flatMap(([name, step]) =>
    (["flat", "releases"] as const).map((layout): [Layout, string, typeof step] => [layout, name, step]),
  ),
  ...Object.entries(ON_RELEASES).map(([name, step]): [Layout, string, typeof step] => ["releases", name, step]),
];

/**
 * Everything below a folder, without times (the two sites were not made in the same moment) and without the modes of folders, for
 * which each has its own default.
 */
function standing(folder: string): Record<string, string> {
  const ours = /^\.(holdfast|persistence-config|deployment-history)|^[^/]*\.(sh|md)$/;
  const found = [...manifest(folder)].filter(([path]) => !ours.test(path));
  return Object.fromEntries(
    found.map(([path, what]) => [path, what.replace(/ \d{19} /, " ").replace(/^dir \d+/, "dir")]),
  );
}

/** What was rescued, by path below the run's own folder. */
function rescued(site: Site): Record<string, string> {
  const found = Object.keys(Object.fromEntries(manifest(site.shared))).flatMap((path) => {
    const name = /^\.holdfast\/rescued\/[^/]*\/(.*)$/.exec(path)?.[1];
    return name === undefined || path.endsWith("/") ? [] : [[name, textAt(join(site.shared, path))] as const];
  });
  return Object.fromEntries(found.filter(([, text]) => text !== ""));
}

function textAt(path: string): string {
  return spawnSync("test", ["-f", path]).status === 0 ? readFileSync(path, "utf8") : "";
}

/** Why the program says that one version stays. */
function reasons(site: Site): string[] {
  const plan = holdfastJson(["recover", site.app, "--dry-run"]).json as {
    readonly operations: readonly { readonly kind: string; readonly reason: string }[];
    readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  };
  const merges = plan.operations.flatMap(({ reason }) => /^both have it; (.*)$/.exec(reason)?.[1] ?? []);
  const open = plan.diagnostics.flatMap(({ message }) => /and they differ: (.*)$/.exec(message)?.[1] ?? []);
  return [...new Set([...merges, ...open])].sort();
}

function reasonsIn(output: string): string[] {
  return [...new Set([...output.matchAll(/(?:wins|they differ): (.*?)\)?$/gmu)].map((match) => match[1] ?? ""))].sort();
}

describe("the program and the portable script decide alike", () => {
  it.each(CASES)("in the %s layout where %s", (layout, _, step) => {
    const [byProgram, byScript] = [step(persistedSite(layout, SHAPE)), step(persistedSite(layout, SHAPE))];
    const why = reasons(byProgram);
    const program = holdfast(["recover", byProgram.app, "--yes"]);
    const script = start(["sh", join(byScript.shared, "emergency-recovery.sh"), byScript.app]);
    expect(script.code, `${program.out}${program.err}\n${script.out}${script.err}`).toBe(program.code);
    expect(standing(byScript.shared)).toEqual(standing(byProgram.shared));
    expect(standing(byScript.app)).toEqual(standing(byProgram.app));
    expect(rescued(byScript)).toEqual(rescued(byProgram));
    expect(reasonsIn(script.out), script.out).toEqual(why);
    expect(why.length).toBeGreaterThan(0);
  });
});
