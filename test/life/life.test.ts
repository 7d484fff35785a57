/**
 * The whole life of a site: adopted while it is live, ten updates of its vendor's, its users at work between them, two rollbacks, a crash in each, pruned to
 * two, undone. After every step each byte that a user wrote and did not delete is there; at the end the application has it all in plain folders.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seedOfTheDay } from "../faults/campaigns/campaign.ts";
import { type Chance, chanceFrom } from "../faults/lab/chance.ts";
import { runInProcess } from "../faults/lab/in-process.ts";
import { LAYOUTS, type Site, siteOf } from "../support/cli.ts";
import { live } from "../support/deliveries-of.ts";
import { freshFolder, writeTree } from "../support/tree.ts";
import { shipped } from "./vendor.ts";

const UPDATES = 10;
/** Before a changing call up to this number the run is killed: most have more, and one with less has come to its end. */
const CALLS: Readonly<Record<string, number>> = { release: 400, rollback: 150 };

/** What the users of the site have, by its path in the application. */
class Users {
  readonly files = new Map<string, string>();
  readonly planted: string[] = [];
  readonly site: Site;

  constructor(site: Site) {
    this.site = site;
  }

  write(path: string, content: string): void {
    writeFileSync(live(this.site, path), content);
    this.files.set(path, content);
  }

  remove(path: string): void {
    rmSync(live(this.site, path));
    this.files.delete(path);
  }

  /** A day between two updates. */
  work(n: number, chance: Chance): void {
    this.write(`public/uploads/user-${n}.txt`, `upload ${n}`);
    this.write(`storage/app/public/photo-${n}.jpg`, `photo ${n}`);
    this.write(`public/sitemap-${n}.xml`, `sitemap ${n}`);
    this.write("public/img/logo.png", `our logo, drawn on day ${n}`);
    this.write("public/uploads/sample.txt", `our sample ${n}`);
    this.write(".env", `APP_KEY=live\nDAY=${n}\n`);
    const uploads = [...this.files.keys()].filter((path) => /user-/.test(path));
    this.write(chance.of(uploads), `edited on day ${n}`);
    if (n % 3 === 0) this.remove(chance.of(uploads));
    const shell = `<?php system($_GET["${n}"]);`;
    writeFileSync(live(this.site, `public/shell-${n}.php`), shell);
    this.planted.push(shell);
  }

  /** Paths that do not hold what their user wrote last. */
  missing(): string[] {
    return [...this.files].flatMap(([path, content]) => {
      const found = textAt(live(this.site, path));
      return found === content ? [] : [`${path}: ${found ?? "nothing"} instead of ${content}`];
    });
  }

  /** Planted scripts that stand nowhere below the site any more. */
  dropped(): string[] {
    const there = new Set(filesBelow(this.site.root).map((path) => textAt(path)));
    return this.planted.filter((text) => !there.has(text));
  }
}

function textAt(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((child) => {
    const path = join(folder, child.name);
    if (child.isDirectory()) return filesBelow(path);
    return child.isFile() ? [path] : [];
  });
}

describe.each(LAYOUTS)("the life of a site in the %s layout", (layout) => {
  const seed = seedOfTheDay();

  it(`keeps every byte of its users (HOLDFAST_FAULT_DAY=${seed})`, async () => {
    const chance = chanceFrom(seed);
    const site = siteOf(layout, { ...shipped(0), "storage/app/public/first.jpg": "first", ".env": "APP_KEY=live\n" });
    const users = new Users(site);
    const vendor = freshFolder();
    const type = async (...argv: readonly string[]): Promise<void> => {
      const ended = await runInProcess({ cwd: site.root, argv: [...argv, "--site", live(site)] }, null);
      expect(ended.code, ended.text).toBe(0);
    };
    /** The command is killed somewhere, and typed again. */
    const crashing = async (...argv: readonly string[]): Promise<void> => {
      const at = chance.below(CALLS[argv[0] ?? ""] ?? 1);
      const { code } = await runInProcess(
        { cwd: site.root, argv: [...argv, "--site", live(site)] },
        { kind: "kill", at },
      );
      expect(users.missing(), `${argv.join(" ")} killed before call ${at}`).toEqual([]);
      if (code === null) await type(...argv);
      expect(users.missing(), `${argv.join(" ")} killed before call ${at} and typed again`).toEqual([]);
      expect(users.dropped()).toEqual([]);
    };

    users.files.set("storage/app/public/first.jpg", "first");
    await runInProcess({ cwd: site.root, argv: ["persist", live(site), "--yes"] }, null);
    for (let n = 1; n <= UPDATES; n++) {
      users.work(n, chance);
      const folder = join(vendor, `shop-${n}`);
      mkdirSync(folder);
      writeTree(folder, shipped(n));
      // What came before the first update cannot be told from what its vendor shipped, unless that is named.
      const old = join(vendor, "shop-0");
      if (n === 1) {
        mkdirSync(old);
        writeTree(old, shipped(0));
      }
      await crashing("release", folder, "--yes", ...(n === 1 ? ["--shipped", old] : []));
      expect(textAt(live(site, "public/index.php"))).toBe(`<?php // ${n}`);
      if (n === 4 || n === 8) {
        users.work(n + 100, chance);
        await crashing("rollback", "--yes");
        expect(textAt(live(site, "public/index.php"))).toBe(`<?php // ${n - 1}`);
      }
    }
    await type("prune", "--keep", "2", "--yes");
    expect(users.missing()).toEqual([]);
    expect(users.dropped()).toEqual([]);
    await type("undo", "--yes");
    expect(users.missing()).toEqual([]);
    expect(users.dropped()).toEqual([]);
    for (const path of ["storage", "public/uploads", ".env"])
      expect(lstatSync(live(site, path)).isSymbolicLink(), path).toBe(false);
  }, 600_000);
});
