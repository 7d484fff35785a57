import { existsSync, lstatSync, readFileSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  holdfastJson,
  LAYOUTS,
  lookedAtSite,
  must,
  nextVersion,
  persist,
  persistedSite,
  siteOf,
  start,
} from "../support/cli.ts";
import { manifest, type TreeShape, writeTree } from "../support/tree.ts";

interface Inspection {
  readonly frameworks: readonly { readonly id: string; readonly evidence: readonly unknown[] }[];
  readonly paths: readonly { readonly path: string; readonly class: string | null; readonly handling: string }[];
  readonly undecided: readonly { readonly path: string }[];
}

function inspected(shape: TreeShape): Inspection {
  return holdfastJson(["inspect", siteOf("flat", shape).app]).json as Inspection;
}

const UPLOAD = { "public/uploads/a.jpg": "a" };

/** The five families that the specification names, each in its smallest honest form. */
const FAMILIES: Readonly<Record<string, TreeShape>> = {
  laravel: {
    ...UPLOAD,
    "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
    artisan: "",
    "public/index.php": "<?php",
  },
  next: {
    ...UPLOAD,
    "package.json": '{"dependencies":{"next":"16.2.0","react":"19.0.0"}}',
    "next.config.js": "export default {}",
  },
  vue: {
    ...UPLOAD,
    "package.json": '{"dependencies":{"vue":"3.5.0"},"devDependencies":{"vite":"7.0.0"}}',
    "index.html": "<div id=app>",
  },
  react: {
    ...UPLOAD,
    "package.json": '{"dependencies":{"react":"19.0.0","react-dom":"19.0.0"}}',
    "index.html": "<div id=root>",
  },
  php: { "index.php": "<?php", "config.php": "<?php", "uploads/a.jpg": "a" },
};

const named = (...names: readonly string[]): TreeShape =>
  Object.fromEntries(names.map((name) => [`public/${name}/one.bin`, name]));

describe("what the script does automatically", () => {
  it.each(Object.entries(FAMILIES))("detects %s and shows why", (id, shape) => {
    const { frameworks } = inspected(shape);
    const found = frameworks.find((framework) => framework.id === id);
    expect(found?.evidence.length).toBeGreaterThan(0);
  });

  it.each(Object.entries(FAMILIES))("makes the links that suit %s", (id, shape) => {
    const site = siteOf("flat", shape);
    persist(site.app);
    const uploads = id === "php" ? "uploads" : "public/uploads";
    expect(lstatSync(join(site.app, uploads)).isSymbolicLink()).toBe(true);
    expect(existsSync(join(site.app, "public/storage"))).toBe(id === "laravel");
  });

  it("scans every folder below public", () => {
    const shape = { ...FAMILIES["laravel"], ...named("flags", "uploads", "qrcodes", "something-else", "another") };
    const { paths, undecided } = inspected(shape);
    const seen = new Set([...paths, ...undecided].map(({ path }) => path));
    for (const name of ["flags", "uploads", "qrcodes", "something-else", "another"])
      expect(seen).toContain(`public/${name}`);
  });

  it.each([
    ["asset", ["flags", "images", "css", "js", "build", "vendor"]],
    ["user", ["uploads", "avatars", "media", "documents"]],
    ["runtime", ["qrcodes", "invoices", "exports", "logs"]],
  ] as const)("classifies the specification's names of the class %s", (expected, names) => {
    const { paths } = inspected({ ...FAMILIES["laravel"], ...named(...names) });
    const classes = names.map((name) => paths.find(({ path }) => path === `public/${name}`)?.class);
    expect(classes).toEqual(names.map(() => expected));
  });

  it("puts app assets of the specification's example nowhere but with the code", () => {
    const { paths } = inspected({ ...FAMILIES["laravel"], ...named("flags", "user-uploads", "qrcodes", "invoices") });
    const handled = new Map(paths.map(({ path, class: decided, handling }) => [path, `${decided} ${handling}`]));
    expect(handled.get("public/flags")).toBe("asset release");
    expect(handled.get("public/user-uploads")).toMatch(/^user (link|merge)$/);
    expect(handled.get("public/qrcodes")).toBe("runtime link");
    expect(handled.get("public/invoices")).toBe("runtime link");
  });
});

