import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { abs, rel } from "../../src/core/path.ts";
import { renderGuide } from "../../src/report/guide.ts";
import { at, buildTree, contents, dropTrees, listing, run, SHELLS, type Tree } from "../script/portable-tree.ts";
import { reportOf, shellBlocks } from "./example-report.ts";

afterAll(dropTrees);
const LAYOUTS = ["flat", "releases"] as const;

/** A site whose links are all gone, with folders that went with them. */
function brokenTree(layout: (typeof LAYOUTS)[number]): Tree {
  const tree = buildTree(layout);
  for (const entry of tree.site.entries) unlinkSync(at(tree.app, entry.path));
  unlinkSync(join(tree.shared, "public/storage"));
  rmSync(join(tree.app, "bootstrap"), { recursive: true });
  rmSync(join(tree.shared, "public/qrcodes"), { recursive: true });
  rmSync(join(tree.shared, "storage/framework"), { recursive: true });
  return tree;
}

const runIn = (shell: readonly string[], script: string) =>
  spawnSync(shell[0] ?? "sh", [...shell.slice(1), "-c", script], {
    cwd: "/",
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

describe.each(LAYOUTS)("renderGuide() for a broken site (%s)", (layout) => {
  it.each(["dash", "bash", "zsh"])(
    "has commands that make every link by hand, under %s, and again without harm",
    (shell) => {
      const tree = brokenTree(layout);
      const byHand = shellBlocks(renderGuide(reportOf(tree))).filter(
        ({ heading }) => heading === "## Making the links by hand",
      );
      expect(byHand).toHaveLength(tree.site.entries.length);
      for (let round = 0; round < 2; round++) {
        const before = listing(tree.root);
        for (const { script } of byHand) {
          const { status, stderr } = runIn(SHELLS[shell] ?? [], script);
          expect([status, stderr], script).toEqual([0, ""]);
        }
        expect(run(tree, "health-check.sh").out).toContain("🎉");
        if (round === 1) expect(listing(tree.root)).toEqual(before);
      }
    },
  );

  it("has only commands that can be run, and the site is healthy after all of them", () => {
    const tree = brokenTree(layout);
    const kept = join(tree.shared, ".holdfast/rescued/tx-000001/.env");
    mkdirSync(join(kept, ".."), { recursive: true });
    writeFileSync(kept, "the one from yesterday", { mode: 0o600 });
    const report = reportOf(tree, {
      rescued: [{ path: rel(".env"), kept: abs(kept), why: "the application's was in use" }],
    });
    const before = contents(tree);
    const statuses = shellBlocks(renderGuide(report)).map(({ heading, script }) => [
      heading,
      runIn(["bash"], script).status,
    ]);
    expect(statuses.filter(([, status]) => status !== 0)).toEqual([["## First: look", 1]]);
    expect(run(tree, "health-check.sh").out).toContain("🎉");
    expect(readFileSync(join(tree.shared, ".env"), "utf8")).toBe("the one from yesterday");
    expect(statSync(join(tree.shared, ".env")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(tree.shared, ".holdfast/rescued/by-hand/.env"), "utf8")).toBe("shared .env");
    for (const digest of before) expect(contents(tree)).toContain(digest);
  });

  it("does not lose the file in use when a rescued one is brought back twice", () => {
    const tree = buildTree(layout);
    const kept = join(tree.shared, ".holdfast/rescued/tx-000001/public/uploads/kept.txt");
    mkdirSync(join(kept, ".."), { recursive: true });
    writeFileSync(kept, "older");
    const report = reportOf(tree, {
      rescued: [{ path: rel("public/uploads/kept.txt"), kept: abs(kept), why: "both had one" }],
    });
    const restore =
      shellBlocks(renderGuide(report)).find(({ heading }) => heading === "## Bringing back a rescued file")?.script ??
      "";
    expect(runIn(["sh"], restore).status).toBe(0);
    writeFileSync(join(tree.shared, "public/uploads/kept.txt"), "newest");
    expect(runIn(["sh"], restore).status).not.toBe(0);
    expect(readFileSync(join(tree.shared, "public/uploads/kept.txt"), "utf8")).toBe("newest");
  });
});

describe("renderGuide()", () => {
  const page = renderGuide(reportOf(buildTree("flat")));

  it("never removes a folder and never opens a secret", () => {
    expect(page).not.toMatch(/\brm\b|chmod [0-7]*[4-7]\b|ln -sf/);
    expect(page).toContain("mode 644 can be read by every other customer");
    expect(page).toMatch(/chmod o-rwx .*\.env/);
  });

  it("says why each entry is kept, and nothing of it is read as Markdown", () => {
    expect(page).toContain("app/Files.php \\| stores \\<b\\>uploads\\</b\\> in public/uploads |");
    const rows = page.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows) expect(row.replaceAll("\\|", "").split("|")).toHaveLength(5);
  });

  it("is the same for the same site, because it has no clock", () => {
    const tree = buildTree("releases");
    expect(renderGuide(reportOf(tree))).toBe(renderGuide(reportOf(tree)));
  });
});
