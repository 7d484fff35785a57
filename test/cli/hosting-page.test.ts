import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  type Ended,
  FIRST_RELEASE,
  type Layout,
  LAYOUTS,
  modeOf,
  must,
  NOBODY,
  start,
} from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";
import { shellBlocks } from "../report/example-report.ts";

/** The home of a user of a shared host, who has no rights elsewhere. */
class Home {
  readonly path: string;
  readonly site: string;
  readonly app: string;
  readonly root: string;

  constructor(layout: Layout, documentRoot: TreeShape | null) {
    const top = freshFolder();
    this.path = join(top, "home");
    this.site = join(this.path, "shop");
    this.app = layout === "flat" ? join(this.site, "app") : join(this.site, "current");
    this.root = join(this.path, "public_html");
    const code = layout === "flat" ? this.app : join(this.site, "releases", FIRST_RELEASE);
    mkdirSync(code, { recursive: true });
    writeTree(code, BOUGHT_SCRIPT);
    if (layout === "releases") writeTree(this.site, { current: { link: `releases/${FIRST_RELEASE}` } });
    if (documentRoot !== null) {
      mkdirSync(this.root);
      writeTree(this.root, documentRoot);
    }
    mkdirSync(join(this.path, "bin"));
    writeFileSync(join(this.path, "bin/holdfast"), `#!/bin/sh\nexec '${process.execPath}' '${program()}' "$@"\n`);
    chmodSync(join(this.path, "bin/holdfast"), 0o755);
    chmodSync(top, 0o755);
    execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, this.path]);
  }

  sh(script: string): Ended {
    const env = { HOME: this.path, PATH: `${join(this.path, "bin")}:/usr/bin:/bin` };
    return start(["sh", "-c", script], { cwd: this.path, env, as: NOBODY });
  }

  ok(script: string): string {
    const ended = must(this.sh(script));
    return ended.out + ended.err;
  }

  page(): string {
    return readFileSync(join(this.site, "shared/SHARED-HOSTING-SETUP.md"), "utf8");
  }

  text(path: string): string {
    return readFileSync(join(this.path, path), "utf8");
  }

  /** What is read at each place where people's files are reached. */
  data(): string[] {
    const places = ["uploads/photo.jpg", "avatars/1.png", "invoices/i1.pdf", "storage/a.jpg"];
    return [...places.map((path) => join(this.root, path)), join(this.app, ".env"), join(this.app, "storage/installed")]
      .filter(existsSync)
      .map((path) => readFileSync(path, "utf8"));
  }
}

const ALL_DATA = ["demo photo", "avatar", "invoice", "picture a", "APP_KEY=live\nDB_PASSWORD=secret\n", "2025-05-05"];

/** Runs each block of a page, and says which failed. */
function runAll(home: Home, page: string, among: RegExp = /^/): void {
  const blocks = shellBlocks(page).filter(({ script }) => among.test(script));
  expect(blocks.length).toBeGreaterThan(3);
  for (const { heading, script } of blocks) {
    const { code, out, err } = home.sh(`set -e\n${script}`);
    expect(code, `${heading}\n${script}\n${out}${err}`).toBe(0);
  }
}

function settled(home: Home): void {
  const first = home.page();
  runAll(home, first);
  const second = home.page();
  expect(second).not.toBe(first);
  runAll(home, second);
  // What is chosen is told; the commands are the same.
  expect(home.page()).not.toBe(second);
  expect(shellBlocks(home.page())).toEqual(shellBlocks(second));
  expect(home.data()).toEqual(ALL_DATA);
  expect(home.ok(`holdfast check ${home.app}`)).toContain("❌ 0 failed");
  expect(JSON.parse(home.sh(`holdfast plan ${home.app} --json`).out)).toMatchObject({ operations: [] });
}

