import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, readlinkSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderEmergencyRecovery } from "../../src/script/emergency-recovery.ts";
import {
  at,
  buildTree,
  contents,
  damageAll,
  dropTrees,
  encoded,
  exampleSite,
  HOSTILE,
  listing,
  type Ran,
  realFolder,
  run,
  SHELLS,
  textOf,
  type Tree,
} from "./portable-tree.ts";

afterAll(dropTrees);
const isRoot = process.getuid?.() === 0;
const LAYOUTS = ["flat", "releases"] as const;
const recover = (tree: Tree, ...args: string[]): Ran => run(tree, "emergency-recovery.sh", { args });
const healthy = (tree: Tree): void =>
  expect(run(tree, "health-check.sh").out).toContain("🎉 System is perfectly healthy!");
const rescuedIn = (tree: Tree): string[] =>
  [...listing(tree.root).keys()].filter((path) => path.startsWith("shared/.holdfast/rescued/") && !path.endsWith("/"));

describe.each(LAYOUTS)("a site broken in every way (%s)", (layout) => {
  it.each(Object.keys(SHELLS))("is healthy afterwards and has lost nothing, under %s", (shell) => {
    const tree = buildTree(layout);
    damageAll(tree);
    const before = contents(tree);
    const { code, out } = run(tree, "emergency-recovery.sh", { shell: SHELLS[shell] ?? [] });
    expect(out.split("\n")[0]).toBe("🚨 Universal Data Persistence Emergency Recovery");
    expect(code, out).toBe(0);
    healthy(tree);
    for (const digest of before) expect(contents(tree)).toContain(digest);
    for (const entry of tree.site.entries)
      expect(readlinkSync(at(tree.app, entry.path), { encoding: "buffer" })).toEqual(encoded(textOf(tree, entry)));
    const merged = listing(tree.shared);
    const key = encoded(HOSTILE).toString("latin1");
    expect(merged.get(`${key}/planted`)).toBe("link /etc/passwd");
    expect(merged.get(`${key}/up\n`)).toBe("link ../../..");
    // The code is the one that was linked, so the real folder's version is the one in use; shared's is rescued.
    expect(readFileSync(at(tree.shared, `${HOSTILE}/kept.txt`), "utf8")).toBe("another");
    expect(readFileSync(at(tree.shared, `${HOSTILE}/-n 'new"\n$(touch pwned)\udce9`), "utf8")).toBe("new");
    expect(
      [".hidden", "..two", "deep/er/file"].map((name) => existsSync(at(tree.shared, `${HOSTILE}/${name}`))),
    ).toEqual([true, true, true]);
    expect(readFileSync(join(tree.shared, ".env"), "utf8")).toBe("edited with sed -i");
    expect(statSync(join(tree.shared, ".env")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(tree.shared, "storage/framework/views"))).toBe(true);
    expect(out.match(/⚠️ Rescued: /g)).toHaveLength(2);
    expect(rescuedIn(tree).filter((path) => path.endsWith("/.env") || path.endsWith("/kept.txt"))).toHaveLength(2);
  });

  it("does nothing the second time, not even to lock, and says so", () => {
    const tree = buildTree(layout);
    damageAll(tree);
    recover(tree);
    const before = listing(tree.root);
    const { code, out } = recover(tree);
    expect(out).toContain(
      "📊 Results: ✅ 0 repaired, ⚠️ 0 rescued, ❌ 0 could not be repaired\n🎉 Nothing had to be repaired",
    );
    expect(code).toBe(0);
    expect(listing(tree.root)).toEqual(before);
  });

  it("with --dry-run changes nothing and names the same repairs", () => {
    const tree = buildTree(layout);
    damageAll(tree);
    const before = listing(tree.root);
    const dry = recover(tree, "--dry-run");
    expect(listing(tree.root)).toEqual(before);
    expect(dry.code).toBe(0);
    // Added at the end of a line that names the site already.
    expect(recover(tree, tree.app, "--dry-run").out).toContain("🔎 Would do: ");
    expect(listing(tree.root)).toEqual(before);
    const real = recover(tree)
      .out.split("\n")
      .filter((line) => line.startsWith("✅"))
      .map((line) => line.slice(2));
    const would = dry.out
      .split("\n")
      .filter((line) => line.startsWith("🔎"))
      .map((line) => line.slice("🔎 Would do: ".length));
    for (const line of would) expect(real).toContain(line);
  });
});

