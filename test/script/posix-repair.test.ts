import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  buildTree,
  contents,
  dropTrees,
  entryOf,
  listing,
  type Ran,
  realFolder,
  run,
  sharedAt,
  textOf,
  type Tree,
} from "./portable-tree.ts";

afterAll(dropTrees);
const LAYOUTS = ["flat", "releases"] as const;
const LOCK = /^shared\/\.holdfast\/lock/;
const recover = (tree: Tree, ...args: string[]): Ran => run(tree, "emergency-recovery.sh", { args });
const healthy = (tree: Tree): void =>
  expect(run(tree, "health-check.sh").out).toContain("🎉 System is perfectly healthy!");
const rescuedIn = (tree: Tree): string[] =>
  [...listing(tree.root).keys()].filter((path) => path.startsWith("shared/.holdfast/rescued/") && !path.endsWith("/"));

describe("links", () => {
  it("keeps the text of a wrong link and leaves alone what it led to", () => {
    const tree = buildTree("flat");
    mkdirSync(join(tree.root, "elsewhere"));
    writeFileSync(join(tree.root, "elsewhere/a"), "a");
    unlinkSync(join(tree.app, "public/uploads"));
    symlinkSync("../../elsewhere", join(tree.app, "public/uploads"));
    const { out } = recover(tree);
    expect(out).toContain("⚠️ public/uploads led to ../../elsewhere before; what is there was left alone");
    const kept = [...listing(tree.shared).entries()].filter(([path]) => path.includes("/retired/"));
    expect(kept.map(([, what]) => what)).toContain("link ../../elsewhere");
    healthy(tree);
  });

  it("does not choose where a link leads to data and shared has none", () => {
    const tree = buildTree("flat");
    rmSync(join(tree.shared, "public/uploads"), { recursive: true });
    mkdirSync(join(tree.root, "elsewhere"));
    unlinkSync(join(tree.app, "public/uploads"));
    symlinkSync("../../elsewhere", join(tree.app, "public/uploads"));
    const before = listing(tree.root, LOCK);
    const { code, out } = recover(tree);
    expect([code, out.includes("❌ public/uploads leads to ../../elsewhere and shared has none")]).toEqual([1, true]);
    before.delete("shared/.holdfast");
    const after = listing(tree.root, LOCK);
    after.delete("shared/.holdfast");
    expect(after).toEqual(before);
  });

  it("makes the folders above a link that went with them", () => {
    const tree = buildTree("releases");
    rmSync(join(tree.app, "public"), { recursive: true });
    rmSync(join(tree.app, "bootstrap"), { recursive: true });
    expect(recover(tree).code).toBe(0);
    expect(run(tree, "health-check.sh").code).toBe(0);
  });

  it("does not go through a planted link above an entry in shared", () => {
    const tree = buildTree("flat");
    renameSync(join(tree.shared, "public"), join(tree.root, "planted"));
    symlinkSync("../planted", join(tree.shared, "public"));
    unlinkSync(join(tree.app, "public/uploads"));
    const { code, out } = recover(tree);
    expect([code, out.includes("is not a real folder")]).toEqual([1, true]);
    expect(existsSync(join(tree.app, "public/uploads"))).toBe(false);
  });

  it("leaves alone what was adopted in place", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, "public/uploads"));
    renameSync(join(tree.shared, "public/uploads"), join(tree.app, "public/uploads"));
    symlinkSync("../../app/public/uploads", join(tree.shared, "public/uploads"));
    expect(recover(tree).out).toContain("🎉 Nothing had to be repaired");
    expect(run(tree, "health-check.sh").out).toContain("✅ In place, shared leads to it: public/uploads");
  });

  it("turns a real public/storage back into the chain and loses nothing of it", () => {
    const tree = buildTree("flat");
    realFolder(tree, "public/storage", { "logo.png": "logo", "kept.txt": "k" });
    writeFileSync(join(tree.shared, "storage/app/public/kept.txt"), "older");
    expect(recover(tree).code).toBe(0);
    healthy(tree);
    expect(readFileSync(join(tree.shared, "storage/app/public/logo.png"), "utf8")).toBe("logo");
    expect(readFileSync(join(tree.shared, "storage/app/public/kept.txt"), "utf8")).toBe("k");
    expect(rescuedIn(tree).some((path) => path.endsWith("public/storage/kept.txt"))).toBe(true);
  });
});