describe.each(LAYOUTS)("SHARED-HOSTING-SETUP.md of a %s site", (layout) => {
  it("its commands, as it stands after the first run and as host completes it, set the site up by a link", () => {
    const home = new Home(layout, {});
    home.ok(`holdfast persist ${home.app} --yes`);
    expect(home.page()).toContain("Nobody has asked yet");
    settled(home);
    expect(home.page()).toContain("Chosen: **link**");
    expect(lstatSync(home.root).isSymbolicLink()).toBe(true);
  });

  it("its emergency lines bring in what was uploaded beside the links, lose nothing, and open no key", () => {
    const home = new Home(layout, {
      "uploads/new.txt": "uploaded an hour ago",
      "uploads/photo.jpg": "another photo of that name",
      "uploads/a b/deep.txt": "deep",
      "css/old.css": "what somebody has changed",
      ".htaccess": "# the panel's",
    });
    // With somebody's files in the document root a flat site has no way that would work as things are, which is no success.
    home.ok(`holdfast persist ${home.app} --yes && { holdfast host ${home.app} || [ $? = 1 ]; }`);
    const shared = join(home.site, "shared");
    writeFileSync(join(shared, "public/uploads/oauth.key"), "key", { mode: 0o600 });
    writeFileSync(join(shared, "public/uploads/closed.txt"), "closed", { mode: 0o600 });
    for (const name of ["oauth.key", "closed.txt"]) chownSync(join(shared, "public/uploads", name), NOBODY, NOBODY);
    const page = home.page();
    runAll(home, page, /^(?!holdfast)/);
    expect(home.text("public_html/uploads/new.txt")).toBe("uploaded an hour ago");
    expect(home.text("public_html/uploads/a b/deep.txt")).toBe("deep");
    expect(home.text("public_html/uploads/photo.jpg")).toBe("demo photo");
    expect(home.text("public_html/css/old.css")).toBe("what somebody has changed");
    expect(home.text("public_html/.htaccess")).toBe("# the panel's");
    expect(home.text("public_html/index.php")).toBe("<?php // front");
    expect(home.data()).toEqual(ALL_DATA);
    const kept = [...manifest(join(shared, ".holdfast/rescued")).keys()].filter((path) => path.endsWith("/photo.jpg"));
    expect(kept.map((path) => readFileSync(join(shared, ".holdfast/rescued", path), "utf8"))).toEqual([
      "another photo of that name",
    ]);
    expect(modeOf(join(shared, ".env"))).toBe(0o600);
    expect(modeOf(join(shared, "public/uploads/oauth.key"))).toBe(0o600);
    expect(modeOf(join(shared, "public/uploads/closed.txt"))).toBe(0o644);
    expect(home.ok(`holdfast check ${home.app}`)).toContain("❌ 0 failed");
    const before = manifest(home.path);
    runAll(home, page, /^(?!holdfast)/);
    expect(manifest(home.path)).toEqual(before);
  });
});

describe("SHARED-HOSTING-SETUP.md", () => {
  it("where the document root's name is fixed, its commands set the site up entry by entry", () => {
    const home = new Home("releases", { "google1.html": "somebody's" });
    chownSync(home.path, 0, 0);
    home.ok(`holdfast persist ${home.app} --yes`);
    settled(home);
    expect(home.page()).toContain("Chosen: **entries**");
    expect(lstatSync(home.root).isDirectory()).toBe(true);
    expect(home.text("public_html/google1.html")).toBe("somebody's");
  });

  it("keeps to links, removes no folder, and opens nothing as a whole", () => {
    const home = new Home("releases", {});
    home.ok(`holdfast persist ${home.app} --yes && holdfast host ${home.app}`);
    const scripts = shellBlocks(home.page()).map(({ script }) => script);
    for (const script of scripts) expect(script).not.toMatch(/\brm\b|chmod [0-7]|ln -sf|cp -r/);
    expect(home.page()).toContain("`rm -rf public_html/uploads`");
  });

  it("host writes it anew once, somebody else's page of that name stays until persist keeps it aside", () => {
    const home = new Home("releases", {});
    home.ok(`holdfast persist ${home.app} --yes`);
    const page = join(home.site, "shared/SHARED-HOSTING-SETUP.md");
    writeFileSync(page, "mine");
    home.ok(`holdfast host ${home.app}`);
    expect(readFileSync(page, "utf8")).toBe("mine");
    home.ok(`holdfast persist ${home.app} --yes`);
    expect(home.page()).toContain("As `holdfast host` found it out");
    const rescued = [...manifest(join(home.site, "shared/.holdfast/rescued")).keys()];
    expect(rescued.filter((path) => path.endsWith("SHARED-HOSTING-SETUP.md"))).toHaveLength(1);
    const written = statSync(page).ino;
    home.ok(`holdfast host ${home.app}`);
    expect(statSync(page).ino).toBe(written);
  });

  it("what host found out on another machine is not told of this one", () => {
    const home = new Home("releases", {});
    home.ok(`holdfast persist ${home.app} --yes && holdfast host ${home.app}`);
    home.ok(`mv ${home.site} ${home.path}/copy && holdfast persist ${home.path}/copy/current --yes`);
    expect(home.text("copy/shared/SHARED-HOSTING-SETUP.md")).toContain("Nobody has asked yet");
  });
});