describe("what it will not do", () => {
  it.each([
    ["/nowhere", 2],
    ["/", 2],
    ["--nope", 64],
    ["", 2],
  ] as const)("refuses %j", (argument, exit) => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, "storage"));
    const before = listing(tree.root);
    expect(recover(tree, argument).code).toBe(exit);
    expect(listing(tree.root)).toEqual(before);
  });

  it("refuses a site whose current leads to no release, with the way out", () => {
    const tree = buildTree("releases");
    unlinkSync(join(tree.root, "current"));
    const { code, out } = recover(tree, tree.root);
    expect([code, out.includes("ln -s releases/NAME current.new")]).toEqual([2, true]);
    expect(recover(tree, tree.app).code).toBe(0);
  });

  it.each(["site", "app", "current", "below"])("accepts the %s as $(pwd)", (where) => {
    const tree = buildTree("releases");
    unlinkSync(join(tree.app, "storage"));
    const folder =
      {
        site: tree.root,
        app: tree.app,
        current: join(tree.root, "current"),
        below: join(tree.root, "current/public/css"),
      }[where] ?? "";
    expect(recover(tree, folder).code).toBe(0);
    healthy(tree);
  });

  it("never moves anything across two mounts", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, "public/uploads"));
    mkdirSync(join(tree.app, "public/uploads"));
    const script = `mount -t tmpfs none "$1/public/uploads" && echo new >"$1/public/uploads/new" && sh "$2"; code=$?; cat "$1/public/uploads/new"; exit $code`;
    const { status, stdout } = spawnSync(
      "unshare",
      ["-rm", "sh", "-c", script, "sh", tree.app, join(tree.shared, "emergency-recovery.sh")],
      { encoding: "utf8" },
    );
    expect(stdout).toContain("are on two file systems");
    expect([status, stdout.endsWith("new\n")]).toEqual([1, true]);
  });

  it("says what it could not repair for lack of permission", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, "public/uploads"));
    chmodSync(join(tree.app, "public"), 0o555);
    if (isRoot) spawnSync("chown", ["-R", "nobody", tree.root]);
    const asUser = isRoot ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : ["env"];
    const { code, out } = run(tree, "emergency-recovery.sh", { shell: [...asUser, "sh"] });
    expect(out).toContain("❌ The link at public/uploads could not be made:");
    expect(code).toBe(1);
  });

  it("run by root gives what it makes to the owner of the site", () => {
    const tree = buildTree("flat");
    damageAll(tree);
    if (isRoot) spawnSync("chown", ["-Rh", "nobody", tree.root]);
    const owner = String(statSync(tree.app).uid);
    expect(recover(tree).code).toBe(0);
    const foreign = ["-not", "-uid", owner, "-not", "-name", "lock.*.rel"];
    expect(spawnSync("find", [tree.root, ...foreign], { encoding: "utf8" }).stdout).toBe("");
  });

  it("keeps both names of a file that has two", () => {
    const tree = buildTree("flat");
    realFolder(tree, "public/uploads", { one: "twice" });
    linkSync(join(tree.app, "public/uploads/one"), join(tree.app, "public/uploads/two"));
    recover(tree);
    expect(statSync(join(tree.shared, "public/uploads/one")).ino).toBe(
      statSync(join(tree.shared, "public/uploads/two")).ino,
    );
  });

  it("passes shellcheck", () => {
    for (const layout of LAYOUTS)
      expect(
        spawnSync("shellcheck", ["-s", "sh", "-"], {
          input: renderEmergencyRecovery(exampleSite(layout)),
          encoding: "utf8",
        }).stdout,
      ).toBe("");
  });
});