describe("files", () => {
  it("never makes a secret more readable than the one it replaces was", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, ".env"));
    writeFileSync(join(tree.app, ".env"), "edited", { mode: 0o644 });
    recover(tree);
    expect(readFileSync(join(tree.shared, ".env"), "utf8")).toBe("edited");
    expect(statSync(join(tree.shared, ".env")).mode & 0o007).toBe(0);
    const kept = rescuedIn(tree).find((path) => path.endsWith(".env")) ?? "";
    expect([readFileSync(join(tree.root, kept), "utf8"), statSync(join(tree.root, kept)).mode & 0o777]).toEqual([
      "shared .env",
      0o600,
    ]);
  });

  it("notes a file that is nowhere and makes no dangling link", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, ".env"));
    unlinkSync(join(tree.shared, ".env"));
    unlinkSync(join(tree.app, "storage"));
    const { code, out } = recover(tree);
    expect([code, out.includes("ℹ️ Not there yet, neither in the app nor in shared: .env")]).toEqual([0, true]);
    expect(() => lstatSync(join(tree.app, ".env"))).toThrow();
  });

  it("misses a file that was in shared, and names the rescued copy", () => {
    const tree = buildTree("flat");
    mkdirSync(join(tree.shared, ".holdfast/rescued/tx-000001"), { recursive: true });
    renameSync(join(tree.shared, ".env"), join(tree.shared, ".holdfast/rescued/tx-000001/.env"));
    const { code, out } = recover(tree);
    expect([
      code,
      out.includes("❌ .env is gone from shared"),
      out.includes(`👉 a rescued copy: ${tree.shared}/.holdfast/rescued/tx-000001/.env`),
    ]).toEqual([1, true, true]);
  });

  it("takes a database's log along, and touches neither of two live ones", () => {
    const tree = buildTree("flat");
    const inApp = join(tree.app, "database/database.sqlite");
    unlinkSync(inApp);
    writeFileSync(inApp, "db");
    writeFileSync(`${inApp}-wal`, "log");
    expect(recover(tree).out).toContain("is a database in use, in the app and in shared");
    expect(readFileSync(inApp, "utf8")).toBe("db");
    unlinkSync(join(tree.shared, "database/database.sqlite"));
    expect(recover(tree).code).toBe(0);
    expect(
      ["", "-wal"].map((end) => readFileSync(join(tree.shared, `database/database.sqlite${end}`), "utf8")),
    ).toEqual(["db", "log"]);
    expect([lstatSync(inApp).isSymbolicLink(), existsSync(`${inApp}-wal`)]).toEqual([true, false]);
  });

  it("leaves a database with an unfinished transaction to its owner", () => {
    const tree = buildTree("flat");
    const inApp = join(tree.app, "database/database.sqlite");
    unlinkSync(inApp);
    renameSync(join(tree.shared, "database/database.sqlite"), inApp);
    writeFileSync(`${inApp}-journal`, "hot");
    const { code, out } = recover(tree);
    expect([code, out.includes("has an unfinished transaction")]).toEqual([1, true]);
    expect(lstatSync(inApp).isFile()).toBe(true);
  });

  it("moves aside compiled files that name a release that is gone, and no others", () => {
    const tree = buildTree("releases");
    const cache = join(sharedAt(tree, "bootstrap/cache").toString());
    const site = mkdtempSync(join(tmpdir(), "holdfast-plain-"));
    mkdirSync(join(site, "releases/here/storage/framework"), { recursive: true });
    writeFileSync(join(cache, "config.php"), `<?php return ['path' => '${site}/releases/gone/storage/x'];`);
    writeFileSync(join(cache, "services.php"), `<?php return ["/gone/altogether/storage/framework/views"];`);
    writeFileSync(
      join(cache, "packages.php"),
      `<?php return ['path' => '${site}/releases/here/vendor/x', '${site}/releases/here/storage/framework/views'];`,
    );
    writeFileSync(join(cache, "routes-v7.php"), "<?php return ['/api/releases/latest/notes'];");
    expect(recover(tree).out).toContain("✅ Moved aside: bootstrap/cache/config.php");
    expect(readdirSync(cache).sort()).toEqual(["kept.txt", "packages.php", "routes-v7.php"]);
    rmSync(site, { recursive: true });
    expect([...listing(tree.shared).keys()].some((path) => /retired\/.*config\.php$/.test(path))).toBe(true);
  });
});

describe("an interrupted run of the program", () => {
  it.each(LAYOUTS)("with our placeholder in shared and the data still in the app is completed (%s)", (layout) => {
    const tree = buildTree(layout);
    for (const path of ["public/uploads", ".env", "bootstrap/cache"]) {
      unlinkSync(join(tree.app, path));
      renameSync(sharedAt(tree, path), join(tree.app, path));
      symlinkSync(textOf(tree, entryOf(tree, path)), sharedAt(tree, path));
    }
    const before = contents(tree);
    expect(recover(tree).code).toBe(0);
    healthy(tree);
    expect(contents(tree)).toEqual(before);
  });

  it("with the data set aside is completed by putting it back, but not from a run that finished", () => {
    const tree = buildTree("flat");
    for (const [place, path] of [
      ["retired/tx-000002", "public/uploads"],
      ["stage/tx-000002", ".env"],
    ] as const) {
      mkdirSync(join(tree.shared, ".holdfast", place, "public"), { recursive: true });
      renameSync(join(tree.shared, path), join(tree.shared, ".holdfast", place, path));
    }
    mkdirSync(join(tree.shared, ".holdfast/retired/tx-000001/public/uploads"), { recursive: true });
    mkdirSync(join(tree.shared, ".holdfast/journal"));
    writeFileSync(join(tree.shared, ".holdfast/journal/tx-000001.done"), "");
    writeFileSync(join(tree.shared, ".holdfast/journal/tx-000002.json"), "");
    const { code, out } = recover(tree);
    expect(code, out).toBe(0);
    expect(readFileSync(join(tree.shared, "public/uploads/kept.txt"), "utf8")).toBe("kept in public/uploads");
    expect(readFileSync(join(tree.shared, ".env"), "utf8")).toBe("shared .env");
    expect(out).toContain("holdfast recover");
  });
});