describe("SHARED-HOSTING-SETUP.md of a site without links", () => {
  /** A site in place whose code came with an update. */
  function updated(): Home {
    const home = new Home("flat", null);
    const next = delivered({ root: join(freshFolder(), "site") }, "2.0");
    execFileSync("cp", ["-a", next, join(home.path, "next")]);
    execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, join(home.path, "next")]);
    home.ok(`holdfast release next --site ${home.app} --in-place --yes`);
    return home;
  }

  const backBlock = (home: Home): string =>
    shellBlocks(home.page()).find(({ script }) => script.includes("back() {"))?.script ?? "";

  const dataOf = (home: Home): string[] =>
    ["public/uploads/photo.jpg", "storage/invoices/i1.pdf", ".env"]
      .map((path) => join(home.app, path))
      .filter(existsSync)
      .map((path) => readFileSync(path, "utf8"));

  it("is written by release, and each of its blocks can be run, before and after host", () => {
    const home = updated();
    expect(home.page()).toContain("Chosen: **in-place**");
    expect(home.page()).toContain("Nobody has asked yet");
    const data = dataOf(home);
    expect(data.length).toBeGreaterThan(1);
    runAll(home, home.page());
    expect(home.page()).toContain("As `holdfast host` found it out");
    runAll(home, home.page());
    expect(dataOf(home)).toEqual(data);
    expect(home.text("shop/app/public/index.php")).toBe("<?php // 2.0");
  });

  it("names nothing that is not there: what to back up stands where it says, and no script and no link is told of", () => {
    const home = updated();
    home.ok(`holdfast host ${home.app}`);
    const page = home.page();
    const listed = [...page.matchAll(/^- `(\/.*)`$/gm)].map(([, path = ""]) => path);
    expect(listed).toContain(join(home.app, "public/uploads"));
    for (const path of listed) expect(existsSync(path), path).toBe(true);
    for (const word of ["health-check.sh", "emergency-recovery.sh", "persist", "With links", "linked folder"])
      expect(page).not.toContain(word);
  });

  it("its lines by hand bring the old code back around the data, keep what gave way, and rollback goes on from there", () => {
    const home = updated();
    const block = backBlock(home);
    const data = dataOf(home);
    writeFileSync(join(home.app, "public/uploads/since.txt"), "since");
    const old = home.ok(`cd shop && ls -d .app-*`).trim();
    expect(home.ok(`${block}\nback shop/${old}`)).toContain(old);
    expect(home.text("shop/app/public/index.php")).toBe("<?php // front");
    expect(home.text("shop/app/public/uploads/since.txt")).toBe("since");
    expect(dataOf(home)).toEqual(data);
    const kept = join(home.site, "shared/.holdfast/rescued/by-hand/code");
    const front = [...manifest(kept).keys()].filter((path) => path.endsWith("public/index.php"));
    expect(front.map((path) => readFileSync(join(kept, path), "utf8"))).toEqual(["<?php // 2.0"]);
    const before = manifest(home.app);
    home.ok(`${block}\nback shop/${old}`);
    expect(manifest(home.app)).toEqual(before);
    home.ok(`holdfast rollback --site ${home.app} --yes`);
    expect(home.text("shop/app/public/index.php")).toBe("<?php // front");
    expect(dataOf(home)).toEqual(data);
    expect(home.ok(`holdfast check ${home.app}`)).toContain("❌ 0 failed");
  });

  it("its lines by hand follow no link out of the application", () => {
    const home = updated();
    const block = backBlock(home);
    home.ok(
      `mkdir elsewhere && echo mine >elsewhere/index.php && mv shop/app/public kept && ln -s ../../elsewhere shop/app/public`,
    );
    expect(home.sh(`${block}\nback shop/.app-*`).out).toContain("Left as it is:");
    expect(home.text("elsewhere/index.php")).toBe("mine\n");
  });

  it("changes with the way: with links it is the other page again", () => {
    const home = updated();
    home.ok(`holdfast serve server --site ${home.app} --yes`);
    expect(home.page()).toContain("Chosen: **server**");
    expect(home.page()).toContain(`sh ${join(home.site, "shared/health-check.sh")}`);
    home.ok(`holdfast undo ${home.app} --yes && holdfast serve in-place --site ${home.app} --yes`);
    expect(home.page()).toContain("Chosen: **in-place**");
    runAll(home, home.page());
  });
});
