import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  countsOf,
  DATA_FOLDERS,
  holdfast,
  LAYOUTS,
  type Layout,
  modeOf,
  must,
  nextVersion,
  persist,
  type Site,
  siteOf,
  typed,
} from "../support/cli.ts";
import { manifest } from "../support/tree.ts";

/** Names that people upload, or that an attacker does; the last is no UTF-8. */
const NAMES = [
  Buffer.from("two\nlines.jpg"),
  Buffer.from("-rf"),
  Buffer.from("--help"),
  Buffer.from("quo'te\"s.jpg"),
  Buffer.from("$(touch pwned)`touch pwned`.jpg"),
  Buffer.from(" space \\ backslash * ? [a] ;&|"),
  Buffer.from("ümlaut 🎉.jpg"),
  Buffer.from([0x6e, 0x6f, 0x74, 0xff, 0xfe, 0x75, 0x74, 0x66, 0x38]),
  Buffer.from(".dotfile"),
];

/** Folders of the app whose content must survive everything. */
const KEPT = ["storage", ...DATA_FOLDERS.map((name) => `public/${name}`)];

/** A live bought script with every hostile thing in its uploads. */
function hostileSite(layout: Layout): Site {
  const site = siteOf(layout);
  const uploads = join(site.app, "public/uploads");
  for (const folder of [uploads, join(site.app, "storage/app/public")]) fillWithHostileNames(folder);
  mkdirSync(join(uploads, "empty"), { mode: 0o700 });
  mkdirSync(join(uploads, "sticky"));
  chmodSync(join(uploads, "sticky"), 0o1777);
  chmodSync(join(uploads, "photo.jpg"), 0o640);
  symlinkSync("/etc/passwd", join(uploads, "planted"));
  symlinkSync("../../../..", join(uploads, "planted-up"));
  symlinkSync("nowhere", join(uploads, "dangling"));
  return site;
}

function fillWithHostileNames(folder: string): void {
  for (const [index, name] of NAMES.entries()) {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), `content ${index}`, { mode: 0o604 });
  }
}

/** All data of the site by its path in the app. */
function dataIn(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of KEPT)
    for (const [path, what] of manifest(join(root, folder))) found.set(`${folder}/${path}`, what);
  return found;
}

/** Insists that everything in `before` is in `now`, unchanged in content, mode, owner, time and link text. */
function expectKept(now: Map<string, string>, before: Map<string, string>): void {
  const lost = [...before].filter(([path, what]) => now.get(path) !== what);
  expect(lost).toEqual([]);
}

function expectLinks(site: Site): void {
  for (const path of [".env", "storage"]) expect(readlinkSync(join(site.app, path))).toBe(`${site.up}/shared/${path}`);
  for (const name of [...DATA_FOLDERS, "storage"])
    expect(readlinkSync(join(site.app, "public", name))).toBe(`${site.up}/../shared/public/${name}`);
}

/** The portable check and ours agree that all is well, and their counts are the number of their lines. */
function expectHealthy(site: Site): void {
  const portable = must(typed('sh shared/health-check.sh "$APP"', { cwd: site.root, env: { APP: site.app } })).out;
  const ours = must(holdfast(["check", site.app])).out;
  for (const text of [portable, ours]) {
    const ticks = text.split("\n").filter((line) => line.startsWith("✅")).length;
    expect(countsOf(text)).toEqual({ passed: ticks, warnings: 0, failed: 0 });
    expect(text).toContain("🎉 System is perfectly healthy!");
  }
  expect(modeOf(join(site.shared, ".env"))).toBe(0o600);
}

describe.each(LAYOUTS)("a live bought script with hostile names in the %s layout", (layout) => {
  it("goes through a first run, a later run, three broken links and recovery without losing anything", () => {
    const site = hostileSite(layout);
    const before = dataIn(site.app);
    expect([...before.values()].filter((what) => what.startsWith("link")).length).toBe(3);
    persist(site.app);
    expectKept(dataIn(site.shared), before);
    expectLinks(site);
    expectHealthy(site);

    writeFileSync(join(site.shared, "public/uploads/by a user"), "by a user");
    unlinkSync(join(site.shared, "public/uploads/photo.jpg"));
    const live = dataIn(site.shared);
    const next = nextVersion(site, {
      ...BOUGHT_SCRIPT,
      "public/uploads/-rf": "the vendor's",
      "public/uploads/new-demo.jpg": "new demo",
      ".env": "APP_KEY=vendor",
      "version.txt": "2",
    });
    persist(next.app);
    expectKept(dataIn(next.shared), live);
    expect(readdirSync(join(next.app, "public/uploads"))).toContain("new-demo.jpg");
    expect(readFileSync(join(next.app, ".env"), "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expectLinks(next);
    expectHealthy(next);

    breakThree(next);
    const broken = dataIn(next.shared);
    const meanwhile = manifest(join(next.app, "public/uploads"));
    const { code, out } = holdfast(["check", next.app]);
    expect(code).toBe(1);
    expect(countsOf(out).failed).toBe(3);
    must(recovery(next));
    expectKept(dataIn(next.shared), broken);
    expectKept(manifest(join(next.shared, "public/uploads")), meanwhile);
    expectLinks(next);
    expectHealthy(next);
    expect(readdirSync(site.root).filter((name) => name.includes("pwned"))).toEqual([]);
  });

  it("shows deleted demo content coming back nowhere", () => {
    const site = hostileSite(layout);
    persist(site.app);
    unlinkSync(join(site.shared, "public/uploads/photo.jpg"));
    const next = nextVersion(site, { ...BOUGHT_SCRIPT, "version.txt": "2" });
    persist(next.app);
    expect(readdirSync(join(next.app, "public/uploads"))).not.toContain("photo.jpg");
  });
});

/** One link is gone, one dangles, and a real folder took the place of the third, with a file written meanwhile. */
function breakThree(site: Site): void {
  unlinkSync(join(site.app, "storage"));
  unlinkSync(join(site.app, "public/qrcodes"));
  symlinkSync("/nowhere", join(site.app, "public/qrcodes"));
  unlinkSync(join(site.app, "public/uploads"));
  mkdirSync(join(site.app, "public/uploads"), { mode: 0o755 });
  writeFileSync(join(site.app, "public/uploads/mean\nwhile"), "meanwhile", { mode: 0o600 });
}

/** The flat site is repaired by the portable script, the other by the program. */
function recovery(site: Site): ReturnType<typeof holdfast> {
  expect(lstatSync(join(site.app, "public/uploads")).isDirectory()).toBe(true);
  return site.layout === "flat"
    ? typed('sh shared/emergency-recovery.sh "$(pwd)"', { cwd: site.root })
    : holdfast(["recover", site.app]);
}