describe.each(LAYOUTS)("first and later deployments in the %s layout", (layout) => {
  it("takes demo content to shared at the first deployment", () => {
    const site = siteOf(layout);
    const before = manifest(join(site.app, "public/uploads"));
    persist(site.app);
    expect(manifest(join(site.shared, "public/uploads"))).toEqual(before);
    expect(lstatSync(join(site.app, "public/uploads")).isSymbolicLink()).toBe(true);
  });

  it("protects what shared holds at a later deployment", () => {
    const site = persistedSite(layout);
    writeTree(site.shared, { "public/uploads/photo.jpg": "edited by a user", "storage/app/public/u.jpg": "uploaded" });
    const next = nextVersion(site, BOUGHT_SCRIPT);
    persist(next.app);
    expect(readFileSync(join(next.app, "public/uploads/photo.jpg"), "utf8")).toBe("edited by a user");
    expect(readFileSync(join(next.app, "storage/app/public/u.jpg"), "utf8")).toBe("uploaded");
  });

  it("tells a first deployment from a later one by itself", () => {
    const site = siteOf(layout);
    expect(existsSync(join(site.shared, ".deployment-history"))).toBe(false);
    persist(site.app);
    persist(nextVersion(site, { ...BOUGHT_SCRIPT, "version.txt": "2" }).app);
    const lines = readFileSync(join(site.shared, ".deployment-history"), "utf8")
      .split("\n")
      .filter((line) => /^\d/.test(line));
    expect(lines.map((line) => line.split(" ")[1])).toEqual(["first", "subsequent"]);
  });

  it("does not believe a history file alone", () => {
    const site = siteOf(layout);
    writeTree(site.shared, { ".deployment-history": "2024-01-01 first deployment\n" });
    persist(site.app);
    expect(readFileSync(join(site.shared, ".env"), "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(readFileSync(join(site.shared, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  });
});

describe("shared hosting", () => {
  it("serves uploads through public_html where it is a link to current/public", () => {
    const site = siteOf("releases");
    symlinkSync("current/public", join(site.root, "public_html"));
    persist(site.app);
    expect(readFileSync(join(site.root, "public_html/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(readlinkSync(join(site.root, "public_html"))).toBe("current/public");
  });

  it("takes over data where the app's public folder is itself a link to public_html", () => {
    const site = siteOf("flat");
    const html = join(site.root, "public_html");
    renameSync(join(site.app, "public"), html);
    symlinkSync("../public_html", join(site.app, "public"));
    persist(site.app);
    expect(readlinkSync(join(html, "uploads"))).toBe("../shared/public/uploads");
    expect(readFileSync(join(site.shared, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(readlinkSync(join(site.app, "public"))).toBe("../public_html");
    for (const asset of ["flags", "css", "js"]) expect(lstatSync(join(html, asset)).isDirectory()).toBe(true);
    const before = manifest(site.root);
    must(holdfast(["check", site.app]));
    expect(must(start(["sh", join(site.shared, "health-check.sh")])).out).toContain(
      "✅ User data protected: public/uploads",
    );
    expect(persist(site.app).out).toContain("Nothing to do");
    expect(manifest(site.root)).toEqual(before);
  });

  it("leaves a guide with this site's own commands", () => {
    const site = lookedAtSite("flat");
    const guide = readFileSync(join(site.shared, "MANUAL-SETUP-GUIDE.md"), "utf8");
    expect(guide).toContain(`ln -s ../../shared/public/uploads ${site.app}/public/uploads`);
  });
});
