import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  mkdirSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "../support/program.ts";
import { freshFolder, writeTree } from "../support/tree.ts";
import { changingPoints, killAt, type Point, type Traced } from "./mutating-calls.ts";

/** How many of the kill points of a scenario one run of the tests tries; which ones depends on the day. */
const SAMPLE = 12;

interface Scenario {
  readonly name: string;
  /** Makes the site below a folder. */
  readonly make: (site: string) => void;
  readonly app: string;
  readonly command: readonly string[];
  /** Contents that must be somewhere below the site whatever happens. */
  readonly bytes: readonly string[];
}

const LARAVEL = {
  "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "bootstrap/app.php": "<?php",
  "public/index.php": "<?php",
};

function laravelAt(prefix: string, more: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...LARAVEL, ...more }).map(([path, text]) => [`${prefix}/${path}`, text]));
}

const scenarios: readonly Scenario[] = [
  {
    name: "the first run over a live flat app, shared holding a half copy",
    make: (site) => {
      writeTree(
        site,
        laravelAt("app", {
          ".env": "live env",
          "storage/app/public/a.jpg": "live picture",
          "public/uploads/u.txt": "live upload",
          "public/uploads/deep/v.txt": "deep upload",
        }),
      );
      writeTree(site, {
        "shared/public/uploads/u.txt": "half copy",
        "shared/public/uploads/only.txt": "only in shared",
      });
    },
    app: "app",
    command: ["persist", "--yes"],
    bytes: ["live env", "live picture", "live upload", "deep upload", "half copy", "only in shared"],
  },
  {
    name: "a later release that brings its own files",
    make: (site) => {
      writeTree(site, laravelAt("releases/r1", { ".env": "live env", "public/uploads/u.txt": "demo" }));
      persistIn(join(site, "releases/r1"));
      symlinkSync("releases/r1", join(site, "current"));
      writeFileSync(join(site, "shared/public/uploads/u.txt"), "edited");
      writeTree(
        site,
        laravelAt("releases/r2", {
          ".env": "vendor env",
          "public/uploads/u.txt": "demo 2",
          "public/uploads/n.txt": "new demo",
        }),
      );
    },
    app: "releases/r2",
    command: ["persist", "--yes"],
    bytes: ["live env", "edited", "vendor env", "demo 2", "new demo"],
  },
  {
    name: "a recovery of three broken links with real things in their place",
    make: (site) => {
      writeTree(
        site,
        laravelAt("app", { ".env": "old env", "storage/logs/l.log": "log", "public/uploads/u.txt": "upload" }),
      );
      persistIn(join(site, "app"));
      for (const link of [".env", "storage", "public/uploads"]) unlinkSync(join(site, "app", link));
      mkdirSync(join(site, "app/public/uploads"));
      writeTree(site, {
        "app/.env": "new env",
        "app/public/uploads/m.txt": "meanwhile",
        "app/public/uploads/u.txt": "upload 2",
      });
    },
    app: "app",
    command: ["recover"],
    bytes: ["old env", "log", "upload", "new env", "meanwhile", "upload 2"],
  },
];

describe.each(scenarios)("killed in $name", (scenario) => {
  it("nothing is lost, one more run converges, a further one does nothing", () => {
    const template = freshFolder();
    const site = join(freshFolder(), "site");
    scenario.make(template);
    const reset = (): Traced => {
      rmSync(site, { recursive: true, force: true });
      // Sites are made in place because the record knows folders by their inode.
      mkdirSync(site);
      scenario.make(site);
      return { argv: [process.execPath, program(), ...scenario.command], cwd: join(site, scenario.app) };
    };
    const points = changingPoints(reset(), site);
    expect(points.length).toBeGreaterThan(40);
    for (const point of sample(points)) {
      const killed = killAt(reset(), point);
      const where = `killed before ${point.call} number ${point.n}`;
      expect(killed, where).toBe(137);
      expect(missing(site, scenario.bytes), where).toEqual([]);
      const again = run(scenario, site);
      expect(again.status, `${where}: ${again.stdout}${again.stderr}`).toBe(0);
      expect(missing(site, scenario.bytes), `${where}, then run again`).toEqual([]);
      expect(readFileSync(join(site, scenario.app, ".env"), "utf8"), where).not.toBe("vendor env");
      expect(lstatSync(join(site, scenario.app, "public/uploads")).isSymbolicLink(), where).toBe(true);
      expect(run(scenario, site).stdout, `${where}, the third run`).toContain("Nothing to do");
    }
  }, 240_000);
});

function persistIn(app: string): void {
  const done = spawnSync(process.execPath, [program(), "persist", "--yes"], { cwd: app, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stdout + done.stderr);
}

function run(scenario: Scenario, site: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program(), ...scenario.command], {
    cwd: join(site, scenario.app),
    encoding: "utf8",
  });
}

/** A different part of the points each day; every point is reached within some days. The day is printed so that a failure can be run again. */
function sample(points: readonly Point[]): readonly Point[] {
  if (points.length <= SAMPLE) return points;
  const day = Number(process.env["HOLDFAST_FAULT_DAY"] ?? Math.floor(Date.now() / 86_400_000));
  const stride = points.length / SAMPLE;
  const shift = day % Math.ceil(stride);
  console.log(`HOLDFAST_FAULT_DAY=${day}: ${SAMPLE} of ${points.length} kill points`);
  return Array.from(
    { length: SAMPLE },
    (_, index) => points[Math.min(points.length - 1, Math.floor(index * stride) + shift)],
  ).filter((point) => point !== undefined);
}

/** Which of the contents stand in no file below the site. */
function missing(site: string, contents: readonly string[]): string[] {
  const there = new Set<string>();
  const walk = (folder: string): void => {
    for (const child of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, child.name);
      if (child.isDirectory()) walk(path);
      else if (child.isFile()) there.add(readFileSync(path, "utf8"));
    }
  };
  if (existsSync(site)) walk(site);
  return contents.filter((content) => !there.has(content));
}
